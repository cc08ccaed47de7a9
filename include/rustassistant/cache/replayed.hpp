// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "rustassistant/base/units.hpp"

namespace rustassistant::cache {

// What a cache of some size would have done with the requests of a record.
struct Replayed {
  std::int64_t requests = 0;    // since the record began
  std::int64_t evicted = 0;     // entries that would have left
  std::int64_t paid_again = 0;  // of them, that were asked for later
  NanoUsd paid_again_cost;
  std::int64_t peak_bytes = 0;  // the most that documents and their rows took
};

// The same for two sizes, by the strategy of a store.
struct WhatIf {
  UnixMillis since;  // the record begins here
  Replayed asked;
  Replayed present;
};

}  // namespace rustassistant::cache
