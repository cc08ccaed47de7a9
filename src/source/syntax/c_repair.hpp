// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

#include "c_context.hpp"
#include "c_words.hpp"
#include "words.hpp"

namespace rustassistant::source {

// What the repairs of c_macros.cpp, c_lists.cpp and c_runs.cpp stand on: tokens, and where each of them stands.
class CRepair {
 protected:
  static constexpr std::size_t kNone = CPlace::kNone;

  CRepair(CText& c, CDialect dialect) : c_(c), dialect_(dialect) {}

  // Calls a repair for each token that is left.
  template <typename Repair>
  void pass(Repair repair) {
    places_ = places_of(c_, dialect_);
    for (std::size_t i = 0; i < c_.tokens.size(); ++i) {
      if (c_.tokens[i].start != c_.tokens[i].end) repair(i);
    }
    c_.sweep();
  }

  [[nodiscard]] bool is_name(std::size_t i) const { return i < c_.tokens.size() && c_.tokens[i].name; }
  [[nodiscard]] std::string_view before(std::size_t i) const { return i > 0 ? c_.at(i - 1) : std::string_view(); }
  [[nodiscard]] bool in_lines(std::size_t i) const { return places_[i].context <= CContext::statements; }
  [[nodiscard]] bool in_declarations(std::size_t i) const { return places_[i].context <= CContext::members; }
  [[nodiscard]] std::size_t partner_of(std::size_t i) const { return i < places_.size() ? places_[i].partner : kNone; }

  // name[3], and neither `delete[]` nor a lambda.
  [[nodiscard]] bool is_behind_array(std::size_t i) const {
    if (before(i) != "]") return false;
    const std::size_t open = partner_of(i - 1);
    return open != kNone && open > 0 && (is_name(open - 1) || c_.at(open - 1) == "]");
  }

  void blank_tokens(std::size_t first, std::size_t last) {
    for (std::size_t i = first; i <= last && i < c_.tokens.size(); ++i) c_.blank_token(i);
  }

  // Makes a name of a keyword.
  void spoil(std::size_t i) {
    c_.text[c_.tokens[i].start] = '_';
    c_.tokens[i].name = true;
  }

  // The next declaration or statement begins there, or behind the directives that stand there.
  void begin(std::size_t i) {
    while (i < places_.size() && c_.tokens[i].kind == CTokenKind::directive) ++i;
    if (i < places_.size()) places_[i].begins = true;
  }

  CText& c_;
  CDialect dialect_;
  std::vector<CPlace> places_;
};

// Blanks what only the preprocessor understands in lists and before a function's name: `ENTRY(a,,)`, `{ 1 } MACRO,`,
// `NAME MACRO(x) = 1,`. Needs the names of `c` to be marked.
void repair_lists(CText& c, CDialect dialect);

// Blanks names too many in runs of words: `API static struct item __rcu`. Needs the names of `c` to be marked.
void repair_runs(CText& c, CDialect dialect);

}  // namespace rustassistant::source
