// SPDX-License-Identifier: MIT
#include "c_macros.hpp"

#include <utility>

#include "c_repair.hpp"

namespace rustassistant::source {
namespace {

class Repairer : public CRepair {
 public:
  Repairer(CText& c, CDialect dialect) : CRepair(c, dialect) {}

  void run() {
    pass([this](std::size_t i) { blank_attribute(i); });
    pass([this](std::size_t i) { repair_extension(i); });
    if (dialect_ == CDialect::cpp) pass([this](std::size_t i) { repair_declarator(i); });
    pass([this](std::size_t i) { repair_call(i); });
    pass([this](std::size_t i) { repair_argument(i); });
  }

 private:
  void blank_attribute(std::size_t i) {
    const bool behind_name = has_word(" asm __asm__ __asm ", c_.at(i)) && i > 0 && is_name(i - 1) && !places_[i].begins;
    if (!c_.is_word(i) || !(behind_name || has_word(kAttributes, c_.at(i)))) return;
    const std::size_t close = c_.at(i + 1) == "(" ? partner_of(i + 1) : kNone;
    blank_tokens(i, close == kNone ? i : close);
  }

  // What GNU C adds to the language.
  void repair_extension(std::size_t i) {
    const std::string_view text = c_.at(i);
    if (text == "..." && is_case_range(i)) {  // case 'a' ... 'z':
      if (i + 1 < c_.tokens.size()) blank_tokens(i, i + 1);
    } else if (text == "&&" && c_.is_word(i + 1) && has_word(" = , { ( [ return ", before(i)) &&
               dialect_ == CDialect::c) {
      c_.text[c_.tokens[i].start] = ' ';  // the address of a label
    } else if ((text == "offsetof" && dialect_ == CDialect::c) || is_functional_cast(i)) {
      spoil(i);  // calls in all but name: the grammar wants a field's name within offsetof, and knows no unsigned(a)
    } else if (has_word(" emit Q_EMIT ", text) && places_[i].begins && is_name(i + 1)) {
      c_.blank_token(i);
      begin(i + 1);
    } else if (text == "goto" && c_.at(i + 1) == "*") {
      c_.blank_token(i);
    } else if (text == ":" && c_.at(i + 1) == "}" && i > 0 && places_[i].context == CContext::statements &&
               is_name(i - 1) && places_[i - 1].begins) {
      c_.put_behind(i - 1, i, ';');
    } else if (text == ":" && places_[i].context == CContext::members &&
               has_word(" slots Q_SLOTS signals Q_SIGNALS ", before(i))) {
      repair_qt_section(i);
    }
  }

  // `new Item*[count]`
  [[nodiscard]] bool is_star_of_new(std::size_t i) const {
    return c_.at(i) == "*" && c_.at(i + 1) == "[" && i > 1 && c_.at(i - 2) == "new";
  }
  // `EXPECT_THROW(throw 1, int)`
  [[nodiscard]] bool is_thrown_argument(std::size_t i) const {
    return c_.at(i) == "throw" && has_word(" ( , ? : ", before(i)) && places_[i].context == CContext::brackets;
  }

  // What the grammar lacks of C++: `int Type::* member`, `a->*member`, `int parameter = {}`, an expression that throws.
  void repair_declarator(std::size_t i) {
    const std::string_view text = c_.at(i);
    if (text == "::" && c_.at(i + 1) == "*") {
      std::size_t first = i;
      while (first > 0 && (is_name(first - 1) || before(first) == "::") && !(is_name(first - 1) && is_name(first)))
        --first;
      blank_tokens(first, i);
    } else if ((text == "->" || text == ".") && c_.at(i + 1) == "*") {
      c_.blank_token(i + 1);
      if (c_.at(i + 2) != "(") return;
      c_.blank_token(i);
      c_.text[c_.tokens[i].start] = ',';  // (object->*(member))()
    } else if (is_star_of_new(i) || is_thrown_argument(i)) {
      c_.blank_token(i);
    } else if (text == "=" && c_.at(i + 1) == "{" && places_[i].context == CContext::brackets &&
               partner_of(i + 1) != kNone) {
      blank_tokens(i, partner_of(i + 1));
    }
  }

  // `unsigned(a)`.
  [[nodiscard]] bool is_functional_cast(std::size_t i) const {
    return has_word(" unsigned signed long short ", c_.at(i)) && c_.at(i + 1) == "(" && !in_declarations(i) && i > 0 &&
           !c_.is_word(i - 1) && before(i) != "(" && c_.at(i + 2) != "*";
  }

