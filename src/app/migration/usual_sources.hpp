// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "rustassistant/legacy/sources.hpp"

namespace rustassistant::app {

// Where the older tool kept answers for this user and the working folder.
[[nodiscard]] std::vector<legacy::Source> usual_sources(const sys::Environment& environment);

}  // namespace rustassistant::app
