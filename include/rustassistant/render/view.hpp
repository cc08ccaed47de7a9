// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

namespace rustassistant::render {

enum class Format : std::uint8_t {
  text,
  json,
  csv,
  json_lines,  // of search alone
  findings,    // another format of findings (report.hpp), in which nothing else is shown
};

// How and where a result is shown. Only text has colors and is fitted to a width.
struct View {
  Format format = Format::text;
  bool color = false;
  bool verbose = false;              // what is usually too small to say is said, too
  bool terminal = false;             // the result goes to a terminal: raw control characters must not reach it
  std::size_t columns = kUnlimited;  // width that lines are fitted to, at least 20

  // In a file or a pipe nothing is cut.
  static constexpr std::size_t kUnlimited = 10'000;
};

}  // namespace rustassistant::render
