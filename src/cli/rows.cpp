// SPDX-License-Identifier: MIT
#include "rows.hpp"

#include <algorithm>

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

}  // namespace rustassistant::cli
