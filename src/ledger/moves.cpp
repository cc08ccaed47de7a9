// SPDX-License-Identifier: MIT
#include <algorithm>

#include "database.hpp"
#include "figures.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/sys/files.hpp"

// Repositories that moved, and calls that a wrong clock dated.
namespace rustassistant::ledger {
namespace {

using domain::RepoCap;

bool is_gone(const RepoCap& cap) {
  return !cap.root_commit.empty() && !sys::exists(sys::joined(cap.path, ".git"));
}

// From then on the cap belongs to the new id; what was spent under the former one still counts.
db::Outcome<void> move_cap(const db::Connection& connection, const RepoCap& from, const CallFacts& to) {
  TRY_ASSIGN(auto cap, connection.prepare("UPDATE repo_cap SET repo = ?2, path = ?3 WHERE repo = ?1"));
  TRY(cap.bind(from.repo_id, to.repo_id, to.repo_path).run());
  TRY_ASSIGN(auto chain, connection.prepare("UPDATE repo_former SET repo = ?2 WHERE repo = ?1"));
  TRY(chain.bind(from.repo_id, to.repo_id).run());
  // A repository that moved back.
  TRY_ASSIGN(auto back, connection.prepare("DELETE FROM repo_former WHERE former = ?1"));
  TRY(back.bind(to.repo_id).run());
  TRY_ASSIGN(auto former, connection.prepare("INSERT OR REPLACE INTO repo_former (former, repo) VALUES (?1, ?2)"));
  return former.bind(from.repo_id, to.repo_id).run();
}

}  // namespace

void Ledger::identify_by(FirstCommit first_commit) {
  const std::scoped_lock lock(database_->mutex);
  database_->first_commit = std::move(first_commit);
}

Result<void> Ledger::follow_moved(const CallFacts& facts) {
  const auto look = [&](const db::Connection& connection) -> db::Outcome<std::vector<RepoCap>> {
    if (!database_->first_commit || !database_->identified.insert(facts.repo_id).second) return std::vector<RepoCap>();
    TRY_ASSIGN(std::vector<RepoCap> caps, read_repo_caps(connection));
    const auto same = [&](const RepoCap& cap) { return cap.repo_id == facts.repo_id; };
    if (std::any_of(caps.begin(), caps.end(), same)) return std::vector<RepoCap>();
    std::erase_if(caps, [](const RepoCap& cap) { return !is_gone(cap); });
    return caps;
  };
  TRY_ASSIGN(const std::vector<RepoCap> gone, database_->read(look));
  if (gone.empty()) return {};
  const std::string root = database_->first_commit(facts.repo_path);
  const auto moved =
      std::find_if(gone.begin(), gone.end(), [&](const RepoCap& cap) { return cap.root_commit == root; });
  if (moved == gone.end()) return {};
  return database_->write("follow a repository",
                          [&](const db::Connection& connection) { return move_cap(connection, *moved, facts); });
}

Result<std::int64_t> Ledger::move_calls_ahead() {
  const UnixMillis now = database_->clock.now();
  if (is_impossible(now)) {
    return fail(Errc::usage, "the clock is wrong: it says " + to_rfc3339(now), "set it, then try again");
  }
  return database_->write("move calls", [&](const db::Connection& connection) -> db::Outcome<std::int64_t> {
    TRY_ASSIGN(const TimeZone zone, zone_of(connection));
    const int day = zone.day_of(now);
    TRY_ASSIGN(auto statement,
               connection.prepare("UPDATE call SET at = ?1, month = ?2, day = ?3, closed_at = min(closed_at, ?1) "
                                  "WHERE at > ?1"));
    TRY(statement.bind(now.value, day / 100, day).run());
    return connection.changes();
  });
}

}  // namespace rustassistant::ledger
