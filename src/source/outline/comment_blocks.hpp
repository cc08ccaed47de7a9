// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "comments.hpp"

// Comments that stand on lines of their own, as the text that they hold.
namespace rustassistant::source {

class CommentBlocks {
 public:
  CommentBlocks(const ParsedText& parsed, std::string_view language);

  // The comment that ends right above a line; attributes and annotations may stand between. Empty where there is none,
  // or it is a license.
  [[nodiscard]] std::string above(int line) const;

  // The first comment above the first of these lines that is no license and does not stand right above one of them.
  // The lines are sorted.
  [[nodiscard]] std::string of_file(const std::vector<int>& item_lines) const;

 private:
  [[nodiscard]] std::string text_of(int first, int last) const;

  std::string_view content_;
  std::map<int, CommentLine> lines_;  // those that begin their line
  std::set<int> inner_;               // of them Rust's `//!`, which are about what they stand in
  std::vector<std::string_view> source_lines_;
};

// A text in several lines, without the white space that all lines but the first begin with.
[[nodiscard]] std::string without_indent(std::string_view text);

}  // namespace rustassistant::source
