// SPDX-License-Identifier: MIT
#include <algorithm>
#include <chrono>
#include <iterator>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compaction.hpp"
#include "facts.hpp"
#include "removal.hpp"
#include "rustassistant/sys/signals.hpp"
#include "stored_forms.hpp"
#include "upkeep.hpp"
#include "worth.hpp"

namespace rustassistant::cache {
namespace {

constexpr std::int64_t kKeptPrunings = 1000;  // in pruning_stats
constexpr std::int64_t kYoung = 60'000;       // milliseconds during which a store lets an entry stay

// The columns that read_facts() expects.
constexpr std::string_view kFacts =
    "id, repo, cost, variant, generation_ms, raw_size, stored_size, access_count, created, last_accessed, superseded";

// The variants of the built-in analyzer: few, and asked for with each entry.
using Variants = std::set<std::int64_t>;

db::Outcome<Variants> builtin_variants(const db::Connection& connection) {
  TRY_ASSIGN(auto query, connection.prepare("SELECT id FROM variant WHERE provider = 0"));
  Variants variants;
  TRY(db::for_each(query, [&] { variants.insert(query.integer(0)); }));
  return variants;
}

EntryFacts read_facts(const db::Statement& row, const Variants& builtin) {
  EntryFacts facts;
  if (const auto cost = row.optional_integer(2)) facts.cost = NanoUsd{*cost};
  facts.builtin = builtin.contains(row.integer(3));
  facts.generation_ms = row.integer(4);
  facts.raw_size = row.integer(5);
  facts.stored_size = std::clamp<std::int64_t>(row.integer(6), 0, kMaxResultBytes);  // the file may be damaged
  facts.access_count = row.integer(7);
  facts.created = {row.integer(8)};
  facts.last_accessed = {row.integer(9)};
  facts.superseded = row.integer(10) != 0;
  return facts;
}

// An entry that may leave.
struct Candidate {
  double worth = 0;
  Leaving leaving;
  std::int64_t bytes = 0;
};

// The one that leaves first stands first.
bool leaves_earlier(const Candidate& a, const Candidate& b) {
  return a.worth != b.worth ? a.worth < b.worth : a.leaving.id < b.leaving.id;
}

Candidate candidate_of(const db::Statement& row, const EntryFacts& facts, double worth) {
  return {worth, {row.integer(0), facts.last_accessed.value}, facts.stored_size + kBesides};
}

// Those of least worth, as many as hold the bytes in excess.
std::vector<Leaving> least_worth(std::vector<Candidate> candidates, std::int64_t excess) {
  const auto later = [](const Candidate& a, const Candidate& b) { return leaves_earlier(b, a); };
  std::make_heap(candidates.begin(), candidates.end(), later);
  std::vector<Leaving> leaving;
  for (auto end = candidates.end(); excess > 0 && end != candidates.begin(); --end) {
    std::pop_heap(candidates.begin(), end, later);
    leaving.push_back((end - 1)->leaving);
    excess -= (end - 1)->bytes;
  }
  return leaving;
}

// Entries of repositories that may lose some.
class Keeps {
 public:
  explicit Keeps(const std::vector<std::string>& repos) {
    std::transform(repos.begin(), repos.end(), std::back_inserter(numbers_),
                   [](const std::string& repo) { return repo_number(repo); });
  }
  [[nodiscard]] bool contains(std::int64_t repo) const {
    return std::find(numbers_.begin(), numbers_.end(), repo) != numbers_.end();
  }

