// SPDX-License-Identifier: MIT
#include "access_fold.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "rustassistant/base/time_text.hpp"
#include "rustassistant/cache/history.hpp"
#include "rustassistant/db/transaction.hpp"
#include "trace.hpp"

namespace rustassistant::cache {

namespace {

using EntryRef = std::pair<std::int64_t, std::uint32_t>;                 // id and key tag
using LookupRef = std::tuple<int, domain::AnalysisType, std::uint32_t>;  // day, type and repo

struct Uses {
  UnixMillis last{};
  std::uint32_t last_repo = 0;
  std::map<LookupRef, std::vector<UnixMillis>> hits;
};

// What happened to look-ups of one day, type and repo.
struct Lookups {
  std::int64_t hits = 0;
  std::int64_t misses = 0;
  std::int64_t saved = 0;
  HitsByAge ages{};
};

// An instant from a file as one that has a calendar month.
UnixMillis plausible(UnixMillis instant) {
  constexpr std::int64_t kYear9999 = 253'370'764'800'000;
  return {std::clamp<std::int64_t>(instant.value, 0, kYear9999)};
}

constexpr std::string_view kCountLookups =
    "INSERT INTO lookup (month, type, repo, misses, saved) VALUES (?1, ?2, ?3, ?4, ?5) "
    "ON CONFLICT (month, type, repo) DO UPDATE SET misses = misses + excluded.misses, saved = saved + excluded.saved";
constexpr std::string_view kCountDay =
    "INSERT INTO lookup_day (day, type, repo, hits, misses, saved, in_hour, in_day, in_week, in_month, older) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT (day, type, repo) DO UPDATE SET "
    "hits = hits + excluded.hits, misses = misses + excluded.misses, saved = saved + excluded.saved, "
    "in_hour = in_hour + excluded.in_hour, in_day = in_day + excluded.in_day, in_week = in_week + excluded.in_week, "
    "in_month = in_month + excluded.in_month, older = older + excluded.older";
// A damaged counter must not keep uses from being counted: total() does not overflow.
constexpr std::string_view kNoteSize =
    "INSERT INTO cache_day (day, kept_bytes) SELECT ?1, CAST(total(stored_bytes) AS INTEGER) FROM counter WHERE true "
    "ON CONFLICT (day) DO UPDATE SET kept_bytes = excluded.kept_bytes";
// By their number, not by the clock, which may be wrong.
constexpr std::array<std::string_view, 2> kForgetDays{
    "DELETE FROM lookup_day WHERE day <= (SELECT day FROM cache_day ORDER BY day DESC LIMIT 1 OFFSET 1100)",
    "DELETE FROM cache_day WHERE day <= (SELECT day FROM cache_day ORDER BY day DESC LIMIT 1 OFFSET 1100)"};
constexpr std::string_view kNoteRepo = "INSERT INTO repo (id, path) VALUES (?1, '') ON CONFLICT DO NOTHING";
// A use after newer content was stored means that the older is still wanted.
constexpr std::string_view kUse =
    "UPDATE entry SET access_count = access_count + ?3, last_accessed = max(last_accessed, ?4), last_repo = ?5, "
    "superseded = superseded AND ?4 < (SELECT max(n.created) FROM entry n INDEXED BY entry_place "
    "WHERE n.repo = entry.repo AND n.path = entry.path AND n.variant = entry.variant) "
    "WHERE id = ?1 AND (key_prefix >> 32) = ?2 RETURNING min(max(ifnull(cost, 0), 0), 1000000000000), created, "
    "key_prefix";

std::size_t age_of(UnixMillis use, std::int64_t created) {
  constexpr std::int64_t kHour = 3'600'000;
  constexpr std::int64_t kDay = kHour * 24;
  constexpr std::array<std::int64_t, 4> kUnder{kHour, kDay, kDay * 7, kDay * 30};
  const std::int64_t age = use.value - std::clamp<std::int64_t>(created, 0, use.value);
  return static_cast<std::size_t>(std::upper_bound(kUnder.begin(), kUnder.end(), age) - kUnder.begin());
}

// Writes one batch, within a transaction.
class Fold {
 public:
  static db::Outcome<Fold> prepare(const db::Connection& connection, UnixMillis now) {
    TRY_ASSIGN(auto count, connection.prepare(kCountLookups));
    TRY_ASSIGN(auto count_day, connection.prepare(kCountDay));
    TRY_ASSIGN(auto note_repo, connection.prepare(kNoteRepo));
    TRY_ASSIGN(auto use, connection.prepare(kUse));
    TRY_ASSIGN(auto trace, TraceWriter::prepare(connection, now));
    return Fold(std::move(count), std::move(count_day), std::move(note_repo), std::move(use), std::move(trace));
  }

