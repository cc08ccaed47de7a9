// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rustassistant::source {

// A list of words, with a single space before and after each (" if while "). One that is written out is prepared by the
// compiler, so that most words that it does not hold are told at once. Refers to its text.
class WordList {
 public:
  template <std::size_t Size>
  consteval WordList(const char (&words)[Size])  // NOLINT(google-explicit-constructor): a list is its text
      : words_(words, Size - 1), hints_(hints_of(words_)) {}
  constexpr WordList(std::string_view words)  // NOLINT(google-explicit-constructor)
      : words_(words) {}

  [[nodiscard]] constexpr std::string_view words() const { return words_; }
  [[nodiscard]] constexpr bool empty() const { return words_.empty(); }
  // False: it does not hold the word, which is not empty. True: it may.
  [[nodiscard]] constexpr bool may_hold(std::string_view word) const { return (hints_ & hint_of(word)) != 0; }

 private:
  static constexpr std::uint64_t hint_of(std::string_view word) {
    return std::uint64_t{1} << ((static_cast<unsigned char>(word.front()) + word.size() * 27) % 64);
  }
  static constexpr std::uint64_t hints_of(std::string_view words) {
    std::uint64_t hints = 0;
    while (words.size() > 1) {
      words.remove_prefix(1);
      const std::string_view word = words.substr(0, words.find(' '));
      hints |= hint_of(word);
      words.remove_prefix(word.size());
    }
    return hints;
  }

  std::string_view words_;
  std::uint64_t hints_ = ~std::uint64_t{0};
};

// Whether a list holds a word.
[[nodiscard]] constexpr bool has_word(const WordList& list, std::string_view word) {
  if (word.empty() || !list.may_hold(word) || word.find(' ') != std::string_view::npos) return false;
  const std::string_view words = list.words();
  for (std::size_t at = words.find(word); at != std::string_view::npos; at = words.find(word, at + 1)) {
    if (words[at - 1] == ' ' && words[at + word.size()] == ' ') return true;
  }
  return false;
}

}  // namespace rustassistant::source