 private:
  std::vector<std::int64_t> numbers_;
};

// All that are unused for too long.
db::Outcome<std::vector<Leaving>> unused(const db::Connection& connection, const PruneRequest& request) {
  TRY_ASSIGN(auto query, connection.prepare("SELECT id, repo, last_accessed FROM entry NOT INDEXED "
                                            "WHERE last_accessed < ?1 ORDER BY id"));
  query.bind(request.unused_since.value_or(UnixMillis{}).value);
  const Keeps keeps(request.keep_repos);
  std::vector<Leaving> leaving;
  TRY(db::for_each(query, [&] {
    if (!keeps.contains(query.integer(1))) leaving.push_back({query.integer(0), query.integer(2)});
  }));
  return leaving;
}

// Entries that have to leave by an explicit request to get smaller: all that are unused for too long, then those of
// least worth.
db::Outcome<std::vector<Leaving>> candidates(const db::Connection& connection, const PruneRequest& request,
                                             UnixMillis now, std::int64_t excess) {
  TRY_ASSIGN(const Variants builtin, builtin_variants(connection));
  TRY_ASSIGN(auto query, connection.prepare("SELECT " + std::string(kFacts) + " FROM entry NOT INDEXED ORDER BY id"));
  const Keeps keeps(request.keep_repos);
  std::vector<Leaving> leaving;
  std::vector<Candidate> others;
  TRY(db::for_each(query, [&] {
    if (keeps.contains(query.integer(1))) return;
    const EntryFacts facts = read_facts(query, builtin);
    const Candidate candidate = candidate_of(query, facts, worth(request.strategy, facts, now));
    if (request.unused_since && facts.last_accessed < *request.unused_since) {
      leaving.push_back(candidate.leaving);
      excess -= candidate.bytes;
    } else {
      others.push_back(candidate);
    }
  }));
  const auto worthless = least_worth(std::move(others), excess);
  leaving.insert(leaving.end(), worthless.begin(), worthless.end());
  return leaving;
}

// How long a pruning has taken.
class Stopwatch {
 public:
  explicit Stopwatch(const Clock& clock) : clock_(clock), begun_(clock.steady_now()) {}
  [[nodiscard]] std::int64_t passed_ms() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(clock_.steady_now() - begun_).count();
  }

 private:
  const Clock& clock_;
  std::chrono::steady_clock::time_point begun_;
};

// And how long it may take.
class Deadline : public Stopwatch {
 public:
  Deadline(const Clock& clock, std::chrono::milliseconds longest) : Stopwatch(clock), longest_(longest) {}
  // Also once the process was asked to stop.
  [[nodiscard]] bool is_over() const { return passed_ms() >= longest_.count() || sys::stop_requested(); }

