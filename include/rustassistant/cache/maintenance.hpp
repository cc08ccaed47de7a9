// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/units.hpp"
#include "rustassistant/domain/provider.hpp"

// Keeping the cache small and sound.
namespace rustassistant::cache {

enum class DryRun : bool { no, yes };

// Which entries are meant; every condition that is given must hold.
struct EntryFilter {
  std::optional<domain::AnalysisType> type;
  std::optional<std::string> repo_id;  // 8 hex digits: of the repository that first stored it
  std::optional<std::string> path;     // within its repository
  std::optional<std::string> model;
  std::optional<domain::Provider> provider;
  std::optional<std::string> writer;  // key id of who wrote it into a team's store
};

// What left, or would leave.
struct Removal {
  std::int64_t entries = 0;
  std::int64_t raw_bytes = 0;
  std::int64_t stored_bytes = 0;
  NanoUsd cost;                    // what it would cost to have those answers again, as far as known
  std::int64_t unknown_costs = 0;  // entries of models whose cost is not known
  std::int64_t file_bytes_before = 0;
  std::int64_t file_bytes_after = 0;  // equal to the other in a dry run
};

enum class PruneStrategy : std::uint8_t {
  cost_aware,      // least worth for its size first: the formula is in src/cache/prune.cpp
  lru,             // longest unused first
  oldest,          // first made first
  largest,         // most bytes first
  most_expensive,  // most expensive first
};
[[nodiscard]] std::string_view name_of(PruneStrategy strategy);
[[nodiscard]] std::optional<PruneStrategy> prune_strategy_named(std::string_view name);

struct PruneRequest {
  PruneStrategy strategy = PruneStrategy::cost_aware;
  std::optional<std::int64_t> max_bytes;   // that the file may have afterwards; nothing: no entry leaves for its size
  std::optional<UnixMillis> unused_since;  // entries not used since then leave, whatever their size
  std::vector<std::string> keep_repos;     // repo ids whose entries stay
  DryRun dry_run = DryRun::no;
};

// One pruning of the past.
struct PastPruning {
  UnixMillis at;
  std::string strategy;
  Removal removal;
  std::int64_t duration_ms = 0;
};

// What new documents are compressed with.
struct DictionaryInfo {
  std::int64_t id = 0;
  std::int64_t bytes = 0;
  bool builtin = true;       // the one that the executable brings along
  UnixMillis created;        // the others: when it was trained
  std::int64_t samples = 0;  // and on how many documents
};

struct OptimizeRequest {
  int level = 9;                                                          // of zstd
  std::function<void(std::int64_t done, std::int64_t at_most)> progress;  // of entries; may be empty
};

struct Optimization {
  bool resumed = false;        // one that was interrupted was completed
  bool trained = false;        // a dictionary was made, for it serves better than the one in use
  bool interrupted = false;    // the process was asked to stop (sys/signals.hpp)
  std::int64_t entries = 0;    // looked at
  std::int64_t rewritten = 0;  // of them
  DictionaryInfo dictionary;   // in use from now on
  std::int64_t stored_bytes_before = 0;
  std::int64_t stored_bytes_after = 0;
  std::int64_t file_bytes_before = 0;
  std::int64_t file_bytes_after = 0;
};

enum class Repair : bool { no, yes };

// What is wrong with a cache, each a sentence.
struct Verification {
  std::int64_t entries = 0;  // that were read
  std::vector<std::string> problems;
  std::int64_t repaired = 0;  // problems that were fixed
};

}  // namespace rustassistant::cache
