// SPDX-License-Identifier: MIT
#include "interface_rules.hpp"

#include <array>

#include "children.hpp"
#include "names.hpp"
#include "rustassistant/base/ascii.hpp"
#include "rustassistant/base/text.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

// What a definition is called, without its type arguments; "-" where it has no name.
std::string name_or_dash(const InterfaceFile& file, TSNode item) {
  const std::string_view written = name_text(item, {}, *file.parsed.grammar(), file.parsed.text());
  std::string name = shown_name(written, 256);
  return name.empty() ? "-" : name;
}

bool is_body_of(TSNode part, TSFieldId field, const InterfaceFrame& around, std::string_view functions) {
  return ts_node_is_named(part) && has_word(functions, kind_of_node(around.node)) &&
         is_field(around.node, field, "body");
}

// --- Rust

bool has_rust_visibility(const InterfaceFile& file, TSNode item) {
  const TSNode visibility = child_of_kind(item, "visibility_modifier");
  return !ts_node_is_null(visibility) && file.text(visibility) != "pub(self)";
}

void prepare_rust(InterfaceFile& file) {
  const TSNode root = file.parsed.root();
  Cursor cursor(root);
  if (!cursor.to_first_child()) return;
  do {
    const TSNode item = cursor.node();
    if (has_word(" struct_item enum_item union_item trait_item ", kind_of_node(item)) &&
        !has_rust_visibility(file, item))
      file.hidden.insert(name_or_dash(file, item));
  } while (cursor.to_next_sibling());
}

bool has_attribute_before(const InterfaceFile& file, TSNode item, std::string_view word) {
  for (TSNode before = ts_node_prev_named_sibling(item); !ts_node_is_null(before);
       before = ts_node_prev_named_sibling(before)) {
    if (kind_of_node(before) != "attribute_item") return false;
    if (file.text(before).find(word) != std::string_view::npos) return true;
  }
  return false;
}

std::string rust_public_name(const InterfaceFile& file, TSNode item) {
  const std::string_view kind = kind_of_node(item);
  if (kind == "macro_definition")
    return has_attribute_before(file, item, "macro_export") ? name_or_dash(file, item) : "";
  if (kind == "impl_item") {
    std::string name = name_or_dash(file, item);
    return file.hidden.contains(name) ? std::string() : name;
  }
  if (!has_rust_visibility(file, item)) return {};
  return kind == "use_declaration" ? "-" : name_or_dash(file, item);
}

bool is_hidden_in_rust(const InterfaceFile& file, TSNode part, TSFieldId field, InterfaceFrame& around) {
  if (is_body_of(part, field, around, " function_item closure_expression ")) return true;
  const std::string_view list = kind_of_node(around.node);
  if (!ts_node_is_named(part) || (list != "declaration_list" && list != "field_declaration_list")) return false;
  const std::string_view kind = kind_of_node(part);
  if (kind == "attribute_item") return true;
  const TSNode holder = ts_node_parent(around.node);
  if (ts_node_is_null(holder)) return false;
  const std::string_view outer = kind_of_node(holder);
  const bool needs_word = has_word(" struct_item union_item mod_item foreign_mod_item ", outer) ||
                          (outer == "impl_item" && ts_node_is_null(child_named(holder, "trait")));
  return needs_word && !has_rust_visibility(file, part);
}

// --- C, C++

// The beginning of a text, behind comments and blanks.
std::string_view behind_comments(std::string_view text) {
  for (;;) {
    text = trim(text);
    const bool line = text.starts_with("//");
    if (!line && !text.starts_with("/*")) return text;
    const std::size_t end = line ? text.find('\n') : text.find("*/", 2);
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + (line ? 1 : 2));
  }
}

// By what the file begins with: the tree need not have it.
void prepare_c(InterfaceFile& file) {
  std::string_view text = behind_comments(file.parsed.content());
  if (!text.starts_with('#')) return;
  text = trim(text.substr(1, text.find('\n')));
  const bool guarded = text.starts_with("if") && text.find('!') != std::string_view::npos;
  const bool once = text.starts_with("pragma") && text.find("once") != std::string_view::npos;
  file.is_header = text.starts_with("ifndef") || guarded || once;
}

bool is_c_static(const InterfaceFile& file, TSNode item) {
  const std::uint32_t count = ts_node_child_count(item);
  for (std::uint32_t i = 0; i < count; ++i) {
    const TSNode child = ts_node_child(item, i);
    if (kind_of_node(child) == "storage_class_specifier" && file.text(child) == "static") return true;
  }
  return false;
}

std::string c_public_name(const InterfaceFile& file, TSNode item) {
  for (TSNode outer = ts_node_parent(item); !ts_node_is_null(outer); outer = ts_node_parent(outer)) {
    if (kind_of_node(outer) == "namespace_definition" && ts_node_is_null(child_named(outer, "name"))) return {};
  }
  if (file.is_header) return name_or_dash(file, item);
  const std::string_view kind = kind_of_node(item);
  if (kind != "function_definition" && kind != "declaration") return {};
  return is_c_static(file, item) ? std::string() : name_or_dash(file, item);
}

bool is_hidden_in_c(const InterfaceFile& file, TSNode part, TSFieldId field, InterfaceFrame& around) {
  if (is_body_of(part, field, around, " function_definition lambda_expression ")) return true;
  const std::string_view kind = kind_of_node(part);
  if (kind == "field_initializer_list") return true;
  if (kind_of_node(around.node) != "field_declaration_list") return false;
  if (kind == "access_specifier") {
    around.in_private = file.text(part).starts_with("private");
    return around.in_private;
  }
  return around.in_private && ts_node_is_named(part);
}

