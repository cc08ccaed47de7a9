// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rustassistant/sys/environment.hpp"

namespace rustassistant::app {

// The id of the commit that the first-parent history of a repository (its top folder) begins with. Empty where there is
// none, where the clone is shallow, and where git cannot be asked.
[[nodiscard]] std::string first_commit(const std::string& repository, const sys::Environment& environment);

}  // namespace rustassistant::app
