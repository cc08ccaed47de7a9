// SPDX-License-Identifier: MIT
#include "template.hpp"

#include <algorithm>

namespace rustassistant::llm {

std::string fill_template(std::string_view text, std::span<const Replacement> replacements) {
  std::string filled;
  while (!text.empty()) {
    const std::size_t open = text.find("{{");
    const std::size_t close = open == std::string_view::npos ? open : text.find("}}", open);
    if (close == std::string_view::npos) break;
    const std::string_view name = text.substr(open + 2, close - open - 2);
    const auto found =
        std::find_if(replacements.begin(), replacements.end(), [&](const Replacement& r) { return r.name == name; });
    filled += text.substr(0, open);
    filled += found == replacements.end() ? text.substr(open, close + 2 - open) : found->value;
    text.remove_prefix(close + 2);
  }
  return filled += text;
}

}  // namespace rustassistant::llm
