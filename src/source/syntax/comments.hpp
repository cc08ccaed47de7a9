// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

#include "parsed.hpp"

// Comments, as their lines.
namespace rustassistant::source {

// A line of a comment, without what only marks it as one: "// ", " * ", "-->".
struct CommentLine {
  int line = 0;            // from 1
  std::size_t begin = 0;   // byte in the content where `text` begins
  std::size_t column = 0;  // the same from the start of the line: continuation is told by it
  std::string_view text;   // of the content; no white space around it; may be empty
};

struct Comments {
  std::vector<CommentLine> lines;  // in order
  bool known = false;              // false: nobody knows what a comment is in that language
};

// The comments of a parsed text are the comment nodes of its tree. Without a grammar, or where there is no tree, they
// are the lines that begin with a mark of the language's comments (table in comments.cpp), and those of block comments
// that begin a line. Strings and code in front of a comment are told apart by a tree only. The text is the parsed one's
// content.
[[nodiscard]] Comments comments_of(const ParsedText& parsed, std::string_view language);

}  // namespace rustassistant::source
