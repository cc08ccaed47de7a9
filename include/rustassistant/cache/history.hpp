// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rustassistant/base/units.hpp"
#include "rustassistant/domain/provider.hpp"

// What a cache did day by day, in UTC. Days are numbers such as 20261121; three years are kept.
namespace rustassistant::cache {

// Of a day, a group or all.
struct LookUps {
  std::int64_t hits = 0;
  std::int64_t misses = 0;
  NanoUsd saved;  // each hit saves what its entry cost

  LookUps& operator+=(const LookUps& other);
};

struct CacheDay : LookUps {
  int day = 0;
  std::int64_t stored = 0;                 // answers that were made on the day
  std::optional<std::int64_t> kept_bytes;  // of documents, when the day's look-ups were last counted
  std::int64_t pruned_entries = 0;         // that left to make room
  std::int64_t pruned_bytes = 0;           // stored
  NanoUsd pruned_cost;                     // to have them again, as far as known
  std::int64_t paid_again = 0;             // answers that had left to make room; as far as remembered
  NanoUsd paid_again_cost;
};

struct TypeLookups : LookUps {
  domain::AnalysisType type{};
};

struct RepoLookups : LookUps {
  std::string repo;  // its path, or its id where that is not known
};

// Hits by the age of the answer: under an hour, a day, a week, 30 days, and older.
using HitsByAge = std::array<std::int64_t, 5>;

// Look-ups of one repository or all; what was stored, kept, pruned and paid again is always of the whole cache.
struct CacheHistory {
  std::vector<CacheDay> days;        // in order; days on which nothing happened are left out
  std::vector<TypeLookups> by_type;  // in the order of the enumeration
  std::vector<RepoLookups> by_repo;  // by their ids
  HitsByAge hits_by_age{};
  int recorded_since = 0;  // the first day with look-ups; 0: there is none
};

}  // namespace rustassistant::cache
