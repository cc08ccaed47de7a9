// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string_view>

namespace rustassistant {

// A file of the source tree that the build put into the executable (cmake/Embed.cmake). Lives as long as the process.
struct EmbeddedFile {
  std::string_view name;  // without its folder
  std::string_view content;
};

}  // namespace rustassistant
