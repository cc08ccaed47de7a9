// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "rustassistant/base/ascii.hpp"
#include "rustassistant/search/terms.hpp"

namespace rustassistant::search {
namespace {

// The letters of a word as Porter sees them: 'v' a vowel, 'c' a consonant. A "y" is a vowel behind a consonant.
std::string shape_of(std::string_view word) {
  std::string shape;
  shape.reserve(word.size());
  for (const char c : word) {
    const bool vowel = std::string_view("aeiou").find(c) != std::string_view::npos ||
                       (c == 'y' && !shape.empty() && shape.back() == 'c');
    shape += vowel ? 'v' : 'c';
  }
  return shape;
}

// How often a consonant follows a vowel: Porter's m.
int measure(std::string_view stem) {
  const std::string shape = shape_of(stem);
  int count = 0;
  for (std::size_t i = 1; i < shape.size(); ++i) count += shape[i - 1] == 'v' && shape[i] == 'c' ? 1 : 0;
  return count;
}

bool has_vowel(std::string_view stem) {
  return shape_of(stem).find('v') != std::string::npos;
}

bool ends_with_double_consonant(std::string_view word) {
  const std::size_t size = word.size();
  return size >= 2 && word[size - 1] == word[size - 2] && shape_of(word).back() == 'c';
}

// "hop" and "fil": consonant, vowel, consonant that is not w, x or y.
bool ends_short(std::string_view word) {
  return shape_of(word).ends_with("cvc") && std::string_view("wxy").find(word.back()) == std::string_view::npos;
}

struct Suffix {
  std::string_view from;
  std::string_view to;
};

constexpr auto kStep2 = std::to_array<Suffix>(
    {{"ational", "ate"}, {"tional", "tion"}, {"enci", "ence"}, {"anci", "ance"}, {"izer", "ize"},
     {"abli", "able"},   {"alli", "al"},     {"entli", "ent"}, {"eli", "e"},     {"ousli", "ous"},
     {"ization", "ize"}, {"ation", "ate"},   {"ator", "ate"},  {"alism", "al"},  {"iveness", "ive"},
     {"fulness", "ful"}, {"ousness", "ous"}, {"aliti", "al"},  {"iviti", "ive"}, {"biliti", "ble"}});
constexpr auto kStep3 = std::to_array<Suffix>(
    {{"icate", "ic"}, {"ative", ""}, {"alize", "al"}, {"iciti", "ic"}, {"ical", "ic"}, {"ful", ""}, {"ness", ""}});
constexpr auto kStep4 = std::to_array<Suffix>({{"al", ""},
                                               {"ance", ""},
                                               {"ence", ""},
                                               {"er", ""},
                                               {"ic", ""},
                                               {"able", ""},
                                               {"ible", ""},
                                               {"ant", ""},
                                               {"ement", ""},
                                               {"ment", ""},
                                               {"ent", ""},
                                               {"ion", ""},
                                               {"ou", ""},
                                               {"ism", ""},
                                               {"ate", ""},
                                               {"iti", ""},
                                               {"ous", ""},
                                               {"ive", ""},
                                               {"ize", ""}});

// Replaces the longest of the suffixes that the word has, where what stands before it measures more than `above`.
void replace_suffix(std::string& word, std::span<const Suffix> suffixes, int above) {
  const Suffix* longest = nullptr;
  for (const Suffix& suffix : suffixes) {
    if (suffix.from.back() != word.back()) continue;  // nearly all of them
    if (word.ends_with(suffix.from) && (longest == nullptr || suffix.from.size() > longest->from.size()))
      longest = &suffix;
  }
  if (longest == nullptr) return;
  const std::string_view before = std::string_view(word).substr(0, word.size() - longest->from.size());
  if (measure(before) <= above) return;
  if (longest->from == "ion" && !before.ends_with('s') && !before.ends_with('t')) return;
  word.resize(before.size());
  word += longest->to;
}

void drop_plural(std::string& word) {
  if (word.ends_with("sses") || word.ends_with("ies")) {
    word.resize(word.size() - 2);
  } else if (word.ends_with('s') && !word.ends_with("ss")) {
    word.pop_back();
  }
}

void drop_past_and_gerund(std::string& word) {
  if (word.ends_with("eed")) {
    if (measure(std::string_view(word).substr(0, word.size() - 3)) > 0) word.pop_back();
    return;
  }
  const std::size_t size = word.ends_with("ed") ? 2 : word.ends_with("ing") ? 3 : 0;
  if (size == 0 || !has_vowel(std::string_view(word).substr(0, word.size() - size))) return;
  word.resize(word.size() - size);
  const bool is_cut = word.ends_with("at") || word.ends_with("bl") || word.ends_with("iz");
  if (!is_cut && ends_with_double_consonant(word)) {
    if (std::string_view("lsz").find(word.back()) == std::string_view::npos) word.pop_back();
  } else if (is_cut || (measure(word) == 1 && ends_short(word))) {
    word += 'e';
  }
}

void drop_last_e(std::string& word) {
  if (word.ends_with('e')) {
    const std::string_view before = std::string_view(word).substr(0, word.size() - 1);
    const int size = measure(before);
    if (size > 1 || (size == 1 && !ends_short(before))) word.pop_back();
  }
  if (word.ends_with("ll") && measure(word) > 1) word.pop_back();
}

}  // namespace

void stem(std::string& word) {
  if (word.size() < 3 || !std::all_of(word.begin(), word.end(), ascii::is_lower)) return;
  drop_plural(word);
  drop_past_and_gerund(word);
  if (word.ends_with('y') && has_vowel(std::string_view(word).substr(0, word.size() - 1))) word.back() = 'i';
  replace_suffix(word, kStep2, 0);
  replace_suffix(word, kStep3, 0);
  replace_suffix(word, kStep4, 1);
  drop_last_e(word);
}

}  // namespace rustassistant::search
