// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "rustassistant/base/linked_library.hpp"

namespace rustassistant::pg {

// The version of libpq, as it reports it.
[[nodiscard]] std::vector<LinkedLibrary> versions();

}  // namespace rustassistant::pg
