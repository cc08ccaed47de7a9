// SPDX-License-Identifier: MIT
#include <array>
#include <string>

#include "children.hpp"
#include "import_reader.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

std::string_view ecma_kind(TSNode node) {
  return ts_node_is_null(node) ? std::string_view() : ts_node_type(node);
}

// The names of `{ a, b as c }` and of `a, * as b`, as the other module calls them.
void add_names(const ImportReader& reader, TSNode clause, Import& import) {
  for_each_named_child(clause, [&](TSNode part) {
    const std::string_view kind = ecma_kind(part);
    if (kind == "identifier" && ecma_kind(clause) == "import_clause") import.symbols.emplace_back("default");
    if (kind == "namespace_import" || kind == "namespace_export") import.form = ImportForm::wildcard;
    if (kind == "import_specifier" || kind == "export_specifier") {
      const TSNode name = child_named(part, "name");
      if (!ts_node_is_null(name)) import.symbols.emplace_back(reader.text(name));
    }
    if (kind == "named_imports") add_names(reader, part, import);
  });
}

// A statement with a source: `import … from "x"`, `export … from "x"`, `import a = require("x")`.
void read_statement(ImportReader& reader, TSNode statement) {
  TSNode source = child_named(statement, "source");
  bool names_all = ecma_kind(statement) == "export_statement";
  Import import{ImportForm::module, first_line(statement), {}, {}, {}, {}, {}};
  const std::uint32_t count = ts_node_named_child_count(statement);
  for (std::uint32_t i = 0; i < count; ++i) {
    const TSNode part = ts_node_named_child(statement, i);
    const std::string_view kind = ecma_kind(part);
    if (kind == "import_require_clause") {
      source = child_named(part, "source");
      import.form = ImportForm::wildcard;
    }
    if (has_word(" import_clause export_clause namespace_export ", kind)) names_all = false;
    if (kind == "namespace_export") import.form = ImportForm::wildcard;
    if (kind == "import_clause" || kind == "export_clause") add_names(reader, part, import);
  }
  if (ts_node_is_null(source)) return;
  if (names_all) import.form = ImportForm::wildcard;
  import.target = plain_string(source, reader.text());
  reader.add(std::move(import));
}

// The names of `const { a, b: c } = require("x")`.
void add_pattern(const ImportReader& reader, TSNode call, Import& import) {
  TSNode parent = ts_node_parent(call);
  if (!ts_node_is_null(parent) && ecma_kind(parent) == "await_expression") parent = ts_node_parent(parent);
  if (ts_node_is_null(parent) || ecma_kind(parent) != "variable_declarator") return;
  const TSNode pattern = child_named(parent, "name");
  if (ts_node_is_null(pattern) || ecma_kind(pattern) != "object_pattern") return;
  for_each_named_child(pattern, [&](TSNode part) {
    const std::string_view kind = ecma_kind(part);
    if (kind == "shorthand_property_identifier_pattern") import.symbols.emplace_back(reader.text(part));
    if (kind == "pair_pattern") import.symbols.emplace_back(reader.text(child_named(part, "key")));
  });
}

// `require("x")` and `import("x")`, also as a type.
void read_call(ImportReader& reader, TSNode call) {
  const TSNode function = child_named(call, "function");
  if (ts_node_is_null(function)) return;
  const bool imports = ecma_kind(function) == "import";
  if (!imports && reader.text(function) != "require") return;
  const TSNode arguments = child_named(call, "arguments");
  TSNode first{};
  const std::uint32_t count = ts_node_is_null(arguments) ? 0 : ts_node_named_child_count(arguments);
  for (std::uint32_t i = 0; i < count && ts_node_is_null(first); ++i) {
    const TSNode argument = ts_node_named_child(arguments, i);
    if (ecma_kind(argument) != "comment") first = argument;
  }
  if (ts_node_is_null(first)) return;
  Import import{ImportForm::wildcard, first_line(call), {}, {}, {}, {}, {}};
  if (ecma_kind(first) == "string" || ecma_kind(first) == "template_string")
    import.target = plain_string(first, reader.text());
  if (import.target.empty()) {
    import.form = ImportForm::computed;
    import.target = reader.text(first).substr(0, kMaxImportBytes);
  } else {
    add_pattern(reader, call, import);
    if (!import.symbols.empty()) import.form = ImportForm::module;
  }
  reader.add(std::move(import));
}

constexpr auto kEcmaRules = std::to_array<ImportRule>({
    {" import_statement export_statement ", read_statement},
    {" call_expression ", read_call},
});

}  // namespace

std::span<const ImportRule> ecma_import_rules() {
  return kEcmaRules;
}

}  // namespace rustassistant::source
