// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

#include "rustassistant/base/units.hpp"

namespace rustassistant {

// Time as the product sees it. Safe to use from several threads. Tests use FakeClock (tests/support).
class Clock {
 public:
  virtual ~Clock() = default;
  // Wall-clock time; may jump.
  [[nodiscard]] virtual UnixMillis now() const = 0;
  // For durations only; never jumps.
  [[nodiscard]] virtual std::chrono::steady_clock::time_point steady_now() const = 0;
  // Returns early, with false, once `wake` (may be empty) says true; it is asked at least every 50 ms.
  virtual bool sleep_for(std::chrono::milliseconds duration, bool (*wake)()) = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] UnixMillis now() const override;
  [[nodiscard]] std::chrono::steady_clock::time_point steady_now() const override;
  bool sleep_for(std::chrono::milliseconds duration, bool (*wake)()) override;
};

}  // namespace rustassistant
