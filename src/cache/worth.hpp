// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "rustassistant/base/units.hpp"
#include "rustassistant/cache/maintenance.hpp"

// Which entries the cache can do without. Pure: the trace simulator in tests/bench asks the same functions.
namespace rustassistant::cache {

// What is known of an entry when it is judged.
struct EntryFacts {
  std::optional<NanoUsd> cost;  // nothing: unknown
  bool builtin = false;         // the built-in analyzer's: costs time alone
  std::int64_t generation_ms = 0;
  std::int64_t raw_size = 0;
  std::int64_t stored_size = 0;
  std::int64_t access_count = 0;
  UnixMillis created;
  UnixMillis last_accessed;
  bool superseded = false;  // newer content of its path was stored after its last use
};

// Bytes that an entry takes besides its document: its row and its share of the indexes.
inline constexpr std::int64_t kBesides = 480;

// Milliseconds without a use after which a superseded entry leaves before all others, by the cost-aware strategy.
inline constexpr std::int64_t kSupersededFor = std::int64_t{14} * 86'400'000;

// The more, the longer it stays; what it means depends on the strategy. Entries of the same worth leave in the order of
// their ids.
[[nodiscard]] double worth(PruneStrategy strategy, const EntryFacts& facts, UnixMillis now);

}  // namespace rustassistant::cache
