// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "rustassistant/base/result.hpp"

namespace rustassistant::sys {

// Runs a program, found through PATH, without input and with its output thrown away; waits for it and returns its exit
// status (128 + n when signal n ended it). An Error (input) where it cannot be started.
[[nodiscard]] Result<int> run_quietly(const std::vector<std::string>& command);

}  // namespace rustassistant::sys
