// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

// Paths as text. Pure.
namespace rustassistant::sys {

// What stands before the last slash: "." where there is none, "/" for a file in the root.
[[nodiscard]] std::string folder_of(std::string_view path);

}  // namespace rustassistant::sys
