// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "rustassistant/llm/client.hpp"

namespace rustassistant::llm {

inline constexpr int kMaxAttempts = 3;  // the first and two retries
inline constexpr std::chrono::milliseconds kLongestWait = std::chrono::seconds(60);

// How long to wait before the next attempt; nothing when there shall be none. `attempts_made` counts the failed one.
// The provider's own wish is honoured up to kLongestWait, a longer one means no retry; without one, 500 ms doubled by
// every attempt, of which `random` (any number) takes up to half away.
[[nodiscard]] std::optional<std::chrono::milliseconds> delay_before_retry(int attempts_made,
                                                                          const AttemptFailure& failure,
                                                                          std::uint32_t random);

}  // namespace rustassistant::llm
