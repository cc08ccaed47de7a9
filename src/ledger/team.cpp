// SPDX-License-Identifier: MIT
#include "database.hpp"
#include "figures.hpp"

// What the server of a team's budget is to be told.
namespace rustassistant::ledger {

Result<std::vector<OwedNews>> Ledger::owed_to_team(const std::string& place, int most) {
  return database_->read([&](const db::Connection& connection) -> db::Outcome<std::vector<OwedNews>> {
    TRY_ASSIGN(auto rows, connection.prepare("SELECT team_call.request, call.model, call.state, call.charged "
                                             "FROM team_call JOIN call ON call.id = team_call.call "
                                             "WHERE team_call.place = ?1 AND team_call.owed = 1 "
                                             "ORDER BY team_call.call LIMIT ?2"));
    std::vector<OwedNews> owed;
    rows.bind(place, most);
    TRY(db::for_each(rows, [&] {
      const bool settled = static_cast<CallState>(rows.integer(2)) == CallState::settled;
      owed.push_back({std::string(rows.text(0)), std::string(rows.text(1)),
                      settled ? std::optional(NanoUsd{rows.integer(3)}) : std::nullopt});
    }));
    return owed;
  });
}

Result<void> Ledger::team_knows(std::span<const std::string> requests) {
  return database_->write("settle", [&](const db::Connection& connection) -> db::Outcome<void> {
    TRY_ASSIGN(auto statement, connection.prepare("DELETE FROM team_call WHERE request = ?1"));
    for (const std::string& request : requests) TRY(statement.bind(request).run());
    return {};
  });
}

}  // namespace rustassistant::ledger
