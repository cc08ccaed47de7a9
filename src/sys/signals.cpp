// SPDX-License-Identifier: MIT
#include "rustassistant/sys/signals.hpp"

#include <time.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdint>

namespace rustassistant::sys {
namespace {

std::atomic<int> first_signal{0};
std::atomic<std::int32_t> stopped_at{0};  // seconds of the monotonic clock

static_assert(std::atomic<std::int32_t>::is_always_lock_free);

// clock_gettime is safe in a signal handler; std::chrono does not promise to be.
std::int32_t monotonic_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::int32_t>(now.tv_sec);
}

extern "C" void on_signal(int signal) {
  int none = 0;
  if (!first_signal.compare_exchange_strong(none, signal)) ::_exit(128 + signal);
  stopped_at.store(monotonic_seconds());
}

}  // namespace

void install_signal_handlers() {
  struct sigaction action{};
  action.sa_handler = on_signal;
  ::sigemptyset(&action.sa_mask);
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  action.sa_handler = SIG_IGN;
  ::sigaction(SIGPIPE, &action, nullptr);
}

int stop_signal() {
  return first_signal.load();
}

bool stop_requested() {
  return stop_signal() != 0;
}

Error stop_error() {
  if (stop_signal() == SIGTERM) return {Errc::terminated, "terminated", {}};
  return {Errc::interrupted, "interrupted", {}};
}

bool grace_time_over() {
  return stop_requested() && monotonic_seconds() - stopped_at.load() > kGraceTime.count();
}

}  // namespace rustassistant::sys
