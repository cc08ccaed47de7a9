// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// The tokens of C and C++ text, for repairs that keep every byte's place.
namespace rustassistant::source {

enum class CTokenKind : std::uint8_t { word, number, text, sign, directive };

struct CToken {
  CTokenKind kind;
  bool first_on_line = false;
  bool name = false;      // a word that is no keyword, once that is known
  std::size_t start = 0;  // bytes
  std::size_t end = 0;
};

// A text that is edited in place: bytes change, lengths and lines do not.
struct CText {
  std::string text;
  std::vector<CToken> tokens;

  [[nodiscard]] std::string_view of(const CToken& token) const {
    return std::string_view(text).substr(token.start, token.end - token.start);
  }
  [[nodiscard]] std::string_view at(std::size_t index) const {
    return index < tokens.size() ? of(tokens[index]) : std::string_view();
  }
  [[nodiscard]] bool is_word(std::size_t index) const {
    return index < tokens.size() && tokens[index].kind == CTokenKind::word;
  }
  // Replaces the bytes from `start` to `end` with spaces, except for the ends of lines.
  void blank(std::size_t start, std::size_t end);
  // The same for a token, which becomes empty.
  void blank_token(std::size_t index);
  // Puts a sign behind a token: in a space there, else by moving everything from `first` on by one byte.
  void put_behind(std::size_t first, std::size_t last, char sign);
  // Removes the tokens that have become empty.
  void sweep();
};

// Comments are no tokens. A directive is one token, with its continuation lines; comments in it are blanked. Time is
// linear in the text.
[[nodiscard]] CText tokenize_c(std::string_view content);

}  // namespace rustassistant::source
