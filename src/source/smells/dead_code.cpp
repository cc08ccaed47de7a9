// SPDX-License-Identifier: MIT
#include "dead_code.hpp"

#include <string>

#include "c_words.hpp"
#include "rustassistant/base/text.hpp"
#include "scan.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

// What may be reached though nothing before falls into it, or is no statement.
constexpr WordList kReachable =
    " labeled_statement case_statement function_declaration generator_function_declaration function_definition "
    "class_declaration interface_declaration type_alias_declaration attribute_item function_item const_item "
    "use_declaration "
    "macro_definition struct_item enum_item impl_item preproc_def preproc_call preproc_include "
    "preproc_if preproc_ifdef preproc_function_def export_statement import_statement ";

class UnreachableFinder : public SmellFinder {
 public:
  explicit UnreachableFinder(const ParsedText& parsed)
      : SmellFinder(kBlock),
        text_(parsed.text()),
        content_(parsed.content()),
        grammar_(*parsed.grammar()),
        language_(grammar_.facts().language),
        is_c_(has_word(" c cpp ", language_)) {}

  void enter(const Visit& visit, Around /*around*/) override {
    if (!ts_node_has_error(visit.node)) look_into(visit.node);
  }

  std::vector<Excess> find(const Subject& subject) override {
    return by_function(subject, places_, "has code that is never reached");
  }

 private:
  void look_into(TSNode block) {
    TSNode before{};
    TSNode jump{};
    Cursor cursor(block);
    for (bool more = cursor.to_first_child(); more; more = cursor.to_next_sibling()) {
      const TSNode node = cursor.node();
      if (!ts_node_is_named(node)) continue;
      if ((grammar_.roles(node) & kComment) != 0) {
        // `# pylint: disable=unreachable`, `//noinspection UnreachableCode`: it is known.
        if (!ts_node_is_null(jump) && to_lower(text_of(node, content_)).find("unreachable") != std::string::npos)
          return;
        continue;
      }
      if (is_nothing(node)) continue;
      if (!ts_node_is_null(jump)) {
        if (is_dead(jump, node)) places_.push_back({first_line(node), "after `" + word_of(jump) + "`"});
        return;
      }
      const bool conditional = !ts_node_is_null(before) && (grammar_.roles(before) & kAttribute) != 0;
      if (is_jump(node) && !conditional) jump = node;
      before = node;
    }
  }

  // `;` alone: `return x;;`
  [[nodiscard]] static bool is_nothing(TSNode node) {
    const std::string_view kind = kind_of(node);
    return kind == "empty_statement" || (kind == "expression_statement" && ts_node_named_child_count(node) == 0);
  }

  [[nodiscard]] bool is_jump(TSNode node) const {
    if ((grammar_.roles(node) & kJump) != 0) return true;
    const std::string_view kind = kind_of(node);
    if (language_ == "rust" && kind == "expression_statement")
      return ts_node_named_child_count(node) > 0 && (grammar_.roles(ts_node_named_child(node, 0)) & kJump) != 0;
    if (language_ == "bash" && kind == "command") {
      const TSNode name = child_named(node, "name");
      return !ts_node_is_null(name) && has_word(" exit return ", text_of(name, text_));
    }
    return false;
  }

  [[nodiscard]] bool is_dead(TSNode jump, TSNode node) const {
    const std::string_view kind = kind_of(node);
    if (has_word(kReachable, kind)) return false;
    if (is_c_ && kind == "break_statement") return false;  // `return x; break;`, for the reader's eye
    const std::string_view text = text_of(node, text_);
    if (is_c_ && is_macro(text)) return false;
    if (language_ == "python" && text.starts_with("yield")) return false;  // makes a generator of the function
    if (language_ == "rust" && text.starts_with("#")) return false;
    return !is_c_ || (!has_directive_between(jump, node) && !has_label(node));
  }

  // A jump into the middle of it.
  [[nodiscard]] static bool has_label(TSNode node) {
    if (has_word(" labeled_statement case_statement ", kind_of(node))) return true;
    for (std::uint32_t i = 0; i < ts_node_named_child_count(node); ++i) {
      if (has_label(ts_node_named_child(node, i))) return true;
    }
    return false;
  }

  // RESTORE_WARNINGS; UNREACHABLE(); __builtin_unreachable();
  [[nodiscard]] static bool is_macro(std::string_view text) {
    const std::string_view name = text.substr(0, text.find_first_of("(; \t\r\n"));
    return looks_like_macro(name) || name == "assert" || name == "unreachable";
  }

  // Then the two are of different branches of the preprocessor, perhaps.
  [[nodiscard]] bool has_directive_between(TSNode jump, TSNode node) const {
    const std::size_t start = ts_node_start_byte(jump);
    return content_.substr(start, ts_node_start_byte(node) - start).find('#') != std::string_view::npos;
  }

  [[nodiscard]] std::string word_of(TSNode jump) const {
    const std::string_view text = text_of(jump, text_);
    return std::string(text.substr(0, text.find_first_of(" \t\r\n;(")));
  }

  std::string_view text_;
  std::string_view content_;
  const Grammar& grammar_;
  std::string_view language_;
  bool is_c_;
  std::vector<Place> places_;
};

}  // namespace

std::unique_ptr<SmellFinder> unreachable_code(const Inspection& inspection) {
  return std::make_unique<UnreachableFinder>(inspection.parsed);
}

}  // namespace rustassistant::source
