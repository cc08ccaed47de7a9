// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>

#include "rustassistant/base/clock.hpp"
#include "rustassistant/http/transport.hpp"
#include "rustassistant/sys/environment.hpp"

namespace rustassistant::app {

// What a use case needs of the world; main.cpp wires the real parts, tests their own. All must outlive the use case and
// be safe to use from several threads.
struct Services {
  Clock& clock;
  http::Transport& transport;
  const sys::Environment& environment;
  std::function<void(const std::string&)> warn;  // one sentence for the user; called by one thread at a time
};

}  // namespace rustassistant::app
