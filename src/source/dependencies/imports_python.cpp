// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <string>

#include "children.hpp"
#include "import_reader.hpp"
#include "rustassistant/base/ascii.hpp"

namespace rustassistant::source {
namespace {

std::string without_blanks(std::string_view text) {
  std::string kept(text);
  std::erase_if(kept, [](char c) { return ascii::is_space(c) || c == '\\'; });
  return kept;
}

// The name before `as`.
std::string imported_name(TSNode node, const ImportReader& reader) {
  const bool renamed = std::string_view(ts_node_type(node)) == "aliased_import";
  return without_blanks(reader.text(renamed ? child_named(node, "name") : node));
}

template <typename Each>
void for_each_name(TSNode statement, Each each) {
  for_each_child(statement, [&](TSNode child, std::string_view field) {
    if (field == "name") each(child);
  });
}

void read_python_import(ImportReader& reader, TSNode statement) {
  for_each_name(statement, [&](TSNode name) {
    reader.add({ImportForm::module, first_line(name), imported_name(name, reader), {}, {}, {}, {}});
  });
}

void read_python_from(ImportReader& reader, TSNode statement) {
  const TSNode module = child_named(statement, "module_name");
  if (ts_node_is_null(module)) return;
  Import import{ImportForm::module, first_line(statement), without_blanks(reader.text(module)), {}, {}, {}, {}};
  for_each_name(statement, [&](TSNode name) { import.symbols.push_back(imported_name(name, reader)); });
  if (import.symbols.empty()) import.form = ImportForm::wildcard;
  reader.add(std::move(import));
}

constexpr auto kPythonRules = std::to_array<ImportRule>({
    {" import_statement ", read_python_import},
    {" import_from_statement ", read_python_from},
});

}  // namespace

std::span<const ImportRule> python_import_rules() {
  return kPythonRules;
}

}  // namespace rustassistant::source
