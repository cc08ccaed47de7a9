// SPDX-License-Identifier: MIT
#include "closing.hpp"
#include "database.hpp"
#include "figures.hpp"

namespace rustassistant::ledger {

Result<ImportCount> Ledger::import(std::span<const PastCall> calls) {
  return database_->write("import", [&](const db::Connection& connection) -> db::Outcome<ImportCount> {
    TRY_ASSIGN(const TimeZone zone, zone_of(connection));
    TRY_ASSIGN(const UnixMillis now, ledger_time(connection, database_->clock));
    TRY_ASSIGN(auto statement,
               connection.prepare("INSERT INTO call (tag, at, month, day, state, closed_at, cost, estimated, provider, "
                                  "type, model, repo, repo_path, path, extension, input_tokens, cached_tokens, "
                                  "cache_write_tokens, output_tokens, reasoning_tokens) "
                                  "VALUES (?1, ?2, ?3, ?4, 1, ?2, ?5, 1, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, "
                                  "?16, ?17) ON CONFLICT DO NOTHING"));
    ImportCount count;
    for (const PastCall& call : calls) {
      if (call.at > now) {
        ++count.later;
        continue;
      }
      const CallFacts& facts = call.facts;
      const int day = zone.day_of(call.at);
      statement.bind(call.tag, call.at.value, day / 100, day, stored(call.cost), static_cast<int>(facts.provider),
                     static_cast<int>(facts.type), facts.model, facts.repo_id, facts.repo_path, facts.path,
                     facts.extension, stored(call.usage, &domain::Usage::input),
                     stored(call.usage, &domain::Usage::cached), stored(call.usage, &domain::Usage::cache_write),
                     stored(call.usage, &domain::Usage::output), stored(call.usage, &domain::Usage::reasoning));
      TRY(statement.run());
      ++(connection.changes() == 1 ? count.added : count.present);
    }
    return count;
  });
}

}  // namespace rustassistant::ledger
