// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <chrono>

#include "rustassistant/base/clock.hpp"

namespace rustassistant::test {

// Time that passes only when told to, or when somebody sleeps. Starts on 2026-11-21 at noon UTC.
class FakeClock final : public Clock {
 public:
  [[nodiscard]] UnixMillis now() const override { return {wall_.load()}; }
  [[nodiscard]] std::chrono::steady_clock::time_point steady_now() const override {
    return std::chrono::steady_clock::time_point(std::chrono::milliseconds(steady_.load()));
  }
  bool sleep_for(std::chrono::milliseconds duration, bool (*wake)()) override {
    if (wake != nullptr && wake()) return false;
    advance(duration);
    slept_ += duration.count();
    return true;
  }

  void advance(std::chrono::milliseconds duration) {
    wall_ += duration.count();
    steady_ += duration.count();
  }
  void set(UnixMillis instant) { wall_ = instant.value; }
  [[nodiscard]] std::chrono::milliseconds slept() const { return std::chrono::milliseconds(slept_.load()); }

 private:
  std::atomic<std::int64_t> wall_{1'795'262'400'000};
  std::atomic<std::int64_t> steady_{0};
  std::atomic<std::int64_t> slept_{0};
};

}  // namespace rustassistant::test
