// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <string>

#include "import_reader.hpp"
#include "rustassistant/base/ascii.hpp"

namespace rustassistant::source {
namespace {

// "a.b.C" of a name, without blanks and comments; empty where it holds anything else.
std::string dotted_name(std::string_view text) {
  std::string name;
  for (const char c : text) {
    if (ascii::is_space(c)) continue;
    if (!ascii::is_alnum(c) && c != '_' && c != '.' && c != '$' && static_cast<unsigned char>(c) < 0x80) return {};
    name += c;
  }
  return name;
}

TSNode name_in(TSNode declaration) {
  const std::uint32_t count = ts_node_named_child_count(declaration);
  for (std::uint32_t i = 0; i < count; ++i) {
    const TSNode child = ts_node_named_child(declaration, i);
    const std::string_view kind = ts_node_type(child);
    if (kind == "scoped_identifier" || kind == "identifier") return child;
  }
  return {};
}

void read_java_package(ImportReader& reader, TSNode declaration) {
  const TSNode name = name_in(declaration);
  if (!ts_node_is_null(name)) reader.found().package = dotted_name(reader.text(name));
  reader.pass_over(declaration);
}

void read_java_import(ImportReader& reader, TSNode declaration) {
  const TSNode name = name_in(declaration);
  if (ts_node_is_null(name)) return;
  Import import{ImportForm::module, first_line(declaration), dotted_name(reader.text(name)), {}, {}, {}, {}};
  const std::uint32_t count = ts_node_named_child_count(declaration);
  if (std::string_view(ts_node_type(ts_node_named_child(declaration, count - 1))) == "asterisk")
    import.form = ImportForm::wildcard;
  reader.add(std::move(import));
  reader.pass_over(declaration);
}

// `a.b.C` in the code: it begins with a package.
void read_java_path(ImportReader& reader, TSNode node) {
  const std::string_view text = reader.text(node);
  if (text.size() > kMaxImportBytes) return;
  std::string name = dotted_name(text.substr(0, text.find('<')));
  if (name.find('.') == std::string::npos || !ascii::is_lower(name.front())) return;
  if (std::none_of(name.begin(), name.end(), [](char c) { return ascii::is_upper(c); })) return;
  reader.refer(std::move(name), {}, node);
}

void read_java_type(ImportReader& reader, TSNode declaration) {
  const TSNode name = child_named(declaration, "name");
  const TSNode around = ts_node_parent(declaration);
  if (ts_node_is_null(name) || ts_node_is_null(around)) return;
  reader.define(reader.text(name), std::string_view(ts_node_type(around)) == "program");
}

void read_type_parameter(ImportReader& reader, TSNode parameter) {
  const std::uint32_t count = ts_node_named_child_count(parameter);
  for (std::uint32_t i = 0; i < count; ++i) {
    const TSNode child = ts_node_named_child(parameter, i);
    if (std::string_view(ts_node_type(child)) == "type_identifier") reader.define(reader.text(child), false);
  }
}

constexpr auto kJavaRules = std::to_array<ImportRule>({
    {" package_declaration ", read_java_package},
    {" import_declaration ", read_java_import},
    {" scoped_type_identifier field_access scoped_identifier ", read_java_path},
    {" class_declaration interface_declaration enum_declaration record_declaration annotation_type_declaration ",
     read_java_type},
    {" type_parameter ", read_type_parameter},
});

}  // namespace

std::span<const ImportRule> java_import_rules() {
  return kJavaRules;
}

}  // namespace rustassistant::source
