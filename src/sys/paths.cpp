// SPDX-License-Identifier: MIT
#include "rustassistant/sys/paths.hpp"

#include <algorithm>

#include "rustassistant/base/text.hpp"

namespace rustassistant::sys {

std::string folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? "." : std::string(path.substr(0, std::max<std::size_t>(slash, 1)));
}

std::string extension_of(std::string_view path) {
  constexpr std::size_t kLongest = 16;  // bytes
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || name.size() - dot - 1 > kLongest) return {};
  return to_lower(name.substr(dot + 1));
}

}  // namespace rustassistant::sys
