// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace rustassistant {

// "1.2.3", by semantic versioning.
[[nodiscard]] std::string_view program_version();

}  // namespace rustassistant
