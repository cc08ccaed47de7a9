// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <chrono>
#include <vector>

#include "maintenance.hpp"
#include "removal.hpp"
#include "stored_forms.hpp"

namespace rustassistant::cache {
namespace {

struct StrategyRow {
  PruneStrategy strategy;
  std::string_view name;
  std::string_view order;  // of leaving; ?1 is the present, in milliseconds
};

// What an entry is worth for each byte that it takes, as in GreedyDual-Size-Frequency (Cherkasova, HP Labs 1998): the
// money that it would cost again, times how often it was used, over its size; instead of that algorithm's clock, worth
// fades with the days since the last use. Unknown costs are guessed from the size, at about $2 for a million tokens of
// four bytes; what builtin made costs its time, a second for a hundredth of a cent. 400 bytes are what an entry takes
// besides its document. Entries that a newer one of the same path and kind stands in for leave before all others.
constexpr auto kStrategies = std::to_array<StrategyRow>({
    {PruneStrategy::cost_aware, "cost-aware",
     "ROW_NUMBER() OVER (PARTITION BY e.repo, e.path, e.variant ORDER BY e.created DESC, e.id DESC) = 1, "
     "(1.0 + e.access_count) * iif(v.provider = 0, 1000.0 + 100.0 * e.generation_ms, coalesce(e.cost, 500.0 * "
     "e.raw_size)) "
     "/ (e.stored_size + 400.0) / (1.0 + max(0, ?1 - e.last_accessed) / 86400000.0)"},
    {PruneStrategy::lru, "lru", "e.last_accessed"},
    {PruneStrategy::oldest, "oldest", "e.created"},
    {PruneStrategy::largest, "largest", "e.stored_size DESC"},
    {PruneStrategy::most_expensive, "most-expensive", "coalesce(e.cost, -1) DESC"},
});

const StrategyRow& row_of(PruneStrategy strategy) {
  return kStrategies.at(static_cast<std::size_t>(strategy));
}

constexpr std::int64_t kBesides = 400;  // bytes that an entry takes besides its document

// Entries in the order in which they leave, up to the first that need not.
db::Outcome<std::vector<Leaving>> candidates(const db::Connection& connection, const PruneRequest& request,
                                             UnixMillis now, std::int64_t excess) {
  TRY_ASSIGN(
      auto query,
      connection.prepare("SELECT e.id, e.last_accessed, e.stored_size, e.repo FROM entry e JOIN variant v ON v.id = "
                         "e.variant ORDER BY e.last_accessed < ?2 DESC, " +
                         std::string(row_of(request.strategy).order) + ", e.id"));
  std::vector<std::int64_t> kept(request.keep_repos.size());
  std::transform(request.keep_repos.begin(), request.keep_repos.end(), kept.begin(),
                 [](const std::string& repo) { return repo_number(repo); });
  const std::int64_t unused_since = request.unused_since ? request.unused_since->value : INT64_MIN;
  query.bind(now.value, unused_since);
  std::vector<Leaving> leaving;
  while (true) {
    TRY_ASSIGN(const bool row, query.step());
    if (!row) return leaving;
    const bool is_unused = query.integer(1) < unused_since;
    if (!is_unused && excess <= 0) return leaving;
    if (std::find(kept.begin(), kept.end(), query.integer(3)) != kept.end()) continue;
    leaving.push_back({query.integer(0), query.integer(1)});
    excess -= query.integer(2) + kBesides;
  }
}

// How a pruning came about.
struct Occasion {
  std::string_view cause;
  PruneStrategy strategy;
  bool finished;
};

db::Outcome<void> note(const db::Connection& connection, const Occasion& occasion, const Removal& removal,
                       UnixMillis at, std::int64_t duration_ms) {
  TRY_ASSIGN(auto insert,
             connection.prepare("INSERT INTO pruning_stats (at, cause, strategy, finished, entries, raw_bytes, "
                                "stored_bytes, regenerate_cost, unknown_costs, bytes_before, bytes_after, duration_ms) "
                                "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"));
  return insert
      .bind(at.value, occasion.cause, row_of(occasion.strategy).name, occasion.finished ? 1 : 0, removal.entries,
            removal.raw_bytes, removal.stored_bytes, removal.cost.value, removal.unknown_costs,
            removal.file_bytes_before, removal.file_bytes_after, duration_ms)
      .run();
}

// Of a part of the cache that begins at a random id, those that are worth least: at most a quarter of them, and no more
// bytes than need to leave. To judge a part takes the same time in a cache of any size (Redis evicts so, too).
db::Outcome<std::vector<Leaving>> sample(const db::Connection& connection, UnixMillis now, std::int64_t excess) {
  constexpr std::int64_t kSample = 1000;
  constexpr std::int64_t kYoung = 60'000;
  TRY_ASSIGN(
      auto query,
      connection.prepare(
          "WITH bounds AS (SELECT min(id) AS low, max(id) AS high FROM entry), start AS (SELECT low + abs(random()) "
          "% max(1, high - low + 1 - ?3) AS id FROM bounds), part AS (SELECT * FROM entry WHERE id >= (SELECT id FROM "
          "start) ORDER BY id LIMIT ?3) SELECT e.id, e.last_accessed, e.stored_size, count(*) OVER () FROM part e "
          "JOIN variant v ON v.id = e.variant WHERE e.created < ?2 ORDER BY " +
          std::string(row_of(PruneStrategy::cost_aware).order) + ", e.id"));
  query.bind(now.value, now.value - kYoung, kSample);
  std::vector<Leaving> leaving;
  while (excess > 0) {
    TRY_ASSIGN(const bool row, query.step());
    if (!row) break;
    const auto judged = static_cast<std::size_t>(query.integer(3));
    if (leaving.size() * 4 >= std::max<std::size_t>(judged, 4)) break;
    leaving.push_back({query.integer(0), query.integer(1)});
    excess -= query.integer(2) + kBesides;
  }
  return leaving;
}

}  // namespace

db::Outcome<void> prune_after_store(const db::Connection& connection, std::int64_t high_watermark,
                                    std::int64_t low_watermark, const Clock& clock) {
  constexpr std::chrono::milliseconds kLongest{50};
  constexpr int kMostRounds = 1000;
  TRY_ASSIGN(std::int64_t used, used_bytes(connection));
  if (used <= high_watermark) return {};
  const auto begun = clock.steady_now();
  const UnixMillis now = clock.now();
  Removal removal;
  removal.file_bytes_before = used;
  for (int round = 0; round < kMostRounds && used > low_watermark && clock.steady_now() - begun < kLongest; ++round) {
    TRY_ASSIGN(const auto leaving, sample(connection, now, used - low_watermark));
    if (leaving.empty()) break;
    TRY(remove_entries(connection, leaving, removal));
    TRY_ASSIGN(used, used_bytes(connection));
  }
  if (removal.entries == 0) return {};
  TRY(connection.execute("PRAGMA incremental_vacuum(2000)"));
  removal.file_bytes_after = used;
  const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(clock.steady_now() - begun);
  return note(connection, {"store", PruneStrategy::cost_aware, used <= low_watermark}, removal, now, passed.count());
}

std::string_view name_of(PruneStrategy strategy) {
  return row_of(strategy).name;
}

std::optional<PruneStrategy> prune_strategy_named(std::string_view name) {
  const auto* const found =
      std::find_if(kStrategies.begin(), kStrategies.end(), [&](const StrategyRow& row) { return row.name == name; });
  return found == kStrategies.end() ? std::nullopt : std::optional(found->strategy);
}

db::Outcome<Removal> prune_entries(const db::Connection& connection, const PruneRequest& request, const Clock& clock) {
  constexpr int kRounds = 8;  // sizes are estimates: what is left over leaves in the next one
  const auto begun = clock.steady_now();
  const UnixMillis now = clock.now();
  Removal removal;
  TRY_ASSIGN(removal.file_bytes_before, used_bytes(connection));
  for (int round = 0; round < kRounds; ++round) {
    TRY_ASSIGN(const std::int64_t used, used_bytes(connection));
    const std::int64_t excess = request.max_bytes ? used - *request.max_bytes : 0;
    TRY_ASSIGN(const auto leaving, candidates(connection, request, now, excess));
    if (leaving.empty()) break;
    std::vector<Leaving> batch;
    const auto flush = [&]() -> db::Outcome<void> {
      if (request.dry_run == DryRun::yes) {
        TRY(count_entries(connection, batch, removal));
      } else {
        TRY(remove_entries(connection, batch, removal));
      }
      batch.clear();
      return {};
    };
    for (const Leaving& entry : leaving) {
      batch.push_back(entry);
      if (batch.size() == kRemovedAtOnce) TRY(flush());
    }
    TRY(flush());
    if (request.dry_run == DryRun::yes) break;
  }
  removal.file_bytes_after = removal.file_bytes_before;
  if (request.dry_run == DryRun::yes) return removal;
  if (removal.entries > 0) TRY(return_space(connection));
  TRY_ASSIGN(removal.file_bytes_after, used_bytes(connection));
  const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(clock.steady_now() - begun);
  TRY(note(connection, {"command", request.strategy, true}, removal, now, passed.count()));
  return removal;
}

db::Outcome<std::vector<PastPruning>> past_prunings(const db::Connection& connection, int most) {
  TRY_ASSIGN(auto query, connection.prepare("SELECT at, strategy, entries, raw_bytes, stored_bytes, regenerate_cost, "
                                            "unknown_costs, bytes_before, bytes_after, duration_ms FROM pruning_stats "
                                            "ORDER BY id DESC LIMIT ?1"));
  query.bind(most);
  std::vector<PastPruning> past;
  while (true) {
    TRY_ASSIGN(const bool row, query.step());
    if (!row) return past;
    past.push_back({{query.integer(0)},
                    std::string(query.text(1)),
                    {query.integer(2),
                     query.integer(3),
                     query.integer(4),
                     {query.integer(5)},
                     query.integer(6),
                     query.integer(7),
                     query.integer(8)},
                    query.integer(9)});
  }
}

}  // namespace rustassistant::cache
