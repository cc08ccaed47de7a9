// SPDX-License-Identifier: MIT
#include "children.hpp"
#include "interface_rules.hpp"
#include "names.hpp"
#include "words.hpp"

// The rules of ECMAScript and Python, where names are public by what stands elsewhere in the file.
namespace rustassistant::source {
namespace {

constexpr std::size_t kMaxNamed = 10'000;

// Every identifier below a node, but not in functions.
void gather_identifiers(InterfaceFile& file, TSNode top) {
  Cursor cursor(top);
  std::size_t depth = 0;
  for (;;) {
    const TSNode node = cursor.node();
    const std::string_view kind = kind_of_node(node);
    if (has_word(" identifier shorthand_property_identifier ", kind) && file.named.size() < kMaxNamed)
      file.named.emplace(file.text(node));
    const bool inside = !has_word(" statement_block class_body arguments formal_parameters ", kind);
    if (inside && cursor.to_first_child()) {
      ++depth;
      continue;
    }
    while (depth > 0 && !cursor.to_next_sibling()) {
      cursor.to_parent();
      --depth;
    }
    if (depth == 0) return;
  }
}

bool is_commonjs_export(const InterfaceFile& file, TSNode statement) {
  const std::string_view text = file.text(statement);
  return text.starts_with("module.exports") || text.starts_with("exports.") || text.starts_with("exports =") ||
         text.starts_with("exports[");
}

// The node that a statement declares: that of `export`, too.
std::string declared_name(const InterfaceFile& file, TSNode item) {
  const std::string_view kind = kind_of_node(item);
  TSNode named = item;
  if (kind == "lexical_declaration" || kind == "variable_declaration") named = ts_node_named_child(item, 0);
  if (kind == "ambient_declaration") named = ts_node_named_child(item, 0);
  const TSNode name = ts_node_is_null(named) ? named : child_named(named, "name");
  return ts_node_is_null(name) ? std::string() : std::string(file.text(name));
}

bool is_dunder(std::string_view name) {
  return name.size() > 4 && name.starts_with("__") && name.ends_with("__");
}

bool is_python_name_public(const InterfaceFile& file, std::string_view name) {
  return !name.empty() && (!name.starts_with('_') || is_dunder(name) || file.named.contains(name));
}

// What an assignment gives a value; empty for any other statement.
std::string_view assigned_name(const InterfaceFile& file, TSNode statement) {
  const TSNode assignment = ts_node_named_child(statement, 0);
  if (ts_node_is_null(assignment) || !has_word(" assignment augmented_assignment ", kind_of_node(assignment)))
    return {};
  const TSNode left = child_named(assignment, "left");
  return ts_node_is_null(left) ? std::string_view() : file.text(left);
}

std::string_view python_definition_name(const InterfaceFile& file, TSNode node) {
  if (kind_of_node(node) == "decorated_definition") node = child_named(node, "definition");
  if (ts_node_is_null(node)) return {};
  const TSNode name = child_named(node, "name");
  return ts_node_is_null(name) ? std::string_view() : file.text(name);
}

}  // namespace

void prepare_ecma(InterfaceFile& file) {
  Cursor cursor(file.parsed.root());
  if (!cursor.to_first_child()) return;
  do {
    const TSNode statement = cursor.node();
    const std::string_view kind = kind_of_node(statement);
    if (kind == "export_statement") {
      file.exports = true;
      const TSNode clause = child_of_kind(statement, "export_clause");
      const bool here = ts_node_is_null(child_named(statement, "source"));
      if (!ts_node_is_null(clause) && here) gather_identifiers(file, clause);
      const TSNode value = child_named(statement, "value");
      if (!ts_node_is_null(value) && kind_of_node(value) == "identifier") file.named.emplace(file.text(value));
    } else if (kind == "import_statement") {
      file.exports = true;
    } else if (kind == "expression_statement" && is_commonjs_export(file, statement)) {
      file.exports = true;
      gather_identifiers(file, statement);
    }
  } while (cursor.to_next_sibling());
}

std::string ecma_public_name(const InterfaceFile& file, TSNode item) {
  const std::string_view kind = kind_of_node(item);
  if (kind == "export_statement") {
    const TSNode declaration = child_named(item, "declaration");
    const std::string name = ts_node_is_null(declaration) ? std::string() : declared_name(file, declaration);
    return name.empty() ? "-" : name;
  }
  if (kind == "expression_statement") return is_commonjs_export(file, item) ? "-" : "";
  const std::string name = declared_name(file, item);
  if (name.empty()) return {};
  return !file.exports || file.named.contains(name) ? name : std::string();
}

bool is_hidden_in_ecma(const InterfaceFile& file, TSNode part, TSFieldId field, InterfaceFrame& around) {
  const std::string_view outer = kind_of_node(around.node);
  constexpr std::string_view kFunctions =
      " function_declaration generator_function_declaration function_expression generator_function arrow_function "
      "method_definition ";
  if (has_word(kFunctions, outer) && is_field(around.node, field, "body")) return true;
  if (!has_word(" class_body interface_body object_type ", outer) || !ts_node_is_named(part)) return false;
  if (kind_of_node(part) == "class_static_block") return true;
  const TSNode access = child_of_kind(part, "accessibility_modifier");
  if (!ts_node_is_null(access) && file.text(access) == "private") return true;
  TSNode name = child_named(part, "name");
  if (ts_node_is_null(name)) name = child_named(part, "property");
  return !ts_node_is_null(name) && kind_of_node(name) == "private_property_identifier";
}

void prepare_python(InterfaceFile& file) {
  Cursor cursor(file.parsed.root());
  if (!cursor.to_first_child()) return;
  do {
    const TSNode statement = cursor.node();
    if (kind_of_node(statement) != "expression_statement" || assigned_name(file, statement) != "__all__") continue;
    const TSNode list = child_named(ts_node_named_child(statement, 0), "right");
    if (ts_node_is_null(list)) continue;
    for_each_named_child(list, [&](TSNode element) {
      const std::string_view text = file.text(element);
      if (text.size() > 2 && file.named.size() < kMaxNamed) file.named.emplace(text.substr(1, text.size() - 2));
    });
  } while (cursor.to_next_sibling());
}

std::string python_public_name(const InterfaceFile& file, TSNode item) {
  const std::string_view kind = kind_of_node(item);
  if (kind == "import_from_statement") {
    // What `__all__` names is handed on.
    bool any = false;
    for_each_child(item, [&](TSNode name, std::string_view field) {
      if (field != "name") return;
      const TSNode alias = child_named(name, "alias");
      any = any || file.named.contains(file.text(ts_node_is_null(alias) ? name : alias));
    });
    return any ? "-" : "";
  }
  const std::string_view name =
      kind == "expression_statement" ? assigned_name(file, item) : python_definition_name(file, item);
  if (kind == "type_alias_statement") return "-";
  return is_python_name_public(file, name) ? std::string(name) : std::string();
}

bool is_hidden_in_python(const InterfaceFile& file, TSNode part, TSFieldId field, InterfaceFrame& around) {
  const std::string_view outer = kind_of_node(around.node);
  if (outer == "function_definition" && is_field(around.node, field, "body")) return true;
  if (outer == "lambda" && is_field(around.node, field, "body")) return true;
  if (outer != "block" || !ts_node_is_named(part)) return false;
  const std::string_view kind = kind_of_node(part);
  if (kind == "expression_statement") return !is_python_name_public(file, assigned_name(file, part));
  if (has_word(" function_definition class_definition decorated_definition ", kind))
    return !is_python_name_public(file, python_definition_name(file, part));
  return kind == "pass_statement";
}

}  // namespace rustassistant::source
