// SPDX-License-Identifier: MIT
#include "lines.hpp"

#include <algorithm>

#include "rustassistant/base/ascii.hpp"
#include "rustassistant/base/identifiers.hpp"
#include "rustassistant/base/text.hpp"

namespace rustassistant::source {

TextLines::TextLines(std::string_view content) {
  if (content.ends_with('\n')) content.remove_suffix(1);
  lines_ = split(content, '\n');
  for (std::string_view& line : lines_) {
    while (!line.empty() && ascii::is_space(line.back())) line.remove_suffix(1);
  }
}

bool TextLines::is_blank(int line) const {
  return at(line).find_first_not_of(" \t\r\f\v") == std::string_view::npos;
}

std::string TextLines::joined(domain::LineRange range) const {
  std::string text;
  for (int line = range.line_start; line <= range.line_end; ++line) {
    text += at(line);
    text += '\n';
  }
  return text;
}

std::string collapsed(std::string_view text) {
  std::string kept;
  for (const char c : text) {
    if (!ascii::is_space(c) && c != '\f' && c != '\v') {
      kept += c;
    } else if (!kept.empty() && kept.back() != ' ') {
      kept += ' ';
    }
  }
  return kept;
}

std::vector<std::string> identifiers_in(std::string_view text, std::size_t most) {
  std::vector<std::string> words;
  visit_identifiers(text, [&](std::string_view word) {
    if (words.size() < most) words.push_back(to_valid_utf8(word));
  });
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

}  // namespace rustassistant::source
