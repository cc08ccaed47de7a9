// SPDX-License-Identifier: MIT
#include <vector>

#include "compaction.hpp"
#include "facts.hpp"
#include "findings.hpp"
#include "removal.hpp"
#include "stored_forms.hpp"
#include "syncs.hpp"
#include "team.hpp"
#include "trace.hpp"
#include "upkeep.hpp"

namespace rustassistant::cache {
namespace {

// The next entries above an id that the filter means.
db::Outcome<std::vector<Leaving>> next_entries(const db::Connection& connection, const EntryFilter& filter,
                                               std::int64_t above) {
  using Integer = std::optional<std::int64_t>;
  TRY_ASSIGN(auto query,
             connection.prepare(
                 "SELECT e.id, e.last_accessed FROM entry e NOT INDEXED CROSS JOIN variant v ON v.id = e.variant "
                 "WHERE e.id > ?1 AND (?2 IS NULL OR v.type = ?2) AND (?3 IS NULL OR e.repo = ?3) "
                 "AND (?4 = 0 OR e.path = ?5) AND (?6 = 0 OR v.model = ?7) "
                 "AND (?8 IS NULL OR v.provider = ?8) "
                 "AND (?10 = 0 OR e.id IN (SELECT entry FROM origin WHERE writer = ?11)) ORDER BY e.id LIMIT ?9"));
  const Integer type = filter.type ? Integer(static_cast<std::int64_t>(*filter.type)) : Integer();
  const Integer repo = filter.repo_id ? Integer(repo_number(*filter.repo_id)) : Integer();
  const Integer provider = filter.provider ? Integer(static_cast<std::int64_t>(*filter.provider)) : Integer();
  const std::string path = filter.path.value_or("");
  const std::string model = filter.model.value_or("");
  const std::string writer = filter.writer.value_or("");
  query.bind(above, type, repo, filter.path ? 1 : 0, std::string_view(path), filter.model ? 1 : 0,
             std::string_view(model), provider, static_cast<std::int64_t>(kRemovedOnRequest), filter.writer ? 1 : 0,
             std::string_view(writer));
  std::vector<Leaving> entries;
  TRY(db::for_each(query, [&]() -> db::Outcome<void> {
    // In a damaged tree the walk could go in circles.
    if (query.integer(0) <= above) return db::fail(db::Problem::corrupt, "the entries are out of order");
    entries.push_back({query.integer(0), query.integer(1)});
    return {};
  }));
  return entries;
}

}  // namespace

bool means_everything(const EntryFilter& filter) {
  return !filter.type && !filter.repo_id && !filter.path && !filter.model && !filter.provider && !filter.writer;
}

db::Outcome<Removal> clear_entries(const db::Connection& connection, const EntryFilter& filter, DryRun dry_run) {
  Removal removal;
  if (dry_run == DryRun::no) TRY(expect_many_changes(connection));
  TRY_ASSIGN(const Occupancy before, occupancy(connection));
  removal.file_bytes_before = before.used;
  const bool everything = means_everything(filter);
  if (everything && dry_run == DryRun::no) {
    TRY(forget_facts(connection));
    TRY(forget_seen(connection));
    TRY(forget_trace(connection));
    TRY(forget_team(connection));
  }
  // They name files and what is in them.
  if (dry_run == DryRun::no && !filter.type && !filter.path && !filter.model && !filter.provider && !filter.writer) {
    const auto repo = filter.repo_id ? std::optional<std::int64_t>(repo_number(*filter.repo_id)) : std::nullopt;
    TRY(forget_findings(connection, repo));
  }
  std::int64_t above = 0;
  while (true) {
    TRY(check_not_stopped());
    TRY_ASSIGN(const auto entries, next_entries(connection, filter, above));
    if (entries.empty()) break;
    above = entries.back().id;
    if (dry_run == DryRun::yes) {
      TRY(count_entries(connection, entries, removal));
    } else {
      TRY(remove_entries(connection, entries, removal));
    }
  }
  if (dry_run == DryRun::no && (removal.entries > 0 || everything)) TRY(return_since(connection, before));
  TRY_ASSIGN(removal.file_bytes_after, used_bytes(connection));
  return removal;
}

}  // namespace rustassistant::cache
