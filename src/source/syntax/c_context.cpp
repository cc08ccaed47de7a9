// SPDX-License-Identifier: MIT
#include "c_context.hpp"

#include <string_view>

#include "words.hpp"

namespace rustassistant::source {
namespace {

constexpr WordList kControls = " if for while switch catch ";

struct Open {
  std::size_t token = CPlace::kNone;
  CContext context = CContext::declarations;
  CContext braces = CContext::declarations;
  bool control = false;
  std::size_t head = 0;  // where the declaration or statement within begins
};

class Reader {
 public:
  Reader(const CText& c, CDialect dialect) : c_(c), dialect_(dialect), places_(c.tokens.size()) { open_.push_back({}); }

  std::vector<CPlace> run() {
    for (std::size_t i = 0; i < c_.tokens.size(); ++i) read(i);
    return std::move(places_);
  }

 private:
  void read(std::size_t i) {
    const std::string_view text = c_.at(i);
    if (c_.tokens[i].kind == CTokenKind::directive) return place(i);
    const bool is_sign = c_.tokens[i].kind == CTokenKind::sign && text.size() == 1;
    const char sign = is_sign ? text.front() : '\0';
    if (sign == '}' || sign == ')' || sign == ']') return close(i, text);
    place(i);
    if (begins_) open_.back().head = i;
    places_[i].begins = begins_;
    begins_ = false;
    if (sign == '{' || sign == '(' || sign == '[') return enter(i, text);
    const CContext context = open_.back().context;
    const bool in_lines = context <= CContext::statements;
    if (sign == ';' && in_lines) begins_ = true;
    if (sign == ':' && in_lines && ends_label(i)) begins_ = true;
    if (context == CContext::statements && (text == "else" || text == "do")) begins_ = true;
  }

  void place(std::size_t i) {
    places_[i].context = open_.back().context;
    places_[i].braces = open_.back().braces;
  }

  void enter(std::size_t i, std::string_view text) {
    Open open{i, CContext::brackets, open_.back().braces, false, i + 1};
    if (text == "{") {
      open.context = open.braces = context_of_braces(i);
      begins_ = open.context <= CContext::statements;
    } else if (text == "(") {
      open.control =
          open_.back().context == CContext::statements && i > 0 &&
          (has_word(kControls, c_.at(i - 1)) || (c_.at(i - 1) == "constexpr" && i > 1 && c_.at(i - 2) == "if"));
    }
    places_[i].control = open.control;
    open_.push_back(open);
  }

  void close(std::size_t i, std::string_view text) {
    begins_ = false;
    const Open open = open_.back();
    const std::string_view opener = open.token == CPlace::kNone ? std::string_view() : c_.at(open.token);
    const bool fits =
        (text == "}" && opener == "{") || (text == ")" && opener == "(") || (text == "]" && opener == "[");
    if (!fits) {
      if (text == "}") leave_brackets();
      return place(i);
    }
    open_.pop_back();
    place(i);
    places_[i].partner = open.token;
    places_[open.token].partner = i;
    places_[i].control = open.control;
    if (open.control) begins_ = true;
    if (text != "}" || open_.back().context > CContext::statements) return;
    begins_ = open.context == CContext::statements || open.context == CContext::declarations;
    if (begins_ && open_.back().context == CContext::statements && is_lambda(open.token)) begins_ = false;
  }

  // A brace that closes ends the parentheses that somebody forgot within it.
  void leave_brackets() {
    std::size_t depth = open_.size();
    while (depth > 1 && open_[depth - 1].context == CContext::brackets) --depth;
    if (depth <= 1) return;
    open_.resize(depth - 1);
    begins_ = open_.back().context <= CContext::statements;
  }

  [[nodiscard]] bool ends_label(std::size_t i) const {
    const std::size_t head = open_.back().head;
    const std::string_view first = c_.at(head);
    if (has_word(" case default public private protected signals Q_SIGNALS ", first)) return true;
    return open_.back().context == CContext::statements && head + 1 == i && c_.is_word(head);
  }

