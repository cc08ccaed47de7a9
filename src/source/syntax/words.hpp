// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace rustassistant::source {

// Whether a list of words, with a single space before and after each (" if while "), holds a word.
[[nodiscard]] constexpr bool has_word(std::string_view words, std::string_view word) {
  if (word.empty() || word.find(' ') != std::string_view::npos) return false;
  for (std::size_t at = words.find(word); at != std::string_view::npos; at = words.find(word, at + 1)) {
    if (words[at - 1] == ' ' && words[at + word.size()] == ' ') return true;
  }
  return false;
}

}  // namespace rustassistant::source
