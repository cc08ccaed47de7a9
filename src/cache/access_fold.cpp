// SPDX-License-Identifier: MIT
#include "access_fold.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
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

db::Outcome<void> count(const db::Connection& connection, const LookupRef& ref, std::int64_t hits, std::int64_t misses,
                        std::int64_t saved) {
  TRY_ASSIGN(auto statement,
             connection.prepare("INSERT INTO lookup (month, type, repo, hits, misses, saved) "
                                "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (month, type, repo) DO UPDATE SET "
                                "hits = hits + excluded.hits, misses = misses + excluded.misses, "
                                "saved = saved + excluded.saved"));
  const auto& [month, type, repo] = ref;
  return statement.bind(month, static_cast<int>(type), std::int64_t{repo}, hits, misses, saved).run();
}

db::Outcome<void> note_repo(const db::Connection& connection, std::uint32_t repo) {
  TRY_ASSIGN(auto statement, connection.prepare("INSERT INTO repo (id, path) VALUES (?1, '') ON CONFLICT DO NOTHING"));
  return statement.bind(std::int64_t{repo}).run();
}

db::Outcome<void> fold_entry(const db::Connection& connection, const EntryRef& ref, const Uses& uses) {
  std::int64_t total = 0;
  for (const auto& [lookup, hits] : uses.hits) total += hits;
  TRY_ASSIGN(auto statement,
             connection.prepare(
                 "UPDATE entry SET access_count = access_count + ?3, "
                 "last_accessed = max(last_accessed, ?4), last_repo = ?5, superseded = superseded AND ?4 < (SELECT "
                 "max(n.created) FROM entry n WHERE n.repo = entry.repo AND n.path = entry.path AND n.variant = "
                 "entry.variant) "
                 "WHERE id = ?1 AND (key_prefix >> 32) = ?2 RETURNING min(max(ifnull(cost, 0), 0), 1000000000000)"));
  statement.bind(ref.first, static_cast<std::int32_t>(ref.second), total, uses.last.value,
                 std::int64_t{uses.last_repo});
  TRY_ASSIGN(const bool exists, statement.step());
  if (!exists) return {};
  const std::int64_t cost = statement.integer(0);
  TRY(statement.run());
  TRY(note_repo(connection, uses.last_repo));
  for (const auto& [lookup, hits] : uses.hits) TRY(count(connection, lookup, hits, 0, hits * cost));
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

  TRY_ASSIGN(auto transaction, db::Transaction::begin(connection, db::TransactionKind::immediate));
  for (const auto& [lookup, number] : misses) TRY(count(connection, lookup, 0, number, 0));
  for (const auto& [entry, uses] : entries) TRY(fold_entry(connection, entry, uses));
  return transaction.commit();
}

}  // namespace rustassistant::cache
