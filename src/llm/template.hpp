// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace rustassistant::llm {

struct Replacement {
  std::string_view name;
  std::string_view value;
};

// The text with every {{name}} replaced by its value. Values are not searched for names; unknown names stay as they
// are.
[[nodiscard]] std::string fill_template(std::string_view text, std::span<const Replacement> replacements);

}  // namespace rustassistant::llm