  // `case 1 ... 5:`, and no pack of parameters.
  [[nodiscard]] bool is_case_range(std::size_t i) const {
    constexpr std::size_t kMost = 6;  // tokens of the lower bound
    for (std::size_t k = i; k > 0 && i - k < kMost; --k) {
      if (c_.at(k - 1) == "case") return places_[i].context == CContext::statements;
    }
    return false;
  }

  void repair_qt_section(std::size_t colon) {
    c_.blank_token(colon - 1);
    if (!has_word(" public private protected ", c_.at(colon - 2))) c_.blank_token(colon);
  }

  // NAME(...) where the language has no call.
  void repair_call(std::size_t i) {
    if (!is_name(i) || c_.at(i + 1) != "(") return repair_bare(i);
    const std::size_t close = partner_of(i + 1);
    if (close == kNone) return;
    if (i > 0 && c_.tokens[i - 1].kind == CTokenKind::text && !in_declarations(i)) return blank_tokens(i, close);
    if (in_lines(i) && !places_[i].begins && is_behind_declarator(i, close)) return blank_tokens(i, close);
    if (places_[i].context == CContext::statements) return repair_statement(i, close);
    if (is_template_argument(i, close)) return blank_tokens(i + 1, close);  // template <class T, ENABLE_IF(a)>
    if (in_declarations(i)) return repair_declaration(i, close);
    const bool next_item = is_name(close + 1) && c_.at(close + 2) == "(";
    const bool in_list = places_[i].context == CContext::values || places_[i].context == CContext::enumerators;
    if (in_list && (next_item || c_.at(close + 1) == "{" || c_.at(close + 1) == ".") && has_word(" { , ", before(i)))
      c_.put_behind(i, close, ',');
  }

  [[nodiscard]] bool is_template_argument(std::size_t i, std::size_t close) const {
    constexpr std::size_t kMost = 64;
    if (!in_declarations(i) || !has_word(" , < ", before(i)) || !has_word(" , > ", c_.at(close + 1))) return false;
    for (std::size_t k = i; k > 0 && i - k < kMost; --k) {
      if (c_.at(k - 1) == "template") return c_.at(k) == "<";
      if (has_word(" ; { } ", c_.at(k - 1))) return false;
    }
    return false;
  }

  void repair_statement(std::size_t i, std::size_t close) {
    if (before(i) == "if") return repair_bare(i);
    if (!places_[i].begins) return;
    if (has_word(" foreach Q_FOREACH BOOST_FOREACH ", c_.at(i))) return repair_foreach(i, close);
    const std::string_view next = c_.at(close + 1);
    if (next == "{") {
      if (before(i) == ")" || before(i) == "else") return blank_tokens(i, close);
      return c_.put_behind(i, close, ';');
    }
    const bool follows = next == "}" || c_.is_word(close + 1) || is_directive(close + 1);
    const bool joined = has_word(" and or xor not_eq bitand bitor ", next) && dialect_ == CDialect::cpp;
    if (!follows || joined) return;
    c_.put_behind(i, close, ';');
    begin(close + 1);
  }

  // foreach (int a, list) reads as for (int a: list)
  void repair_foreach(std::size_t i, std::size_t close) {
    const std::size_t start = c_.tokens[i].start;
    c_.blank_token(i);
    c_.text.replace(start, 3, "for");
    c_.tokens[i].end = start + 3;
    for (std::size_t k = i + 2; k < close; ++k) {
      if (c_.at(k) != ",") continue;
      c_.text[c_.tokens[k].start] = ':';
      return;
    }
  }

  void repair_declaration(std::size_t i, std::size_t close) {
    const std::string_view next = c_.at(close + 1);
    const bool word_next =
        c_.is_word(close + 1) && !has_word(" const volatile noexcept override final throw try requires ", next);
    if (has_word(kTagWords, before(i)) && word_next) return blank_tokens(i, close);  // class API(x) Name
    if (next == "{" && places_[i].begins && dialect_ == CDialect::c) return define(i, close);
    if (next == "{" && places_[i].begins && looks_like_macro(c_.at(i)) && has_text(i + 2, close))
      return blank_tokens(i + 2, close - 1);  // TEST_CASE("name", "[tag]") {
    if (places_[i].begins || follows_specifiers(i)) {
      const bool macro = looks_like_macro(c_.at(i));
      const bool new_line = close + 1 < c_.tokens.size() && c_.tokens[close + 1].first_on_line;
      const bool declared =
          word_next && (macro || new_line || !places_[i].begins || is_keyword(next)) && !is_old_style(i, close);
      const bool ended =
          places_[i].begins && ((next == ";" && macro) || next == "}" || next.empty() || is_directive(close + 1));
      const bool template_next = next == "[" && macro;
      if (declared && is_name(close + 1) && has_word(" ; = [ , ", c_.at(close + 2)))
        return blank_tokens(i + 1, close);                                                // typedef LIST(item) items;
      if (macro && next == ";" && !places_[i].begins) return blank_tokens(i + 1, close);  // static DEFINE_LOCK(lock);
      if (!declared && !ended && !template_next) return;
      if (places_[i].begins) begin(close + (next == ";" ? 2 : 1));
      return blank_tokens(i, next == ";" ? close + 1 : close);
    }
    // int f(void) ACQUIRES(lock) {   int x ALIGNED(8);
    const bool ends = has_word(" ; = { , : ", next) || is_name(close + 1);
    const bool behind = before(i) == ")" || before(i) == "}" || before(i) == "]";
    if (behind && ends && !is_initializer(i)) return blank_tokens(i, close);
  }

