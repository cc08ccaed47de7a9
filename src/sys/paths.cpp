// SPDX-License-Identifier: MIT
#include "rustassistant/sys/paths.hpp"

#include <algorithm>

namespace rustassistant::sys {

std::string folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? "." : std::string(path.substr(0, std::max<std::size_t>(slash, 1)));
}

}  // namespace rustassistant::sys
