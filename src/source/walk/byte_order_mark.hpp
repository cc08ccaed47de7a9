// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace rustassistant::source {

// A text without the mark that some editors write before UTF-8.
[[nodiscard]] inline std::string_view without_byte_order_mark(std::string_view text) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
  return text;
}

}  // namespace rustassistant::source
