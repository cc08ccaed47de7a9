// SPDX-License-Identifier: MIT
#include <array>

#include "database.hpp"
#include "figures.hpp"

// What the server of a team's budget is to be told.
namespace rustassistant::ledger {

Result<std::vector<OwedNews>> Ledger::owed_to_team(const std::string& place, int most) {
  return database_->read([&](const db::Connection& connection) -> db::Outcome<std::vector<OwedNews>> {
    // A batch is released where all its calls are.
    constexpr std::array kQueries{
        "SELECT team_call.request, call.model, iif(call.state = 1, call.charged, NULL) FROM team_call JOIN call ON "
        "call.id = team_call.call WHERE team_call.place = ?1 AND team_call.owed = 1 ORDER BY team_call.call LIMIT ?2",
        "SELECT team_batch.request, batch.model, (SELECT sum(call.charged) FROM batch_call JOIN call ON call.id = "
        "batch_call.call WHERE batch_call.batch = batch.id AND call.state = 1) FROM team_batch JOIN batch ON batch.id "
        "= team_batch.batch WHERE team_batch.place = ?1 AND team_batch.owed = 1 ORDER BY team_batch.batch LIMIT ?2"};
    std::vector<OwedNews> owed;
    for (const char* const query : kQueries) {
      TRY_ASSIGN(auto rows, connection.prepare(query));
      rows.bind(place, most - static_cast<int>(owed.size()));
      TRY(db::for_each(
          rows, [&] { owed.push_back({std::string(rows.text(0)), std::string(rows.text(1)), amount_at(rows, 2)}); }));
    }
    return owed;
  });
}

Result<void> Ledger::team_knows(std::span<const std::string> requests) {
  return database_->write("settle", [&](const db::Connection& connection) -> db::Outcome<void> {
    TRY_ASSIGN(auto call, connection.prepare("DELETE FROM team_call WHERE request = ?1"));
    TRY_ASSIGN(auto batch, connection.prepare("DELETE FROM team_batch WHERE request = ?1"));
    for (const std::string& request : requests) {
      TRY(call.bind(request).run());
      TRY(batch.bind(request).run());
    }
    return {};
  });
}

}  // namespace rustassistant::ledger
