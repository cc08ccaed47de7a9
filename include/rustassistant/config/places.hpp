// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "rustassistant/sys/environment.hpp"

namespace rustassistant::config {

// The folder that holds the user's files: RUSTASSISTANT_HOME, else $HOME/.rustassistant.
// Nothing where there is no home at all. Need not exist.
[[nodiscard]] std::optional<std::string> home_folder(const sys::Environment& environment);

// The nearest folder at or above `start` (canonical) that holds `.git` or `.rustassistant`; else `start`. The user's
// own `home` does not make a repository of the folder that contains it.
[[nodiscard]] std::string repository_root(const std::string& start, const std::optional<std::string>& home);

}  // namespace rustassistant::config
