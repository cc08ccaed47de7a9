// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "rustassistant/base/units.hpp"

// What the cache knows of a team's store.
namespace rustassistant::cache {

// Who wrote an entry that came from there.
struct EntryOrigin {
  std::string writer;  // key id, 16 hex digits; empty: it was not signed
  UnixMillis written;
  UnixMillis received;  // not read by the store: it takes the time
};

// What runs got from it, and gave it.
struct TeamSums {
  std::int64_t hits = 0;
  std::int64_t misses = 0;
  std::int64_t rejected = 0;
  std::int64_t stored = 0;

  bool operator==(const TeamSums&) const = default;
};

// Of all days, and what there is now.
struct TeamStanding {
  TeamSums sums;
  std::int64_t entries = 0;  // that came from there
  std::int64_t waiting = 0;  // to be sent
};

}  // namespace rustassistant::cache
