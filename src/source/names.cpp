// SPDX-License-Identifier: MIT
#include "names.hpp"

#include <array>

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

// From `int *(*f(int))[3]` to the declarator that ends in the name.
TSNode innermost_declarator(TSNode node) {
  constexpr int kMaxSteps = 100;
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
  constexpr int kMaxSteps = 100;
  TSNode declarator = child_named(function, "declarator");
  for (int i = 0; i < kMaxSteps && !ts_node_is_null(declarator); ++i) {
    if (!ts_node_is_null(child_named(declarator, "parameters"))) return declarator;
    const TSNode inner = child_named(declarator, "declarator");
    declarator = ts_node_is_null(inner) && std::string_view(ts_node_type(declarator)) == "reference_declarator"
                     ? ts_node_named_child(declarator, 0)
                     : inner;
  }
  return declarator;
}

TSNode name_from_parent(TSNode parent) {
  if (ts_node_is_null(parent)) return parent;
  const std::string_view kind = ts_node_type(parent);
  for (const NamingParent& row : kNamingParents) {
    if (row.kind == kind) return child_named(parent, row.field);
  }
  return {};
}

}  // namespace

TSNode name_node(TSNode definition, TSNode parent, const Grammar& grammar) {
  const TSNode name = child_named(definition, "name");
  if (!ts_node_is_null(name)) return name;
  if ((grammar.roles(definition) & kLambda) != 0) return name_from_parent(parent);
  const std::string_view kind = ts_node_type(definition);
  if (kind == "impl_item") return child_named(definition, "type");
  if (kind == "type_alias_statement") return child_named(definition, "left");
  return innermost_declarator(definition);
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

std::string shown_name(std::string_view text, std::size_t max_bytes) {
  const std::size_t quotes =
      text.size() > 2 && (text.front() == '"' || text.front() == '\'') && text.front() == text.back() ? 1 : 0;
  text = text.substr(quotes, text.size() - 2 * quotes);
  std::string name;
  for (const char c : text.substr(0, 4 * max_bytes)) {
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
    if (!space) {
      name += c;
    } else if (!name.empty() && name.back() != ' ') {
      name += ' ';
    }
  }
  std::size_t end = name.size();
  if (end > max_bytes) {
    end = max_bytes;
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
  }
  return to_valid_utf8(trim(std::string_view(name).substr(0, end)));
}

}  // namespace rustassistant::source
