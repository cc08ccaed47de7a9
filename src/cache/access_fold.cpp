// SPDX-License-Identifier: MIT
#include "access_fold.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

#include "rustassistant/base/time_text.hpp"
#include "rustassistant/db/transaction.hpp"

namespace rustassistant::cache {

namespace {

using EntryRef = std::pair<std::int64_t, std::uint32_t>;                 // id and key tag
using LookupRef = std::tuple<int, domain::AnalysisType, std::uint32_t>;  // month, type and repo

struct Uses {
  UnixMillis last{};
  std::uint32_t last_repo = 0;
  std::map<LookupRef, std::int64_t> hits;
};

// An instant from a file as one that has a calendar month.
UnixMillis plausible(UnixMillis instant) {
  constexpr std::int64_t kYear9999 = 253'370'764'800'000;
  return {std::clamp<std::int64_t>(instant.value, 0, kYear9999)};
}

constexpr std::string_view kCountLookups =
    "INSERT INTO lookup (month, type, repo, misses, saved) VALUES (?1, ?2, ?3, ?4, ?5) "
    "ON CONFLICT (month, type, repo) DO UPDATE SET misses = misses + excluded.misses, saved = saved + excluded.saved";
constexpr std::string_view kNoteRepo = "INSERT INTO repo (id, path) VALUES (?1, '') ON CONFLICT DO NOTHING";
// A use after newer content was stored means that the older is still wanted.
constexpr std::string_view kUse =
    "UPDATE entry SET access_count = access_count + ?3, last_accessed = max(last_accessed, ?4), last_repo = ?5, "
    "superseded = superseded AND ?4 < (SELECT max(n.created) FROM entry n INDEXED BY entry_place "
    "WHERE n.repo = entry.repo AND n.path = entry.path AND n.variant = entry.variant) "
    "WHERE id = ?1 AND (key_prefix >> 32) = ?2 RETURNING min(max(ifnull(cost, 0), 0), 1000000000000)";

struct Statements {
  db::Statement count;
  db::Statement note_repo;
  db::Statement use;
};

db::Outcome<Statements> prepare(const db::Connection& connection) {
  TRY_ASSIGN(auto count, connection.prepare(kCountLookups));
  TRY_ASSIGN(auto note_repo, connection.prepare(kNoteRepo));
  TRY_ASSIGN(auto use, connection.prepare(kUse));
  return Statements{std::move(count), std::move(note_repo), std::move(use)};
}

db::Outcome<void> count(Statements& statements, const LookupRef& ref, std::int64_t misses, std::int64_t saved) {
  const auto& [month, type, repo] = ref;
  return statements.count.bind(month, static_cast<int>(type), std::int64_t{repo}, misses, saved).run();
}

db::Outcome<void> fold_entry(Statements& statements, const EntryRef& ref, const Uses& uses) {
  std::int64_t total = 0;
  for (const auto& [lookup, hits] : uses.hits) total += hits;
  db::Statement& use = statements.use;
  use.bind(ref.first, static_cast<std::int32_t>(ref.second), total, uses.last.value, std::int64_t{uses.last_repo});
  TRY_ASSIGN(const bool exists, use.step());
  if (!exists) return {};
  const std::int64_t cost = use.integer(0);
  TRY(use.run());
  TRY(statements.note_repo.bind(std::int64_t{uses.last_repo}).run());
  for (const auto& [lookup, hits] : uses.hits) TRY(count(statements, lookup, 0, hits * cost));
  return {};
}

}  // namespace

db::Outcome<void> fold_accesses(const db::Connection& connection, std::span<const Access> accesses) {
  std::map<EntryRef, Uses> entries;
  std::map<LookupRef, std::int64_t> misses;
  for (const Access& access : accesses) {
    const UnixMillis at = plausible(access.at);
    const LookupRef lookup{utc_month(at), access.type, access.repo};
    if (access.entry_id == 0) {
      ++misses[lookup];
      continue;
    }
    Uses& uses = entries[{access.entry_id, access.key_tag}];
    ++uses.hits[lookup];
    if (at >= uses.last) uses.last_repo = access.repo;
    uses.last = std::max(uses.last, at);
  }

  TRY_ASSIGN(auto statements, prepare(connection));
  TRY_ASSIGN(auto transaction, db::Transaction::begin(connection, db::TransactionKind::immediate));
  for (const auto& [lookup, number] : misses) TRY(count(statements, lookup, number, 0));
  for (const auto& [entry, uses] : entries) TRY(fold_entry(statements, entry, uses));
  return transaction.commit();
}

}  // namespace rustassistant::cache
