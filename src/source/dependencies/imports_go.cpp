// SPDX-License-Identifier: MIT
#include <array>
#include <string>

#include "children.hpp"
#include "import_reader.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

void read_package(ImportReader& reader, TSNode clause) {
  const TSNode name = ts_node_named_child(clause, 0);
  if (!ts_node_is_null(name)) reader.found().package = reader.text(name);
}

void read_spec(ImportReader& reader, TSNode spec) {
  const TSNode path = child_named(spec, "path");
  const TSNode name = child_named(spec, "name");
  if (ts_node_is_null(path)) return;
  Import import{ImportForm::module, first_line(spec), plain_string(path, reader.text()), {}, {}, {}, {}};
  if (!ts_node_is_null(name)) import.alias = reader.text(name);
  if (import.alias == ".") import.form = ImportForm::wildcard;
  reader.add(std::move(import));
}

void read_selector(ImportReader& reader, TSNode selector) {
  const TSNode operand = child_named(selector, "operand");
  if (ts_node_is_null(operand) || std::string_view(ts_node_type(operand)) != "identifier") return;
  reader.select(reader.text(operand), reader.text(child_named(selector, "field")));
}

void read_qualified(ImportReader& reader, TSNode type) {
  const TSNode package = child_named(type, "package");
  if (!ts_node_is_null(package)) reader.select(reader.text(package), reader.text(child_named(type, "name")));
}

// Functions, types, variables and constants; those within functions do not count.
void read_go_definition(ImportReader& reader, TSNode definition) {
  TSNode around = ts_node_parent(definition);
  while (!ts_node_is_null(around) &&
         has_word(" type_declaration const_declaration var_declaration var_spec_list ", ts_node_type(around))) {
    around = ts_node_parent(around);
  }
  if (ts_node_is_null(around) || std::string_view(ts_node_type(around)) != "source_file") return;
  for_each_child(definition, [&](TSNode child, std::string_view field) {
    if (field == "name" && ts_node_is_named(child)) reader.define(reader.text(child), true);
  });
}

constexpr auto kGoRules = std::to_array<ImportRule>({
    {" package_clause ", read_package},
    {" import_spec ", read_spec},
    {" selector_expression ", read_selector},
    {" qualified_type ", read_qualified},
    {" function_declaration type_spec type_alias const_spec var_spec ", read_go_definition},
});

// "yaml" of "gopkg.in/yaml.v3" and "chi" of "github.com/go-chi/chi/v5": what a package is called by habit.
std::string habitual_name(std::string_view path) {
  const auto is_version = [](std::string_view part) {
    return part.size() > 1 && part.front() == 'v' && part.find_first_not_of("0123456789", 1) == std::string_view::npos;
  };
  std::string_view last = path.substr(path.rfind('/') + 1);
  if (is_version(last) && path.size() > last.size()) {
    path.remove_suffix(last.size() + 1);
    last = path.substr(path.rfind('/') + 1);
  }
  const std::size_t dot = last.rfind('.');
  if (dot != std::string_view::npos && is_version(last.substr(dot + 1))) last = last.substr(0, dot);
  return std::string(last);
}

}  // namespace

void attach_selected(ImportReader& reader) {
  for (Import& import : reader.found().imports) {
    if (import.form != ImportForm::module || !import.symbols.empty()) continue;
    const auto& names = reader.selected(import.alias.empty() ? habitual_name(import.target) : import.alias);
    import.symbols.assign(names.begin(), names.end());
  }
}

std::span<const ImportRule> go_import_rules() {
  return kGoRules;
}

}  // namespace rustassistant::source