  // `[...] {`, `[...](...) {` and what may stand between.
  [[nodiscard]] bool is_lambda(std::size_t brace) const {
    if (dialect_ == CDialect::c || brace == 0) return false;
    std::size_t i = brace - 1;
    if (c_.at(i) == "]") return true;
    if (has_word(" mutable noexcept ", c_.at(i)) && i > 0) --i;
    if (c_.at(i) != ")" || places_[i].partner == CPlace::kNone) return false;
    const std::size_t open = places_[i].partner;
    return open > 0 && c_.at(open - 1) == "]";
  }

  [[nodiscard]] CContext context_of_braces(std::size_t i) const {
    const std::string_view before = i > 0 ? c_.at(i - 1) : std::string_view();
    if (before == "=" || before == "return" || before == ",") return CContext::values;
    switch (open_.back().context) {
      case CContext::values:
      case CContext::enumerators:
        return is_lambda(i) ? CContext::statements : CContext::values;
      case CContext::brackets:
        if (before == "(" || is_lambda(i) || before == ")")
          return dialect_ == CDialect::c || before != "(" ? CContext::statements : CContext::values;
        return CContext::values;
      case CContext::statements:
        return in_statements(i, before);
      default:
        return in_declarations(i, before);
    }
  }

  struct Head {
    bool type = false;
    bool enumeration = false;
    bool scope = false;
    bool parens = false;
    int names = 0;             // between the type's keyword and the parentheses
    bool constructor = false;  // ":" behind the parentheses
  };

  [[nodiscard]] Head head_before(std::size_t i) const {
    Head head;
    for (std::size_t k = open_.back().head; k < i; ++k) {
      const std::string_view text = c_.at(k);
      if (text == "template" && c_.at(k + 1) == "<") k = end_of_template(k + 1, i);
      if (text == "namespace" ||
          (text == "extern" && k + 1 < i && c_.tokens[k + 1].kind == CTokenKind::text && k + 2 == i))
        head.scope = true;
      if (text == "enum") head.enumeration = !head.parens;
      if (!head.parens && (head.type || head.enumeration) && c_.is_word(k)) ++head.names;
      if (has_word(" class struct union ", text)) head.type |= !head.parens;
      if (text == "(") {
        head.parens = true;
        if (places_[k].partner != CPlace::kNone) k = places_[k].partner;
      }
      if (text == ":" && head.parens) head.constructor = true;
    }
    return head;
  }

  [[nodiscard]] std::size_t end_of_template(std::size_t open, std::size_t limit) const {
    int depth = 0;
    for (std::size_t k = open; k < limit; ++k) {
      depth += c_.at(k) == "<" ? 1 : c_.at(k) == ">" ? -1 : 0;
      if (depth == 0) return k;
    }
    return open;
  }

  [[nodiscard]] CContext in_statements(std::size_t i, std::string_view before) const {
    if (i == open_.back().head || has_word(" ; { } : else do try ) mutable noexcept const ] ", before)) {
      return before == "]" && !is_lambda(i) ? CContext::values : CContext::statements;
    }
    const Head head = head_before(i);
    if (head.enumeration) return CContext::enumerators;
    return head.type ? CContext::members : CContext::values;
  }

  [[nodiscard]] CContext in_declarations(std::size_t i, std::string_view before) const {
    const Head head = head_before(i);
    if (head.scope && !head.parens) return CContext::declarations;
    if (head.parens) {
      const bool member =
          head.constructor && c_.is_word(i - 1) && i > 1 && (c_.at(i - 2) == ":" || c_.at(i - 2) == ",");
      const bool plain_type = (head.type || head.enumeration) && head.names < 2 && before != ")";
      if (member) return CContext::values;
      if (!plain_type) return CContext::statements;
    }
    if (head.enumeration) return CContext::enumerators;
    if (head.type) return CContext::members;
    return before.empty() || before == "{" || before == "}" || before == ";" ? CContext::declarations
                                                                             : CContext::values;
  }

  const CText& c_;
  CDialect dialect_;
  std::vector<CPlace> places_;
  std::vector<Open> open_;
  bool begins_ = true;
};

}  // namespace

std::vector<CPlace> places_of(const CText& c, CDialect dialect) {
  return Reader(c, dialect).run();
}

}  // namespace rustassistant::source
