// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

#include "rustassistant/base/result.hpp"

// SIGINT and SIGTERM. The first asks the run to stop: no further call begins, those in flight are awaited for a grace
// time, stored and booked. The second ends the process immediately. Safe to ask from any thread.
namespace rustassistant::sys {

inline constexpr std::chrono::seconds kGraceTime{20};

// Once, at the start of the process. Also ignores SIGPIPE and SIGXFSZ, so that a closed pipe and a file that may not
// grow are failed writes.
void install_signal_handlers();

// 0, or SIGINT or SIGTERM.
[[nodiscard]] int stop_signal();
[[nodiscard]] bool stop_requested();
// What did not happen because of it: of kind terminated after SIGTERM, else interrupted.
[[nodiscard]] Error stop_error();
// Whether the grace time after the first signal is over.
[[nodiscard]] bool grace_time_over();

}  // namespace rustassistant::sys
