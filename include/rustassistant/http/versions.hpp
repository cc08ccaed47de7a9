// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "rustassistant/base/linked_library.hpp"

namespace rustassistant::http {

// The versions of libcurl and what it is built with, as reported by the libraries where they report them.
[[nodiscard]] std::vector<LinkedLibrary> versions();

}  // namespace rustassistant::http
