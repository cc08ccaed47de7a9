// SPDX-License-Identifier: MIT
#include "rustassistant/sys/signals.hpp"

#include <time.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>

#include "stop_note.hpp"

namespace rustassistant::sys {
namespace {

constinit StopNote first_stop;

// clock_gettime is safe in a signal handler; std::chrono does not promise to be.
std::int32_t monotonic_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::int32_t>(now.tv_sec);
}

extern "C" void on_signal(int signal) {
  if (!first_stop.note(signal, monotonic_seconds)) ::_exit(128 + signal);
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
  ::sigaction(SIGXFSZ, &action, nullptr);
}

int stop_signal() {
  return first_stop.signal();
}

bool stop_requested() {
  return stop_signal() != 0;
}

Error stop_error() {
  if (stop_signal() == SIGTERM) return {Errc::terminated, "terminated", {}};
  return {Errc::interrupted, "interrupted", {}};
}

bool grace_time_over() {
  return stop_requested() && monotonic_seconds() - first_stop.stopped_at() > kGraceTime.count();
}

}  // namespace rustassistant::sys