 private:
  std::chrono::milliseconds longest_;
};

// How a pruning came about.
struct Occasion {
  std::string_view cause;
  PruneStrategy strategy;
};

db::Outcome<void> note(const db::Connection& connection, const Occasion& occasion, const Removal& removal,
                       UnixMillis at, std::int64_t duration_ms) {
  TRY_ASSIGN(auto insert,
             connection.prepare("INSERT INTO pruning_stats (at, cause, strategy, entries, raw_bytes, "
                                "stored_bytes, regenerate_cost, unknown_costs, bytes_before, bytes_after, duration_ms) "
                                "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"));
  TRY(insert
          .bind(at.value, occasion.cause, name_of(occasion.strategy), removal.entries, removal.raw_bytes,
                removal.stored_bytes, removal.cost.value, removal.unknown_costs, removal.file_bytes_before,
                removal.file_bytes_after, duration_ms)
          .run());
  TRY_ASSIGN(auto forget, connection.prepare("DELETE FROM pruning_stats WHERE id <= ?1"));
  return forget.bind(connection.last_row_id() - kKeptPrunings).run();
}

// Entries that newer content has superseded so long that they leave before all others, longest unused first.
db::Outcome<std::vector<Leaving>> superseded(const db::Connection& connection, UnixMillis now, std::int64_t excess) {
  TRY_ASSIGN(auto query, connection.prepare("SELECT id, last_accessed, stored_size FROM entry WHERE superseded = 1 AND "
                                            "last_accessed < ?1 ORDER BY last_accessed LIMIT ?2"));
  query.bind(now.value - kSupersededFor, static_cast<std::int64_t>(kRemovedAtOnce));
  std::vector<Leaving> leaving;
  TRY(db::for_each(query, [&] {
    leaving.push_back({query.integer(0), query.integer(1)});
    excess -= query.integer(2) + kBesides;
    return excess > 0;
  }));
  return leaving;
}

// Of a part of the cache that begins at a random id, those that are worth least: at most a tenth of them, and no more
// bytes than need to leave. To judge a part takes the same time in a cache of any size.
db::Outcome<std::vector<Leaving>> sample(const db::Connection& connection, UnixMillis now, std::int64_t excess) {
  constexpr std::int64_t kSample = 1000;
  TRY_ASSIGN(const Variants builtin, builtin_variants(connection));
  TRY_ASSIGN(auto query,
             connection.prepare(
                 "WITH bounds AS (SELECT (SELECT min(id) FROM entry NOT INDEXED) AS low, (SELECT max(id) FROM entry "
                 "NOT INDEXED) AS high) SELECT " +
                 std::string(kFacts) +
                 " FROM entry NOT INDEXED WHERE id >= (SELECT low + abs(random()) % max(1, high - low + 1 - ?1) "
                 "FROM bounds) ORDER BY id LIMIT ?1"));
  query.bind(kSample);
  std::vector<Candidate> part;
  TRY(db::for_each(query, [&] {
    const EntryFacts facts = read_facts(query, builtin);
    if (facts.created.value >= now.value - kYoung) return;
    part.push_back(candidate_of(query, facts, worth(PruneStrategy::cost_aware, facts, now)));
  }));
  const std::size_t most = std::max<std::size_t>(part.size() / 10, 1);
  std::vector<Leaving> leaving = least_worth(std::move(part), excess);
  leaving.resize(std::min(leaving.size(), most));
  return leaving;
}

// How what is left comes to stand close together again.
enum class Way : std::uint8_t {
  rewritten,  // without holes
  moved,      // documents alone: rows and indexes keep most of their holes
};

// Of the bytes that entries hold, as many as have to leave so that the file gets that small in this way.
db::Outcome<std::int64_t> excess_over(const db::Connection& connection, std::int64_t bytes, Way way) {
  TRY_ASSIGN(const Occupancy now, occupancy(connection));
  if (now.used <= bytes) return 0;
  const double used = static_cast<double>(now.used);
  const double share = (used - static_cast<double>(bytes)) / used;
  const double kept = way == Way::moved ? 0.7 : 0;
  const double holes = kept * static_cast<double>(now.rows) / std::max(1.0, static_cast<double>(now.live));
  constexpr double kMost = 1e12;  // the counters may be damaged
  return static_cast<std::int64_t>(std::clamp(share / (1 - holes) * static_cast<double>(now.live), 0.0, kMost)) + 1;
}

db::Outcome<void> remove_some(const db::Connection& connection, std::int64_t excess, const Deadline& deadline,
                              UnixMillis now, Removal& removal) {
  while (excess > 0 && !deadline.is_over()) {
    TRY_ASSIGN(auto leaving, superseded(connection, now, excess));
    if (leaving.empty()) {
      TRY_ASSIGN(leaving, sample(connection, now, excess));
    }
    const Removal before = removal;
    TRY(remove_entries(connection, leaving, removal, Eviction{now}));
    if (removal.entries == before.entries) return {};  // nothing may leave, or all of it is in use
    excess -= removal.stored_bytes - before.stored_bytes + kBesides * (removal.entries - before.entries);
  }
  return {};
}

}  // namespace