  [[nodiscard]] bool has_text(std::size_t first, std::size_t end) const {
    for (std::size_t k = first; k < end; ++k) {
      if (c_.tokens[k].kind == CTokenKind::text) return true;
    }
    return false;
  }

  // int x ALIGNED(8) = 1;
  [[nodiscard]] bool is_behind_declarator(std::size_t i, std::size_t close) const {
    if (i < 2 || !looks_like_macro(c_.at(i)) || !has_word(" ; = , ", c_.at(close + 1))) return false;
    if (is_behind_array(i)) return true;
    return is_name(i - 1) && !looks_like_macro(c_.at(i - 1)) &&
           (is_name(i - 2) || has_word(kTypeWords, c_.at(i - 2)) || has_word(" * } ", c_.at(i - 2)));
  }

  // DEFINE_CALL(name, int, a) { reads as DEFINE_CALL name(int, a) {
  void define(std::size_t i, std::size_t close) {
    if (!is_name(i + 2) || !(c_.at(i + 3) == "," || i + 3 == close)) return;
    if (i + 3 == close) {
      c_.put_behind(i, close, ')');
      c_.text[c_.tokens[close].start] = '(';
    } else {
      c_.text[c_.tokens[i + 3].start] = '(';
    }
    c_.text[c_.tokens[i + 1].start] = ' ';
  }

  [[nodiscard]] bool is_directive(std::size_t i) const {
    return i < c_.tokens.size() && c_.tokens[i].kind == CTokenKind::directive;
  }

  // `f(a, b) int a; {`, as before 1989.
  [[nodiscard]] bool is_old_style(std::size_t i, std::size_t close) const {
    if (looks_like_macro(c_.at(i))) return false;
    for (std::size_t k = i + 2; k < close; ++k) {
      if (!is_name(k) && c_.at(k) != ",") return false;
    }
    for (std::size_t k = close + 1; k < c_.tokens.size() && k < close + 64; ++k) {
      if (c_.at(k) == "(" || c_.at(k) == "}") return false;
      if (c_.at(k) == "{") return c_.at(k - 1) == ";";
    }
    return false;
  }

  // Whether nothing but specifiers, names of macros among them, comes before in the declaration.
  [[nodiscard]] bool follows_specifiers(std::size_t i) const {
    constexpr std::size_t kMost = 8;
    for (std::size_t k = i; i - k < kMost; --k) {
      if (k == 0 || places_[k].begins) return true;
      const std::string_view text = c_.at(k - 1);
      if (!has_word(kNeutralWords, text) && !(is_name(k - 1) && looks_like_macro(text))) return false;
    }
    return false;
  }

  // A member's initializer in a constructor: `: a(1), b(2) {`.
  [[nodiscard]] bool is_initializer(std::size_t i) const { return before(i) == ":" || before(i) == ","; }

  // NAME on its own where the language has no such word.
  void repair_bare(std::size_t i) {
    if (before(i) == "if" && is_name(i) && c_.at(i + 1) == "(") return c_.blank_token(i);  // if CONSTEXPR (a)
    if (!is_name(i) || !places_[i].begins) return;
    if (i + 1 == c_.tokens.size()) return c_.blank_token(i);
    const std::string_view next = c_.at(i + 1);
    if (places_[i].context == CContext::statements) {
      const bool call =
          looks_like_macro(c_.at(i)) && c_.tokens[i + 1].first_on_line && is_name(i + 1) && c_.at(i + 2) == "(";
      const bool ends = next == "}" || has_word(kStatementWords, next) || call || is_directive(i + 1);
      if (ends && c_.tokens[i].end - c_.tokens[i].start > 1) {
        c_.put_behind(i, i, ';');
        begin(i + 1);
      }
      return;
    }
    if (!in_declarations(i) || !looks_like_macro(c_.at(i))) return;
    const bool alone = c_.tokens[i].first_on_line && c_.tokens[i + 1].first_on_line;
    if (is_directive(i + 1)) begin(i + 1);
    if (next == "}" || is_directive(i + 1)) return c_.blank_token(i);
    if (alone && c_.is_word(i + 1) && !is_type_of_next(i)) {
      begin(i + 1);
      return c_.blank_token(i);
    }
    if (next == "[" || next == "~" || (next == "operator" && c_.is_word(i + 2)) ||
        has_word(" template extern class struct union enum namespace using typedef public private protected ", next))
      c_.blank_token(i);
  }

