// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "rustassistant/base/linked_library.hpp"

namespace rustassistant::db {

// The versions of SQLite, as reported by the libraries where they report them.
[[nodiscard]] std::vector<LinkedLibrary> versions();

}  // namespace rustassistant::db