db::Outcome<void> prune_after_store(const db::Connection& connection, std::int64_t high_watermark,
                                    std::int64_t low_watermark, const Clock& clock) {
  const UnixMillis now = clock.now();
  const Deadline deadline(clock, std::chrono::milliseconds(50));
  const auto is_over = [&deadline] { return deadline.is_over(); };
  Removal removal;
  TRY_ASSIGN(removal.file_bytes_before, used_bytes(connection));
  removal.file_bytes_after = removal.file_bytes_before;
  if (removal.file_bytes_before <= high_watermark) return {};
  TRY(forget_facts(connection));
  TRY_ASSIGN(const std::int64_t of_answers, used_bytes(connection));
  if (of_answers <= high_watermark) return {};
  // What an earlier run let go must first have made room: else the same excess would leave twice.
  TRY_ASSIGN(const bool unfinished, is_compacting(connection));
  if (unfinished) TRY(shrink_to(connection, low_watermark, is_over));
  while (!deadline.is_over()) {
    const std::int64_t entries = removal.entries;
    TRY_ASSIGN(const std::int64_t excess, excess_over(connection, low_watermark, Way::moved));
    TRY(remove_some(connection, excess, deadline, now, removal));
    if (removal.entries == entries) break;
    TRY(begin_compacting(connection));
    TRY(shrink_to(connection, low_watermark, is_over));
  }
  TRY_ASSIGN(removal.file_bytes_after, used_bytes(connection));
  if (removal.entries == 0) return {};
  return note(connection, {"store", PruneStrategy::cost_aware}, removal, now, deadline.passed_ms());
}

db::Outcome<Removal> prune_entries(const db::Connection& connection, const PruneRequest& request, const Clock& clock) {
  // Sizes are estimates: what is left over leaves in the next round, and ever more of it, for the tables themselves
  // take their part.
  constexpr int kRounds = 20;
  const UnixMillis now = clock.now();
  const Stopwatch watch(clock);
  const bool dry = request.dry_run == DryRun::yes;
  Removal removal;
  if (!dry) TRY(expect_many_changes(connection));
  TRY_ASSIGN(removal.file_bytes_before, used_bytes(connection));
  removal.file_bytes_after = removal.file_bytes_before;
  for (int round = 0; round < kRounds && !sys::stop_requested(); ++round) {
    std::vector<Leaving> leaving;
    if (request.max_bytes) {
      TRY_ASSIGN(std::int64_t excess, excess_over(connection, *request.max_bytes, Way::rewritten));
      if (round == 0 && excess > 0 && !dry) {
        TRY(forget_facts(connection));
        TRY_ASSIGN(excess, excess_over(connection, *request.max_bytes, Way::rewritten));
      }
      if (round > 0 && excess <= 0) break;
      TRY_ASSIGN(leaving, candidates(connection, request, now, excess << std::max(0, round - 1)));
    } else if (round == 0) {
      TRY_ASSIGN(leaving, unused(connection, request));
    }
    if (leaving.empty()) break;
    TRY_ASSIGN(const Occupancy before, occupancy(connection));
    std::sort(leaving.begin(), leaving.end(), [](const Leaving& a, const Leaving& b) { return a.id < b.id; });
    for (std::size_t at = 0; at < leaving.size() && !sys::stop_requested(); at += kRemovedOnRequest) {
      const auto batch = std::span(leaving).subspan(at, std::min(kRemovedOnRequest, leaving.size() - at));
      TRY(dry ? count_entries(connection, batch, removal) : remove_entries(connection, batch, removal, Eviction{now}));
    }
    if (dry) return removal;
    TRY(return_since(connection, before, request.max_bytes));
  }
  if (dry) return removal;
  TRY_ASSIGN(removal.file_bytes_after, used_bytes(connection));
  TRY(note(connection, {"command", request.strategy}, removal, now, watch.passed_ms()));
  TRY(check_not_stopped());
  return removal;
}

db::Outcome<std::vector<PastPruning>> past_prunings(const db::Connection& connection, int most) {
  TRY_ASSIGN(auto query, connection.prepare("SELECT at, strategy, entries, raw_bytes, stored_bytes, regenerate_cost, "
                                            "unknown_costs, bytes_before, bytes_after, duration_ms FROM pruning_stats "
                                            "ORDER BY id DESC LIMIT ?1"));
  query.bind(most);
  std::vector<PastPruning> past;
  TRY(db::for_each(query, [&] {
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
  }));
  return past;
}

}  // namespace rustassistant::cache
