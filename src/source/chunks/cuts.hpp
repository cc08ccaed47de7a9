// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "parsed.hpp"

// Where a file may be cut, and where it is.
namespace rustassistant::source {

// What stands between two places where a file may be cut; it reaches to the next one.
struct Unit {
  std::size_t start = 0;  // of a line, in bytes
  int depth = 0;          // how many nodes are around it that are too long for one chunk
  bool leads = false;     // a comment or an attribute: belongs to what follows it
  bool item = false;      // a definition begins here
};

// From a tree: the children of what is longer than a chunk, unless they begin with a closing bracket.
[[nodiscard]] std::vector<Unit> units_of(const ParsedText& parsed);
// Without a tree: one for each line.
[[nodiscard]] std::vector<Unit> lines_as_units(std::string_view content);

// Where chunks begin, in bytes, for a text that is not empty: the first is 0. Every chunk is at most kMaxChunk long.
[[nodiscard]] std::vector<std::size_t> cuts_of(std::string_view content, std::vector<Unit> units);

}  // namespace rustassistant::source
