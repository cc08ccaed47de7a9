// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstdint>

namespace rustassistant::sys {

// The first signal, and when it came. All of it may be used in a signal handler.
class StopNote {
 public:
  // Notes the signal; false where one was noted before. `seconds` reads the clock. The time is written before the
  // signal can be seen: who sees the signal may rely on the time.
  template <typename Seconds>
  bool note(int signal, Seconds seconds) noexcept {
    if (signal_.load() != 0) return false;
    stopped_at_.store(seconds());
    int none = 0;
    return signal_.compare_exchange_strong(none, signal);
  }

  // 0: none.
  [[nodiscard]] int signal() const noexcept { return signal_.load(); }
  // Only while there is a signal.
  [[nodiscard]] std::int32_t stopped_at() const noexcept { return stopped_at_.load(); }

 private:
  static_assert(std::atomic<std::int32_t>::is_always_lock_free);
  std::atomic<int> signal_{0};
  std::atomic<std::int32_t> stopped_at_{0};  // seconds of the monotonic clock
};

}  // namespace rustassistant::sys
