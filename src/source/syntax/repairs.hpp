// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rustassistant::source {

// Replaces what is valid in a language and yet beyond its grammar. The result has the length and the lines of the
// content.
struct Repair {
  enum class When : std::uint8_t {
    always,
    on_errors,  // only where the content does not parse
  };
  std::string_view language;
  When when;
  std::string (*apply)(std::string_view content);
};

// Null where the language needs none.
[[nodiscard]] const Repair* repair_for(std::string_view language);

}  // namespace rustassistant::source