// --- Go

bool is_upper_name(std::string_view name) {
  return !name.empty() && (ascii::is_upper(name.front()) || static_cast<unsigned char>(name.front()) >= 0x80);
}

// Any of the names of a declaration such as `A, b = 1, 2`.
bool has_upper_name(const InterfaceFile& file, TSNode declaration) {
  bool any = false;
  for_each_child(declaration, [&](TSNode child, std::string_view field) {
    any = any || (field == "name" && is_upper_name(file.text(child)));
  });
  return any;
}

std::string go_public_name(const InterfaceFile& file, TSNode item) {
  const std::string_view kind = kind_of_node(item);
  if (kind == "const_declaration") {
    // Values may be counted from the first one on: the whole list says what they are.
    bool any = false;
    for_each_named_child(item, [&](TSNode spec) { any = any || has_upper_name(file, spec); });
    return any ? "-" : "";
  }
  if (!has_upper_name(file, item)) return {};
  const TSNode receiver = child_named(item, "receiver");
  if (!ts_node_is_null(receiver)) {
    std::string_view type = file.text(receiver);
    type = type.substr(0, type.find_first_of("[)"));
    type.remove_prefix(type.find_last_of(" \t*(") + 1);
    if (!is_upper_name(type)) return {};
  }
  return name_or_dash(file, item);
}

bool is_hidden_in_go(const InterfaceFile& file, TSNode part, TSFieldId field, InterfaceFrame& around) {
  if (is_body_of(part, field, around, " function_declaration method_declaration func_literal ")) return true;
  if (kind_of_node(around.node) != "field_declaration_list" || kind_of_node(part) != "field_declaration") return false;
  return !ts_node_is_null(child_named(part, "name")) && !has_upper_name(file, part);
}

// --- Java

bool is_java_private(const InterfaceFile& file, TSNode item) {
  const TSNode modifiers = child_of_kind(item, "modifiers");
  return !ts_node_is_null(modifiers) && !ts_node_is_null(child_of_kind(modifiers, "private")) && file.parsed.parsed();
}

std::string java_public_name(const InterfaceFile& file, TSNode item) {
  if (kind_of_node(item) == "package_declaration") return "-";
  return name_or_dash(file, item);
}

bool is_hidden_in_java(const InterfaceFile& file, TSNode part, TSFieldId field, InterfaceFrame& around) {
  if (is_body_of(part, field, around,
                 " method_declaration constructor_declaration compact_constructor_declaration lambda_expression "))
    return true;
  const std::string_view list = kind_of_node(around.node);
  if (!has_word(" class_body enum_body_declarations interface_body annotation_type_body ", list)) return false;
  if (has_word(" block static_initializer ", kind_of_node(part))) return true;
  return ts_node_is_named(part) && is_java_private(file, part);
}

// --- Bash

std::string bash_public_name(const InterfaceFile& file, TSNode item) {
  if (kind_of_node(item) == "function_definition") {
    std::string name = name_or_dash(file, item);
    return name.starts_with('_') ? std::string() : name;
  }
  const std::string_view text = file.text(item);
  const bool shared = text.starts_with("export ") || text.starts_with("readonly ") || text.starts_with("declare -r") ||
                      text.starts_with("declare -x");
  return shared ? "-" : "";
}

bool is_hidden_in_bash(const InterfaceFile& /*file*/, TSNode part, TSFieldId field, InterfaceFrame& around) {
  return is_body_of(part, field, around, " function_definition ");
}

constexpr auto kInterfaceRules = std::to_array<InterfaceRules>({
    {" rust ", " mod_item declaration_list foreign_mod_item ",
     " function_item function_signature_item struct_item enum_item union_item trait_item impl_item const_item "
     "static_item type_item macro_definition use_declaration extern_crate_declaration ",
     prepare_rust, rust_public_name, is_hidden_in_rust},
    {" c cpp ",
     " preproc_if preproc_ifdef preproc_else preproc_elif preproc_elifdef linkage_specification declaration_list "
     "namespace_definition ",
     " declaration function_definition type_definition struct_specifier union_specifier enum_specifier class_specifier "
     "preproc_def preproc_function_def alias_declaration using_declaration template_declaration concept_definition "
     "namespace_alias_definition template_instantiation ",
     prepare_c, c_public_name, is_hidden_in_c},
    {" python ",
     " if_statement elif_clause else_clause block try_statement except_clause finally_clause with_statement ",
     " function_definition class_definition decorated_definition expression_statement type_alias_statement "
     "import_from_statement ",
     prepare_python, python_public_name, is_hidden_in_python},
    {" javascript typescript tsx ", "",
     " export_statement expression_statement function_declaration generator_function_declaration class_declaration "
     "abstract_class_declaration lexical_declaration variable_declaration interface_declaration type_alias_declaration "
     "enum_declaration internal_module module ambient_declaration function_signature ",
     prepare_ecma, ecma_public_name, is_hidden_in_ecma},
    {" go ", " type_declaration var_declaration var_spec_list ",
     " function_declaration method_declaration type_spec type_alias const_declaration var_spec ", nullptr,
     go_public_name, is_hidden_in_go},
    {" java ", "",
     " package_declaration class_declaration interface_declaration enum_declaration record_declaration "
     "annotation_type_declaration ",
     nullptr, java_public_name, is_hidden_in_java},
    {" bash ", " if_statement else_clause elif_clause ", " function_definition declaration_command ", nullptr,
     bash_public_name, is_hidden_in_bash},
});

}  // namespace

std::span<const InterfaceRules> interface_rules() {
  return kInterfaceRules;
}

}  // namespace rustassistant::source
