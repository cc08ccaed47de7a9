// SPDX-License-Identifier: MIT
#include "c_words.hpp"

#include <array>
#include <cstddef>

namespace rustassistant::source {
namespace {

// A hash table that the compiler fills.
class KeywordTable {
 public:
  constexpr KeywordTable() {
    for (const WordList& list : {kTagWords, kTypeWords, kNeutralWords, kBreakingWords}) {
      std::string_view words = list.words();
      while (words.size() > 1) {
        words.remove_prefix(1);
        const std::size_t size = words.find(' ');
        add(words.substr(0, size));
        words.remove_prefix(size);
      }
    }
  }

  [[nodiscard]] constexpr bool holds(std::string_view word) const {
    std::size_t at = slot_of(word);
    for (; !slots_[at].empty(); at = (at + 1) % kSlots) {
      if (slots_[at] == word) return true;
    }
    return false;
  }

 private:
  static constexpr std::size_t kSlots = 512;  // several times as many as there are words

  static constexpr std::size_t slot_of(std::string_view word) {
    const auto byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(word[i])); };
    return (word.size() * 61 + byte(0) * 7 + byte(word.size() / 2) * 31 + byte(word.size() - 1) * 131) % kSlots;
  }
  constexpr void add(std::string_view word) {
    if (holds(word)) return;
    std::size_t at = slot_of(word);
    while (!slots_[at].empty()) at = (at + 1) % kSlots;
    slots_[at] = word;
  }

  std::array<std::string_view, kSlots> slots_{};
};

constexpr KeywordTable kKeywords;
static_assert(kKeywords.holds("struct") && kKeywords.holds("auto") && kKeywords.holds("const") &&
              kKeywords.holds("__leave") && !kKeywords.holds("strict"));

}  // namespace

bool is_keyword(std::string_view word) {
  return !word.empty() && kKeywords.holds(word);
}

}  // namespace rustassistant::source
