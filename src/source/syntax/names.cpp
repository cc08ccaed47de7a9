// SPDX-License-Identifier: MIT
#include "names.hpp"

#include <algorithm>
#include <array>

#include "rustassistant/base/ascii.hpp"
#include "rustassistant/base/text.hpp"
#include "syntax.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

// What names the function expression that it holds, and by which field.
struct NamingParent {
  std::string_view kind;
  std::string_view field;
};
constexpr auto kNamingParents = std::to_array<NamingParent>({
    {"variable_declarator", "name"},
    {"assignment_expression", "left"},
    {"pair", "key"},
    {"field_definition", "property"},
    {"public_field_definition", "name"},
});

constexpr int kMaxSteps = 100;  // through declarators

// From `int *(*f(int))[3]` to the declarator that ends in the name.
TSNode innermost_declarator(TSNode node) {
  TSNode declarator = child_named(node, "declarator");
  for (int i = 0; i < kMaxSteps && !ts_node_is_null(declarator); ++i) {
    TSNode inner = child_named(declarator, "declarator");
    // References and parentheses have no field for what they hold.
    if (ts_node_is_null(inner) &&
        has_word(" reference_declarator parenthesized_declarator ", ts_node_type(declarator))) {
      inner = ts_node_named_child(declarator, 0);
    }
    if (ts_node_is_null(inner)) return declarator;
    declarator = inner;
  }
  return declarator;
}

TSNode function_declarator(TSNode function) {
  TSNode declarator = child_named(function, "declarator");
  for (int i = 0; i < kMaxSteps && !ts_node_is_null(declarator); ++i) {
    if (!ts_node_is_null(child_named(declarator, "parameters"))) return declarator;
    TSNode inner = child_named(declarator, "declarator");
    const std::string_view kind = ts_node_type(declarator);
    if (ts_node_is_null(inner) && kind == "reference_declarator") inner = ts_node_named_child(declarator, 0);
    if (ts_node_is_null(inner) && kind == "qualified_identifier") inner = child_named(declarator, "name");
    declarator = inner;
  }
  return declarator;
}

// `operator bool` of C++, with the class in front where it is named; a null node for every other function.
TSNode conversion_operator(TSNode function) {
  TSNode node = child_named(function, "declarator");
  TSNode outermost{};
  for (int i = 0; i < kMaxSteps && !ts_node_is_null(node); ++i) {
    const std::string_view kind = ts_node_type(node);
    if (kind == "operator_cast") return ts_node_is_null(outermost) ? node : outermost;
    if (kind != "qualified_identifier" && kind != "reference_declarator" && kind != "pointer_declarator") break;
    if (kind == "qualified_identifier" && ts_node_is_null(outermost)) outermost = node;
    node = kind == "qualified_identifier" ? child_named(node, "name") : child_named(node, "declarator");
  }
  return {};
}

TSNode name_from_parent(TSNode parent) {
  if (ts_node_is_null(parent)) return parent;
  const std::string_view kind = ts_node_type(parent);
  for (const NamingParent& row : kNamingParents) {
    if (row.kind == kind) return child_named(parent, row.field);
  }
  return {};
}

bool is_space(char c) {
  return ascii::is_space(c) || c == '\f' || c == '\v';
}

}  // namespace

namespace {

// The node that holds the name of a definition, or a null node.
TSNode name_node(TSNode definition, TSNode parent, const Grammar& grammar) {
  const TSNode name = child_named(definition, "name");
  if (!ts_node_is_null(name)) return name;
  if ((grammar.roles(definition) & kLambda) != 0) return name_from_parent(parent);
  const std::string_view kind = ts_node_type(definition);
  if (kind == "impl_item") return child_named(definition, "type");
  if (kind == "type_alias_statement") return child_named(definition, "left");
  return innermost_declarator(definition);
}

}  // namespace

std::string_view name_text(TSNode definition, TSNode parent, const Grammar& grammar, std::string_view text) {
  if (const TSNode conversion = conversion_operator(definition); !ts_node_is_null(conversion)) {
    const TSNode parameters = parameters_node(definition);
    const std::size_t start = ts_node_start_byte(conversion);
    if (!ts_node_is_null(parameters)) return trim(text.substr(start, ts_node_start_byte(parameters) - start));
  }
  const TSNode name = name_node(definition, parent, grammar);
  return ts_node_is_null(name) ? std::string_view() : text_of(name, text);
}

TSNode parameters_node(TSNode function) {
  const TSNode list = child_named(function, "parameters");
  if (!ts_node_is_null(list)) return list;
  const TSNode declarator = function_declarator(function);
  return ts_node_is_null(declarator) ? declarator : child_named(declarator, "parameters");
}

bool has_body(TSNode function) {
  return !ts_node_is_null(child_named(function, "body"));
}

std::size_t operator_at(std::string_view text) {
  constexpr std::string_view kWord = "operator";
  const std::size_t at = text.rfind(kWord);
  if (at == std::string_view::npos || (at > 0 && is_word_byte(text[at - 1]))) return std::string_view::npos;
  const std::size_t end = at + kWord.size();
  return end < text.size() && is_word_byte(text[end]) ? std::string_view::npos : at;
}

std::string without_type_arguments(std::string_view text) {
  const std::size_t end = std::min(operator_at(text), text.size());
  std::string kept;
  int depth = 0;
  for (std::size_t i = 0; i < end; ++i) {
    const bool arrow = text[i] == '>' && i > 0 && text[i - 1] == '-';
    if (text[i] == '<') ++depth;
    if (depth == 0) kept += text[i];
    if (text[i] == '>' && !arrow && depth > 0) --depth;
  }
  return kept.append(text.substr(end));
}

std::string shown_name(std::string_view written, std::size_t max_bytes) {
  const std::string text = without_type_arguments(written.substr(0, 16 * max_bytes));
  std::string name;
  bool space = false;
  for (const char c : text) {
    if (is_space(c)) {
      space = true;
      continue;
    }
    if (space && !name.empty() && is_word_byte(name.back()) && is_word_byte(c)) name += ' ';
    space = false;
    name += c;
  }
  const char quote = name.size() > 2 && name.front() == name.back() ? name.front() : '\0';
  if (quote == '"' || quote == '\'') name = name.substr(1, name.size() - 2);
  if (operator_at(name) == std::string::npos && name.find_first_of("{;\"") != std::string::npos) return {};
  if (name.find("/*") != std::string::npos) return {};
  std::size_t end = std::min(name.size(), max_bytes);
  while (end > 0 && end < name.size() && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
  return to_valid_utf8(std::string_view(name).substr(0, end));
}

}  // namespace rustassistant::source
