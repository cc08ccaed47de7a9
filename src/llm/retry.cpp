// SPDX-License-Identifier: MIT
#include "rustassistant/llm/retry.hpp"

namespace rustassistant::llm {
namespace {

constexpr std::chrono::milliseconds kFirstWait{500};

}  // namespace

std::optional<std::chrono::milliseconds> delay_before_retry(int attempts_made, const AttemptFailure& failure,
                                                            std::uint32_t random) {
  if (failure.remedy != AttemptFailure::Remedy::time || attempts_made < 1 || attempts_made >= kMaxAttempts)
    return std::nullopt;
  if (failure.retry_after) {
    if (*failure.retry_after > kLongestWait) return std::nullopt;
    return failure.retry_after;
  }
  const auto full = kFirstWait * (1 << (attempts_made - 1));
  const auto half = full / 2;
  return full - half * static_cast<std::int64_t>(random % 1000) / 1000;
}

}  // namespace rustassistant::llm