  db::Outcome<void> count(const LookupRef& ref, const Lookups& found) {
    const auto& [day, type, repo] = ref;
    TRY(count_.bind(day / 100, static_cast<int>(type), std::int64_t{repo}, found.misses, found.saved).run());
    const auto& ages = found.ages;
    count_day_.bind(day, static_cast<int>(type), std::int64_t{repo}, found.hits, found.misses, found.saved, ages[0],
                    ages[1], ages[2], ages[3], ages[4]);
    return count_day_.run();
  }

  db::Outcome<void> add(const EntryRef& ref, const Uses& uses) {
    std::vector<UnixMillis> times;
    for (const auto& [lookup, hits] : uses.hits) times.insert(times.end(), hits.begin(), hits.end());
    use_.bind(ref.first, static_cast<std::int32_t>(ref.second), static_cast<std::int64_t>(times.size()),
              uses.last.value, std::int64_t{uses.last_repo});
    TRY_ASSIGN(const bool exists, use_.step());
    if (!exists) return {};
    const std::int64_t cost = use_.integer(0);
    const std::int64_t created = use_.integer(1);
    const std::int64_t key_prefix = use_.integer(2);
    TRY(use_.run());
    TRY(note_repo_.bind(std::int64_t{uses.last_repo}).run());
    for (const auto& [lookup, hits] : uses.hits) {
      Lookups found{static_cast<std::int64_t>(hits.size()), 0, static_cast<std::int64_t>(hits.size()) * cost, {}};
      for (const UnixMillis hit : hits) ++found.ages.at(age_of(hit, created));
      TRY(count(lookup, found));
    }
    if (cost == 0) return {};
    std::ranges::sort(times);
    return trace_.add(key_prefix, times);
  }

  db::Outcome<void> finish(const db::Connection& connection, UnixMillis now) {
    TRY(trace_.finish(connection));
    TRY_ASSIGN(auto note, connection.prepare(kNoteSize));
    TRY(note.bind(utc_day(plausible(now))).run());
    for (const std::string_view forget : kForgetDays) TRY(connection.execute(std::string(forget)));
    return {};
  }

 private:
  Fold(db::Statement count, db::Statement count_day, db::Statement note_repo, db::Statement use, TraceWriter trace)
      : count_(std::move(count)),
        count_day_(std::move(count_day)),
        note_repo_(std::move(note_repo)),
        use_(std::move(use)),
        trace_(std::move(trace)) {}

  db::Statement count_;
  db::Statement count_day_;
  db::Statement note_repo_;
  db::Statement use_;
  TraceWriter trace_;
};

}  // namespace

db::Outcome<void> fold_accesses(const db::Connection& connection, std::span<const Access> accesses, UnixMillis now) {
  std::map<EntryRef, Uses> entries;
  std::map<LookupRef, std::int64_t> misses;
  for (const Access& access : accesses) {
    const UnixMillis at = plausible(access.at);
    const LookupRef lookup{utc_day(at), access.type, access.repo};
    if (access.entry_id == 0) {
      ++misses[lookup];
      continue;
    }
    Uses& uses = entries[{access.entry_id, access.key_tag}];
    uses.hits[lookup].push_back(at);
    if (at >= uses.last) uses.last_repo = access.repo;
    uses.last = std::max(uses.last, at);
  }

  TRY_ASSIGN(auto transaction, db::Transaction::begin(connection, db::TransactionKind::immediate));
  TRY_ASSIGN(auto fold, Fold::prepare(connection, now));
  for (const auto& [lookup, number] : misses) TRY(fold.count(lookup, {0, number, 0, {}}));
  for (const auto& [entry, uses] : entries) TRY(fold.add(entry, uses));
  TRY(fold.finish(connection, now));
  return transaction.commit();
}

}  // namespace rustassistant::cache
