// SPDX-License-Identifier: MIT
#include <cstddef>
#include <vector>

#include "c_repair.hpp"

namespace rustassistant::source {
namespace {

class RunRepairer : public CRepair {
 public:
  RunRepairer(CText& c, CDialect dialect) : CRepair(c, dialect) {}

  void run() {
    pass([this](std::size_t i) { repair_run(i); });
  }

 private:
  // A run of words such as `API static struct item __rcu`.
  void repair_run(std::size_t i) {
    if (!is_run_word(i) || (i > 0 && is_run_word(i - 1) && !is_split(i))) return;
    std::size_t end = i + 1;
    while (is_run_word(end) && !is_split(end)) ++end;
    if (is_behind_array(i) && end - i == 1 && is_name(i) && has_word(" = ; , ", c_.at(end)) && !places_[i].begins)
      return c_.blank_token(i);  // int list[3] __initdata = {
    if (end - i < 2 && !(before(i) == ")" && in_declarations(i))) return;
    if (before(i) == ")" && in_declarations(i)) return repair_behind_parentheses(i, end);
    repair_specifiers(i, end);
  }

  [[nodiscard]] bool is_run_word(std::size_t i) const { return c_.is_word(i) && !has_word(kBreakingWords, c_.at(i)); }
  // Whether a declaration or statement begins in the middle of words: after a macro on its own.
  [[nodiscard]] bool is_split(std::size_t i) const { return places_[i].begins; }

  // int f(void) __init NOEXCEPT {
  void repair_behind_parentheses(std::size_t first, std::size_t end) {
    const std::string_view next = c_.at(end);
    if (places_[first].begins || !has_word(" { ; = , : ( ", next)) return;
    std::size_t names = 0;
    for (std::size_t k = first; k < end; ++k) {
      if (has_word(kTypeWords, c_.at(k)) || has_word(kTagWords, c_.at(k))) return;
      if (is_name(k)) ++names;
    }
    if (next == "(" || (next == ";" && names > 1 && !looks_like_macro(c_.at(first)))) return;
    for (std::size_t k = first; k < end; ++k) {
      if (is_name(k)) c_.blank_token(k);
    }
  }

  void repair_specifiers(std::size_t first, std::size_t end) {
    const std::string_view next = c_.at(end);
    const bool stars = next == "*" || next == "&" || next == "&&";
    bool type = !places_[first].begins && has_word(" > * & && } ", before(first));
    std::vector<std::size_t> names;
    for (std::size_t k = first; k < end; ++k) {
      const std::string_view word = c_.at(k);
      if (has_word(kTypeWords, word)) {
        type = true;
      } else if (has_word(kTagWords, word)) {
        if (word == "enum" && has_word(kTagWords, c_.at(k + 1))) continue;
        if (word == "class" && next == ";" && looks_like_macro(c_.at(k + 1))) return repair_class_head(k + 1, end);
        if (is_class_head(end) && (word != "enum" || next == "{")) return repair_class_head(k + 1, end);
        type = true;
        ++k;
      } else if (is_name(k)) {
        names.push_back(k);
      }
    }
    const bool pointer = next == "(" && has_word(" * ^ ", c_.at(end + 1));
    const bool cast = next == ")" && before(first) == "(" && first > 1 && !is_name(first - 2) &&
                      places_[first].braces == CContext::statements && !has_word(" ) ] ", c_.at(first - 2)) &&
                      !has_word(" if for while switch catch sizeof ", c_.at(first - 2));
    const bool declarator =
        !stars && !pointer && !cast && next != "operator" && next != "::" && next != "<" && next != ">";
    const bool conversion = next == "operator" && c_.is_word(end + 1);
    const std::size_t allowed = (type || conversion ? 0U : 1U) + (declarator ? 1U : 0U);
    if (names.size() <= allowed) return;
    if (next == "::" || next == "<" || next == ">" || next == "~")
      return blank_all_but(names, std::max<std::size_t>(allowed, 1), {});
    blank_all_but(names, allowed, declarator ? names.back() : kNone);
  }

  // Blanks names until `allowed` are left: those spelled like macros first, then from the front.
  void blank_all_but(std::vector<std::size_t>& names, std::size_t allowed, std::size_t kept) {
    for (const bool macros_only : {true, false}) {
      for (std::size_t& name : names) {
        const auto left = static_cast<std::size_t>(
            std::count_if(names.begin(), names.end(), [](std::size_t k) { return k != kNone; }));
        if (left <= allowed) return;
        if (name == kNone || name == kept || (macros_only && !looks_like_macro(c_.at(name)))) continue;
        c_.blank_token(name);
        name = kNone;
      }
    }
  }

  [[nodiscard]] bool is_class_head(std::size_t end) const {
    return (c_.at(end) == "{" && places_[end].context <= CContext::statements) ||
           (c_.at(end) == ":" && in_lines(end) && c_.at(end + 1) != ":");
  }

  // class API EXPORT Name final : public Base {
  void repair_class_head(std::size_t first, std::size_t end) {
    std::size_t name = kNone;
    for (std::size_t k = first; k < end; ++k) {
      if (!is_name(k)) continue;
      if (name != kNone) c_.blank_token(name);
      name = k;
    }
  }
};

}  // namespace

void repair_runs(CText& c, CDialect dialect) {
  RunRepairer(c, dialect).run();
}

}  // namespace rustassistant::source
