// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "rustassistant/base/ascii.hpp"

// Names in the text of any language that is reviewed, whatever its encoding.
namespace rustassistant {

// Whether a byte may stand in a name: of a character beyond ASCII each may.
[[nodiscard]] constexpr bool is_word_byte(char c) {
  return ascii::is_alnum(c) || c == '_' || c == '$' || static_cast<unsigned char>(c) >= 0x80;
}

// Calls `visit` with each name and number in a text, in order.
template <typename Visit>
void visit_words(std::string_view text, Visit visit) {
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_word_byte(text[end])) ++end;
    if (end > at) visit(text.substr(at, end - at));
    at = std::max(end, at + 1);
  }
}

// Calls `visit` with each name in a text, in order. What begins with a digit is none.
template <typename Visit>
void visit_identifiers(std::string_view text, Visit visit) {
  visit_words(text, [&](std::string_view word) {
    if (!ascii::is_digit(word.front())) visit(word);
  });
}

}  // namespace rustassistant
