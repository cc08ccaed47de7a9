// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "rustassistant/base/units.hpp"

// What `cache sync` does beyond `cache build`.
namespace rustassistant::app {

struct SyncWishes {
  std::optional<std::chrono::milliseconds> stale_after;  // answers that are older are asked for again
  // Only what changed and was then left alone for a day, and at most for what the run may spend: without --max-cost a
  // tenth of what remains of the month.
  bool warms = false;
};

struct SyncFindings {
  std::int64_t missing = 0;     // questions that nobody has answered for the content as it is
  std::int64_t stale = 0;       // whose answer is too old
  std::int64_t touched = 0;     // of files that are as they were, for what they use of others has changed
  std::int64_t dependents = 0;  // files as they were at the last sync, that depend on an interface which is not
  bool is_first = false;        // no sync saw these files before, so nothing is known of changes
  bool sends_interfaces = false;
  bool warms = false;
  std::int64_t left_out = 0;   // questions that a warming run does not ask
  std::optional<NanoUsd> cap;  // of a warming run
};

}  // namespace rustassistant::app
