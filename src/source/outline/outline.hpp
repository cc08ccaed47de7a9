// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "found_items.hpp"

// The items of a file as its readers see them.
namespace rustassistant::source {

struct OutlinedItem {
  std::string kind;       // "function", "method", "struct", …
  std::string name;       // qualified
  std::string signature;  // on one line, without the body
  std::string comment;    // its documentation comment or docstring; may be empty
  int line_start = 0;
  int line_end = 0;
  bool is_public = false;
};

struct Outline {
  std::string purpose;              // the first comment of the file, unless it is a license or an item's; may be empty
  std::vector<OutlinedItem> items;  // in order of their starts
};

// Nothing is in it where the text could not be parsed.
[[nodiscard]] Outline outline_of(const ParsedText& parsed);

}  // namespace rustassistant::source
