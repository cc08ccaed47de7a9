// SPDX-License-Identifier: MIT
#include "c_repair.hpp"

namespace rustassistant::source {
namespace {

// Macros and arguments that only the preprocessor understands: within lists and before the name of a function.
class ListRepairer : public CRepair {
 public:
  ListRepairer(CText& c, CDialect dialect) : CRepair(c, dialect) {}

  void run() {
    pass([this](std::size_t i) { repair_empty_argument(i); });
    pass([this](std::size_t i) { repair_item(i); });
    pass([this](std::size_t i) { repair_convention(i); });
  }

 private:
  // ENTRY(a,,,) : an argument that is nothing.
  void repair_empty_argument(std::size_t i) {
    if (c_.at(i) != "," || places_[i].context != CContext::brackets) return;
    if (before(i) == "(" || has_word(" , ) ", c_.at(i + 1))) c_.blank_token(i);
  }

  void repair_item(std::size_t i) {
    if (!is_name(i) || i == 0) return;
    const std::size_t close = c_.at(i + 1) == "(" ? partner_of(i + 1) : i;
    if (close == kNone) return;
    const std::string_view next = c_.at(close + 1);
    const bool in_values = places_[i].context == CContext::values;
    const bool in_enumerators = places_[i].context == CContext::enumerators;
    // { { 1, 2 } INITIALIZED, … }   enum { NAME DEPRECATED(8, "…") = 3, … }
    const bool is_behind_item = (in_values && before(i) == "}" && has_word(" , } ", next)) ||
                                (in_enumerators && is_name(i - 1) && has_word(" , } = ", next));
    if (is_behind_item || is_before_name(i, close)) blank_tokens(i, close);
    // enum { OPTION(name, 1), … }
    if (in_enumerators && close > i && has_word(" { , ", before(i)) && has_word(" , } = ", next))
      blank_tokens(i + 1, close);
  }

  // int (FAR WINAPI *name)(void)
  void repair_convention(std::size_t i) {
    if (c_.at(i) != "(") return;
    std::size_t star = i + 1;
    while (is_name(star) && looks_like_macro(c_.at(star))) ++star;
    const bool is_pointer = c_.at(star) == "*" && is_name(star + 1) && c_.at(star + 2) == ")" && c_.at(star + 3) == "(";
    if (is_pointer && star > i + 1) blank_tokens(i + 1, star - 1);
  }

  // API CODE DEPRECATED(8, "…") name(…);
  [[nodiscard]] bool is_before_name(std::size_t i, std::size_t close) const {
    if (close == i || !in_declarations(i) || places_[i].begins || !looks_like_macro(c_.at(i))) return false;
    return (is_name(i - 1) || before(i) == "*") && is_name(close + 1) && c_.at(close + 2) == "(";
  }
};

}  // namespace

void repair_lists(CText& c, CDialect dialect) {
  ListRepairer(c, dialect).run();
}

}  // namespace rustassistant::source
