// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "rustassistant/base/result.hpp"
#include "rustassistant/base/units.hpp"

namespace rustassistant::app {

// What a call will take of a provider's rate.
struct PacedCall {
  std::int64_t request_bytes = 0;
  Tokens output_cap = 0;
};

// Stands before every reservation, and lets calls through at the rate that a provider allows. Must be safe to use from
// several threads.
class Pacer {
 public:
  virtual ~Pacer() = default;
  // Returns when the call may be made. Errors: interrupted, or unreachable where that would take too long.
  [[nodiscard]] virtual Result<void> wait_for_turn(const PacedCall& call) = 0;
};

// Lets everybody through at once.
class NoPacer final : public Pacer {
 public:
  [[nodiscard]] Result<void> wait_for_turn(const PacedCall& /*call*/) override { return {}; }
};

}  // namespace rustassistant::app
