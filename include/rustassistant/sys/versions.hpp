// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "rustassistant/base/linked_library.hpp"

namespace rustassistant::sys {

// The versions of spdlog and fmt, as reported by the libraries where they report them.
[[nodiscard]] std::vector<LinkedLibrary> versions();

}  // namespace rustassistant::sys
