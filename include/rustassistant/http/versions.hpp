// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "rustassistant/base/linked_library.hpp"

namespace rustassistant::http {

// The versions of libcurl and what it is built with, asked of the libraries where they tell.
[[nodiscard]] std::vector<LinkedLibrary> versions();

}  // namespace rustassistant::http
