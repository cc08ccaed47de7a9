// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rustassistant/base/result.hpp"
#include "rustassistant/sys/environment.hpp"

namespace rustassistant::cli {

// Opens a file (its absolute path) in the user's browser, without a shell: the first of the commands that BROWSER
// names, separated by colons, that can be started, else xdg-open. In a command, "%s" stands for the file; without it,
// the file comes last. Error (config): nothing can be started, or what was started ended at once with a failure.
[[nodiscard]] Result<void> open_in_browser(const std::string& file, const sys::Environment& environment);

}  // namespace rustassistant::cli
