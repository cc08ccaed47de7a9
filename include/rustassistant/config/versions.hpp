// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "rustassistant/base/linked_library.hpp"

namespace rustassistant::config {

// The versions of toml++, asked of the libraries where they tell.
[[nodiscard]] std::vector<LinkedLibrary> versions();

}  // namespace rustassistant::config
