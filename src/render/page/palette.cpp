// SPDX-License-Identifier: MIT
#include "palette.hpp"

namespace rustassistant::render {
namespace {

std::string properties(std::uint32_t Color::* theme) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string css = ":root{";
  for (const Color& color : kPalette) {
    css.append("--").append(color.name).append(":#");
    for (unsigned shift = 24; shift > 0; shift -= 4) css += kDigits[color.*theme >> (shift - 4) & 0xFU];
    css += ';';
  }
  return css + "}\n";
}

}  // namespace

std::string palette_css() {
  return properties(&Color::light) + "@media screen and (prefers-color-scheme:dark){" + properties(&Color::dark) +
         "}\n";
}

}  // namespace rustassistant::render