  // `TYPE` on its own line above `name(...)`, or above a definition of variables.
  [[nodiscard]] bool is_type_of_next(std::size_t i) const {
    const bool call = c_.at(i + 2) == "(" && !looks_like_macro(c_.at(i + 1));
    return is_name(i + 1) && (call || has_word(" ; = [ , ", c_.at(i + 2)));
  }

  // container_of(p, struct item, node), va_arg(list, char *)
  void repair_argument(std::size_t i) {
    if (!is_name(i) || c_.at(i + 1) != "(") return;
    const CContext braces = places_[i].braces;
    if (braces != CContext::statements && braces != CContext::values) return;
    if (is_name_or_star(i)) return;
    const std::size_t close = partner_of(i + 1);
    if (close == kNone) return;
    std::size_t first = i + 2;
    for (std::size_t k = first; k <= close; ++k) {
      if (c_.at(k) == "," || k == close) {
        if (is_type(first, k)) make_name(first, k);
        if (is_declaration(first, k)) blank_tokens(first, k - 2);
        first = k + 1;
      } else if (partner_of(k) != kNone && partner_of(k) > k) {
        k = partner_of(k);
      }
    }
  }

  // Then it is declared there, not called.
  [[nodiscard]] bool is_name_or_star(std::size_t i) const {
    if (i == 0 || places_[i].begins) return false;
    return is_name(i - 1) || has_word(kTypeWords, before(i));
  }

  [[nodiscard]] bool is_type(std::size_t first, std::size_t end) const {
    bool type = false;
    for (std::size_t k = first; k < end; ++k) {
      const std::string_view text = c_.at(k);
      if (has_word(kTagWords, text) && k + 1 < end && c_.is_word(k + 1)) {
        type = true;
        ++k;
      } else if (has_word(kTypeWords, text)) {
        type = true;
      } else if (has_word(" const volatile * ", text) && text != "*") {
        continue;
      } else if (text == "*" && k > first) {
        if (k + 1 < end && c_.at(k + 1) != "*" && c_.at(k + 1) != "const") return false;
        if (k + 1 == end) type = true;
      } else if (!(is_name(k) && k == first)) {
        return false;
      }
    }
    return type;
  }

  // ASSIGN(const auto& name, f()): what it declares is the last token.
  [[nodiscard]] bool is_declaration(std::size_t first, std::size_t end) const {
    if (end < first + 2 || !is_name(end - 1)) return false;
    bool opened = false;
    for (std::size_t k = first; k < end; ++k) {
      const std::string_view text = c_.at(k);
      opened |= text == "<";
      if (!c_.is_word(k) && !has_word(" :: < > & && * ", text)) return false;
    }
    const bool starts = has_word(" const auto volatile static ", c_.at(first)) || has_word(kTypeWords, c_.at(first)) ||
                        has_word(kTagWords, c_.at(first));
    return starts || is_name(end - 2) || (opened && c_.at(end - 2) == ">");
  }

  void make_name(std::size_t first, std::size_t end) {
    std::size_t kept = kNone;
    for (std::size_t k = first; k < end; ++k) {
      const bool fits = c_.is_word(k) && !has_word(" const volatile ", c_.at(k)) && !has_word(kTagWords, c_.at(k));
      if (fits && kept == kNone) {
        kept = k;
        if (is_keyword(c_.at(k))) spoil(k);
      } else {
        c_.blank_token(k);
      }
    }
  }
};

}  // namespace

std::string without_macros(std::string_view content, CDialect dialect) {
  CText c = tokenize_c(content);
  join_conditionals(c, dialect);
  for (CToken& token : c.tokens) token.name = token.kind == CTokenKind::word && !is_keyword(c.of(token));
  repair_lists(c, dialect);
  Repairer(c, dialect).run();
  repair_runs(c, dialect);
  return std::move(c.text);
}

}  // namespace rustassistant::source
