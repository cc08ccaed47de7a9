// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// What the tokenizer of BERT models must know of characters.
namespace rustassistant::embed {

// The character at `at`, which is moved behind it. A malformed sequence is U+FFFD, a byte at a time.
[[nodiscard]] char32_t next_character(std::string_view text, std::size_t& at);
void append_utf8(std::string& text, char32_t character);

// Control and format characters, and those of private use; a line feed is one, too.
[[nodiscard]] bool is_control(char32_t character);
// Separators, tabs and ends of lines.
[[nodiscard]] bool is_space(char32_t character);
// The category P, and all ASCII that is printed and neither a letter, a digit nor a space.
[[nodiscard]] bool is_punctuation(char32_t character);
// The ranges of ideographs that BERT reads one by one.
[[nodiscard]] bool is_ideograph(char32_t character);

// In lower case, without accents: decomposed canonically (NFD), marks of category Mn left out, then in lower case. At
// most three characters.
struct Folded {
  std::array<char32_t, 3> characters{};
  std::size_t count = 0;
};
[[nodiscard]] Folded folded(char32_t character);

}  // namespace rustassistant::embed
