// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

namespace rustassistant::render {

// One character of UTF-8 text, or one color sequence, which takes no column.
struct Glyph {
  std::size_t bytes = 1;
  std::size_t columns = 1;
};

// The glyph that `text` begins with; `text` is not empty. A malformed byte takes one column.
[[nodiscard]] Glyph next_glyph(std::string_view text);

}  // namespace rustassistant::render
