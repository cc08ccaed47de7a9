// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "rustassistant/base/clock.hpp"
#include "rustassistant/http/transport.hpp"
#include "rustassistant/sys/environment.hpp"

namespace rustassistant::cli {

// Runs a command line (without the program's name) to its end and returns the exit code. Never throws.
[[nodiscard]] int run(const std::vector<std::string>& words, Clock& clock, http::Transport& transport,
                      const sys::Environment& environment);

}  // namespace rustassistant::cli
