// SPDX-License-Identifier: MIT
#pragma once

#include <dirent.h>

#include <string>

#include "rustassistant/source/walk.hpp"

namespace rustassistant::source {

// As readdir(3).
using ReadEntry = dirent* (*)(DIR*);

// walk() with another way to read folders, for tests of what fails.
[[nodiscard]] Result<WalkReport> walk_reading(const std::string& folder, const WalkOptions& options,
                                              ReadEntry read_entry);

}  // namespace rustassistant::source
