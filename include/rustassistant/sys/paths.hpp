// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

// Paths as text. Pure.
namespace rustassistant::sys {

// What is before the last slash: "." where there is none, "/" for a file in the root.
[[nodiscard]] std::string folder_of(std::string_view path);

// What follows the last dot of the file's name, in lower case and without the dot, as statistics group files by. Empty
// for a name without a dot, one that only begins with a dot, and where it would be longer than 16 bytes.
[[nodiscard]] std::string extension_of(std::string_view path);

}  // namespace rustassistant::sys
