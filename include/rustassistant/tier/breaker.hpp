// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rustassistant/base/clock.hpp"
#include "rustassistant/sys/locks.hpp"
#include "rustassistant/tier/store.hpp"

namespace rustassistant::tier {

// What all processes of a home know about a store that failed:
//
//   file = "v1 " open until, in ms since 1970 " " failures in a row " " reason
//
// There is a file only while something is wrong.
struct BreakerState {
  UnixMillis open_until;
  int failures = 0;  // from kFailuresToOpen on it opens
  std::string reason;

  bool operator==(const BreakerState&) const = default;
};
inline constexpr int kFailuresToOpen = 3;
inline constexpr std::chrono::milliseconds kFirstPause = std::chrono::seconds(30);
inline constexpr std::chrono::milliseconds kLongestPause = std::chrono::minutes(10);

// Pure. `spread`: 0 to 400, of which the pause is 80 % to 120 % long. A fault that says nothing about the server leaves
// the state.
[[nodiscard]] BreakerState after(BreakerState state, const Trouble& trouble, UnixMillis now, int spread);
[[nodiscard]] std::string to_text(const BreakerState& state);
// What cannot be read is a state that knows nothing.
[[nodiscard]] BreakerState breaker_state_in(std::string_view text);

// Whether a store is asked, decided together by all processes of a home. Where the file cannot be kept, each process
// decides alone. Used by one thread at a time.
class Breaker {
 public:
  // `home` may be empty: nothing is kept. `identity` tells stores, and credentials for them, apart; it is hashed.
  Breaker(const std::string& home, std::string_view identity, Clock& clock);

  // Nothing: ask. Else why not, and until when. After a pause one process asks, the others wait for what it learns:
  // whoever was let through has to report.
  [[nodiscard]] std::optional<BreakerState> refusal();
  void report_answer();
  void report(const Trouble& trouble);

  // As it stands; takes no lock.
  [[nodiscard]] BreakerState read() const;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  void keep(const BreakerState& state);

  std::string path_;  // empty: no home
  std::string lock_path_;
  std::int64_t lock_offset_ = 0;
  Clock& clock_;
  BreakerState state_;                  // as it was when this process was let through
  std::optional<sys::ByteLock> probe_;  // held by who asks after a pause
};

}  // namespace rustassistant::tier
