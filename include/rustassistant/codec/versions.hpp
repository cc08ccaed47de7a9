// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "rustassistant/base/linked_library.hpp"

namespace rustassistant::codec {

// The versions of zstd, OpenSSL and nlohmann/json, as reported by the libraries where they report them.
[[nodiscard]] std::vector<LinkedLibrary> versions();

}  // namespace rustassistant::codec
