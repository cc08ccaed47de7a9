// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rustassistant/base/units.hpp"
#include "rustassistant/cache/maintenance.hpp"
#include "rustassistant/domain/provider.hpp"

namespace rustassistant::cache {

// Figures of a group of entries. Sizes, tokens and cost are those of the entries that exist; hits and what they saved
// are those of all time, entries gone since included.
struct Tally {
  std::int64_t entries = 0;
  std::int64_t raw_bytes = 0;
  std::int64_t stored_bytes = 0;
  Tokens input_tokens = 0;
  Tokens cached_tokens = 0;  // part of the input
  Tokens output_tokens = 0;
  NanoUsd cost;                        // of the entries whose cost is known
  std::int64_t unknown_costs = 0;      // entries whose cost is not
  std::int64_t estimated_entries = 0;  // entries whose tokens or cost are estimates
  std::int64_t accesses = 0;           // of the entries that exist
  std::int64_t hits = 0;
  NanoUsd saved;  // each hit saves what its entry cost
  // Of the entries that exist, those that nobody has asked for since they were stored.
  std::int64_t unused = 0;
  std::int64_t unused_bytes = 0;  // stored
  NanoUsd unused_cost;
};

struct TypeTally {
  domain::AnalysisType type{};
  Tally tally;
};

struct ModelTally {
  domain::Provider provider{};
  std::string model;
  Tally tally;
};

// Of a prompt (its hash; empty: without one), a repository (its path, or its id where that is not known) or a file
// extension.
struct NamedTally {
  std::string name;
  Tally tally;
};

// What the hits of a month in UTC saved, entries gone since included.
struct MonthSaving {
  int month = 0;  // 202611
  NanoUsd saved;
};

// Answers that `cache sync --warm` asked for ahead of time, of all time.
struct WarmedCounts {
  std::int64_t used = 0;        // a review found them
  std::int64_t superseded = 0;  // the file changed before anybody asked
  std::int64_t unused = 0;      // so far, or they left the cache

  [[nodiscard]] std::int64_t all() const { return used + superseded + unused; }
};

// Answers that were put together of an earlier one and one about parts of the file, of all time.
struct ReuseCounts {
  std::int64_t answers = 0;
  std::int64_t units = 0;  // that their files had
  std::int64_t asked = 0;  // of them
  NanoUsd saved;           // against asking about the whole files; an estimate
};

struct Statistics {
  Tally total;
  std::int64_t misses = 0;
  std::optional<UnixMillis> oldest;  // when the oldest entry was made; nothing: there is none
  std::optional<UnixMillis> newest;
  std::optional<PastPruning> last_pruning;
  DictionaryInfo dictionary;
  WarmedCounts warmed;
  ReuseCounts reused;
  std::int64_t file_bytes = 0;        // of the database file, its write-ahead log included
  std::vector<TypeTally> by_type;     // in the order of the enumeration
  std::vector<ModelTally> by_model;   // most entries first, then by name
  std::vector<NamedTally> by_prompt;  // so are these
  std::vector<NamedTally> by_repo;
  std::vector<NamedTally> by_extension;
  std::vector<MonthSaving> saved_by_month;

  // Hits per thousand look-ups; nothing was looked up yet: 0.
  [[nodiscard]] int hit_permille() const;
};

}  // namespace rustassistant::cache
