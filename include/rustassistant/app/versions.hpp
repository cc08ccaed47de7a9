// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "rustassistant/base/linked_library.hpp"

namespace rustassistant::app {

// The libraries that the rooms below the command line wrap, in the order in which they are shown.
[[nodiscard]] std::vector<LinkedLibrary> linked_versions();

}  // namespace rustassistant::app
