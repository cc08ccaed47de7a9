// SPDX-License-Identifier: MIT
#include "containers.hpp"

#include <algorithm>
#include <string_view>

#include "lines.hpp"
#include "rustassistant/base/text.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

constexpr int kLongStatement = 100;     // lines
constexpr int kNestedPercent = 40;      // of a long statement's lines, in nested functions
constexpr int kDominantPercent = 60;    // of a statement's lines, in one child
constexpr int kOnlyPercent = 90;        // the same: nothing but that child is worth splitting
constexpr int kMaxDescent = 100;        // from a statement to the list in it
constexpr std::size_t kMaxPlace = 200;  // bytes of a name

constexpr std::string_view kUnitWrappers =
    " export_statement decorated_definition template_declaration ambient_declaration expression_statement "
    "type_declaration ";
constexpr std::string_view kAlwaysSplit =
    " namespace_definition mod_item internal_module module linkage_specification foreign_mod_item ";
constexpr std::string_view kConditionalGroups =
    " preproc_if preproc_ifdef preproc_else preproc_elif preproc_elifdef enum_body_declarations ";
constexpr std::string_view kMemberLists =
    " object class_body declaration_list field_declaration_list array dictionary interface_body enum_body arguments ";

int lines_in(TSNode node) {
  return last_line(node) - first_line(node) + 1;
}

TSNode last_named_child(TSNode node) {
  const std::uint32_t count = ts_node_named_child_count(node);
  return count == 0 ? TSNode{} : ts_node_named_child(node, count - 1);
}

TSNode unwrapped(TSNode node) {
  for (int i = 0; i < kMaxDescent && has_word(kUnitWrappers, ts_node_type(node)); ++i) {
    const TSNode inner = last_named_child(node);
    if (ts_node_is_null(inner)) break;
    node = inner;
  }
  return node;
}

bool holds_member(TSNode body, const Grammar& grammar) {
  constexpr std::string_view kDeclared =
      " enum_body_declarations function_signature_item method_signature abstract_method_signature declaration "
      "field_declaration access_specifier ";
  const std::uint32_t count = ts_node_named_child_count(body);
  for (std::uint32_t i = 0; i < count; ++i) {
    const TSNode child = unwrapped(ts_node_named_child(body, i));
    if ((grammar.roles(child) & (kFunction | kScope)) != 0) return true;
    const std::string_view kind = ts_node_type(child);
    // Fields alone, as in C, are no members of their own.
    const bool is_field = kind == "field_declaration" && grammar.facts().language != "cpp";
    if (!is_field && has_word(kDeclared, kind)) return true;
  }
  return false;
}

// The lines of the outermost functions and types below a node.
int lines_of_functions(TSNode node, const Grammar& grammar) {
  int lines = 0;
  int last = 0;
  for (Cursor cursor(node); cursor.to_first_child();) {
    for (;;) {
      const TSNode child = cursor.node();
      const bool counts = (grammar.roles(child) & (kFunction | kLambda | kScope)) != 0 && first_line(child) > last;
      if (counts) {
        lines += lines_in(child);
        last = last_line(child);
      }
      if (!counts && first_line(child) != last_line(child) && cursor.to_first_child()) continue;
      bool more = cursor.to_next_sibling();
      while (!more && cursor.to_parent() && !ts_node_eq(cursor.node(), node)) more = cursor.to_next_sibling();
      if (!more) return lines;
    }
  }
  return lines;
}

TSNode dominant_child(TSNode node, int percent) {
  const std::uint32_t count = ts_node_named_child_count(node);
  for (std::uint32_t i = 0; i < count; ++i) {
    const TSNode child = ts_node_named_child(node, i);
    if (lines_in(child) * 100 >= lines_in(node) * percent) return child;
  }
  return {};
}

// The list of statements or members that makes up a long statement, where functions make up that.
TSNode list_of_functions(TSNode statement, const Grammar& grammar) {
  if (lines_in(statement) <= kLongStatement) return {};
  TSNode node = statement;
  for (int i = 0; i < kMaxDescent && !ts_node_is_null(node); ++i, node = dominant_child(node, kDominantPercent)) {
    const bool is_list = (grammar.roles(node) & kBlock) != 0 || has_word(kMemberLists, ts_node_type(node));
    if (!is_list || !ts_node_is_null(dominant_child(node, kOnlyPercent))) continue;
    if (lines_of_functions(node, grammar) * 100 >= lines_in(statement) * kNestedPercent) return node;
  }
  return {};
}

// "impl_item Display Box<T>"
std::string place_of(TSNode node, std::string_view text) {
  std::string place = ts_node_type(node);
  for (const std::string_view field : {"trait", "type", "name", "left", "key", "function"}) {
    const TSNode named = child_named(node, field);
    if (!ts_node_is_null(named)) place += " " + to_valid_utf8(collapsed(text_of(named, text).substr(0, kMaxPlace)));
  }
  return place;
}

}  // namespace

bool is_import(TSNode node, const ParsedText& parsed) {
  constexpr std::string_view kOtherImports =
      " import_declaration package_clause package_declaration future_import_statement extern_crate_declaration ";
  return (parsed.grammar()->roles(node) & kImport) != 0 || has_word(kOtherImports, ts_node_type(node));
}

std::optional<Container> container_in(TSNode statement, const ParsedText& parsed) {
  const Grammar& grammar = *parsed.grammar();
  const std::string_view text = parsed.text();
  const TSNode node = unwrapped(statement);
  const std::string_view kind = ts_node_type(node);
  // Their children stand where the group stands.
  if (has_word(kConditionalGroups, kind)) return Container{node, {}};
  const TSNode body = child_named(node, "body");
  if (!ts_node_is_null(body)) {
    const bool splits =
        has_word(kAlwaysSplit, kind) || ((grammar.roles(node) & kScope) != 0 && holds_member(body, grammar));
    const bool groups = has_word(kAlwaysSplit, kind) || kind == "impl_item";
    if (splits) return Container{body, place_of(node, text), groups};
  }
  const TSNode list = list_of_functions(statement, grammar);
  if (ts_node_is_null(list)) return std::nullopt;
  return Container{list, place_of(node, text)};
}

}  // namespace rustassistant::source
