// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace rustassistant::render {

enum class Format : std::uint8_t { text, json, csv };

// How and where a result is shown. Only text has colors and is fitted to a width.
struct View {
  Format format = Format::text;
  bool color = false;
  bool terminal = false;  // the result goes to a terminal: raw control characters must not reach it
  int columns = 100;      // width that text is fitted to, at least 20
};

}  // namespace rustassistant::render
