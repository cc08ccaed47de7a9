// SPDX-License-Identifier: MIT
#include "magic_numbers.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "rustassistant/base/ascii.hpp"
#include "rustassistant/base/text.hpp"
#include "scan.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

constexpr std::size_t kDifferent = 3;  // numbers in one function
constexpr int kOften = 3;              // times that one stands in the file

constexpr WordList kOperations =
    " binary_expression binary_operator comparison_operator augmented_assignment compound_assignment_expr "
    "augmented_assignment_expression ";
constexpr WordList kUses = " return_statement return_expression arguments argument_list ";
constexpr WordList kTransparent = " unary_expression unary_operator parenthesized_expression expression_list ";

// "60" of "60u32", "1_000" as "1000"; empty for masks and other numbers that are no decimals.
std::string value_of(std::string_view text) {
  if (text.size() > 1 && text[0] == '0' && ascii::is_alnum(text[1])) return {};
  std::string value;
  for (const char c : text) {
    if (c == '_' || c == '\'') continue;
    if (!ascii::is_digit(c) && c != '.') break;
    value += c;
  }
  if (value.find('.') != std::string::npos) {
    while (value.back() == '0') value.pop_back();
    if (value.back() == '.') value.pop_back();
  }
  return value;
}

// What a binary operation does; "" where it is no operation.
std::string_view operator_of(TSNode node, std::string_view text) {
  TSNode sign = child_named(node, "operator");
  if (ts_node_is_null(sign)) sign = child_named(node, "operators");
  return ts_node_is_null(sign) ? std::string_view() : text_of(sign, text);
}

class MagicNumberFinder : public SmellFinder {
 public:
  explicit MagicNumberFinder(const ParsedText& parsed) : SmellFinder(kNumber), text_(parsed.text()) {}

  void enter(const Visit& visit, Around around) override {
    const std::string value = value_of(visit.leaf ? visit.text : text_of(visit.node, text_));
    if (value.empty() || has_word(" 0 1 2 ", value)) return;
    std::size_t use = around.size();
    while (use > 0 && has_word(kTransparent, kind_of(around[use - 1].node))) --use;
    if (use == 0 || !is_use(around[use - 1].node, value) || is_named(around)) return;
    numbers_.push_back({first_line(visit.node), value});
  }

  std::vector<Excess> find(const Subject& subject) override {
    std::map<std::string, int> times;
    std::map<const FunctionMeasures*, std::set<std::string>> different;
    for (const Place& number : numbers_) {
      ++times[number.what];
      different[&function_at(subject.measures, number.line)].insert(number.what);
    }
    std::vector<Place> told;
    for (const Place& number : numbers_) {
      const FunctionMeasures& function = function_at(subject.measures, number.line);
      if (!function.is_function()) continue;
      const bool often = number.what.size() > 1 && times[number.what] >= kOften;  // digits are mostly counts
      if (different[&function].size() >= kDifferent || often) told.push_back(number);
    }
    return by_function(subject, told, "has numbers without a name");
  }

 private:
  [[nodiscard]] bool is_use(TSNode node, std::string_view value) const {
    const std::string_view kind = kind_of(node);
    if (has_word(kUses, kind)) return true;
    if (!has_word(kOperations, kind)) return false;
    const std::string_view sign = operator_of(node, text_);
    if ((value == "10" || value == "100") && has_word(" * / % *= /= %= // ", sign)) return false;
    return !has_word(" << >> >>> & | ^ <<= >>= &= |= ^= ", sign);  // a mask or a shift
  }

  // Held by something that says what it is, up to the function around.
  [[nodiscard]] bool is_named(Around around) const {
    constexpr WordList kHolders =
        " const_item static_item const_declaration enum_item enumerator enum_specifier preproc_def subscript "
        "subscript_expression index_expression array_access array_declarator array_type keyword_argument "
        "default_parameter typed_default_parameter optional_parameter_declaration field_declaration decorator "
        "annotation attribute_item macro_invocation static_assert_declaration ";
    constexpr WordList kDeclarations =
        " declaration lexical_declaration local_variable_declaration let_declaration assignment expression_statement ";
    for (std::size_t i = around.size(); i-- > 0;) {
      const Visit& outer = around[i];
      if ((outer.roles & kFunction) != 0) return false;
      const std::string_view kind = kind_of(outer.node);
      if ((outer.roles & kLiteral) != 0 || has_word(kHolders, kind)) return true;
      if (has_word(kDeclarations, kind) && is_constant(text_of(outer.node, text_))) return true;
    }
    return false;
  }

  // "const int n = ...", "DAY = ..."
  static bool is_constant(std::string_view declaration) {
    for (const std::string_view word : {"const ", "constexpr ", "static ", "final "}) {
      if (declaration.starts_with(word)) return true;
    }
    const std::string_view name = trim(declaration.substr(0, declaration.find_first_of("=:")));
    const std::string_view last = name.substr(name.find_last_of(" \t.*") + 1);
    return last.size() > 1 &&
           std::none_of(last.begin(), last.end(), [](char c) { return !ascii::is_alnum(c) && c != '_'; }) &&
           std::none_of(last.begin(), last.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  }

  std::string_view text_;
  std::vector<Place> numbers_;  // what: the value
};

}  // namespace

std::unique_ptr<SmellFinder> magic_numbers(const Inspection& inspection) {
  return std::make_unique<MagicNumberFinder>(inspection.parsed);
}

}  // namespace rustassistant::source
