// SPDX-License-Identifier: MIT
#include "rows.hpp"

#include <algorithm>

#include "rustassistant/base/quantity.hpp"

namespace rustassistant::cli {

std::string aligned(const LabelledRows& rows) {
  std::size_t width = 0;
  for (const auto& [label, value] : rows) width = std::max(width, label.size());
  std::string text;
  for (const auto& [label, value] : rows) {
    text.append(label).append(width - label.size() + 2, ' ').append(value).append("\n");
  }
  return text;
}

std::string counted(std::int64_t count, std::string_view one, std::string_view many) {
  return format_count(count) + " " + std::string(count == 1 ? one : many);
}

}  // namespace rustassistant::cli
