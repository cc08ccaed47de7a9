// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "rustassistant/base/result.hpp"
#include "rustassistant/base/units.hpp"
#include "rustassistant/domain/prices.hpp"
#include "rustassistant/domain/rate.hpp"

namespace rustassistant::app {

// What a call will take of a provider's rate.
struct PacedCall {
  std::int64_t request_bytes = 0;
  Tokens output_cap = 0;
};

// A call that may be made, and what was booked for it.
struct Turn {
  domain::RateUnits booked{};
};

// What became of it, as far as rates go.
struct PacedReply {
  std::optional<domain::Usage> usage;  // that was counted against the rate; nothing: unknown
  domain::RateReport stated = {};
  bool is_refused = false;  // the provider limits the rate
  std::optional<std::chrono::milliseconds> retry_after = {};
};

// Of an attempt: an answer with `usage` and `rate`, or an llm::AttemptFailure.
template <typename Attempted>
[[nodiscard]] PacedReply paced_reply(const Attempted& attempted) {
  if (attempted) return {attempted->usage, attempted->rate};
  const auto& failure = attempted.error();
  return {failure.usage, failure.rate, failure.is_rate_limit, failure.retry_after};
}

// Stands before every reservation, and lets calls through at the rate that a provider allows. Must be safe to use from
// several threads.
class Pacer {
 public:
  virtual ~Pacer() = default;
  // Returns when the call may be made. Errors: interrupted, or unreachable where that would take too long.
  [[nodiscard]] virtual Result<Turn> wait_for_turn(const PacedCall& call) = 0;
  // To be called after each call that was made.
  virtual void heard(const Turn& turn, const PacedReply& reply) = 0;
};

// Lets everybody through at once.
class NoPacer final : public Pacer {
 public:
  [[nodiscard]] Result<Turn> wait_for_turn(const PacedCall& /*call*/) override { return Turn{}; }
  void heard(const Turn& /*turn*/, const PacedReply& /*reply*/) override {}
};

}  // namespace rustassistant::app
