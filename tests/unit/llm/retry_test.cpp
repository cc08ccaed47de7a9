// SPDX-License-Identifier: MIT
#include "rustassistant/llm/retry.hpp"

#include <catch2/catch.hpp>

using namespace rustassistant::llm;
using namespace std::chrono_literals;

namespace {

AttemptFailure retryable(std::optional<std::chrono::milliseconds> retry_after = {}) {
  AttemptFailure failure;
  failure.remedy = AttemptFailure::Remedy::time;
  failure.retry_after = retry_after;
  return failure;
}

}  // namespace

TEST_CASE("there are at most two retries") {
  CHECK(delay_before_retry(1, retryable(), 0));
  CHECK(delay_before_retry(2, retryable(), 0));
  CHECK_FALSE(delay_before_retry(3, retryable(), 0));
  CHECK_FALSE(delay_before_retry(0, retryable(), 0));
}

TEST_CASE("what cannot succeed is not tried again") {
  CHECK_FALSE(delay_before_retry(1, AttemptFailure{}, 0));
}

TEST_CASE("the wait doubles, and chance takes up to half of it away") {
  for (std::uint32_t random : {0U, 1U, 499U, 500U, 999U, 1000U, 0xffffffffU}) {
    const auto first = delay_before_retry(1, retryable(), random).value();
    CHECK(first > 250ms);
    CHECK(first <= 500ms);
    const auto second = delay_before_retry(2, retryable(), random).value();
    CHECK(second > 500ms);
    CHECK(second <= 1000ms);
  }
  CHECK(delay_before_retry(1, retryable(), 0) == 500ms);
  CHECK(delay_before_retry(1, retryable(), 500) == 375ms);
}

TEST_CASE("the provider's wish is honoured up to a minute; a longer one means no retry") {
  CHECK(delay_before_retry(1, retryable(0ms), 0) == 0ms);
  CHECK(delay_before_retry(1, retryable(7s), 0) == 7s);
  CHECK(delay_before_retry(2, retryable(60s), 0) == 60s);
  CHECK_FALSE(delay_before_retry(1, retryable(60'001ms), 0));
}
