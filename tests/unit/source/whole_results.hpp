// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "import_entries.hpp"
#include "rustassistant/source/chunks.hpp"
#include "rustassistant/source/documentation.hpp"
#include "rustassistant/source/file_units.hpp"
#include "rustassistant/source/imports.hpp"
#include "rustassistant/source/interfaces.hpp"
#include "rustassistant/source/todos.hpp"

// What is found in a text, each field of it as a line of text: a table of these notices any change.
namespace rustassistant::source::whole {

using Lines = std::vector<std::string>;

// A text in a language, and what it comes to.
struct Row {
  std::string_view language;
  std::string_view text;
  Lines expected;
};

inline std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

inline std::string span(int first, int last) {
  return std::to_string(first) + "-" + std::to_string(last);
}

// "0+45 1-4 function a::f test" of a chunk; "  function f a::f 1-4 within" of what it defines.
inline Lines chunks(std::string_view text, std::string_view language) {
  constexpr std::string_view kDefined[] = {"", " within", " elsewhere"};
  Lines lines;
  for (const Chunk& chunk : chunks_of(text, language)) {
    std::string line = std::to_string(chunk.start) + "+" + std::to_string(chunk.end - chunk.start) + " " +
                       span(chunk.line_start, chunk.line_end);
    if (!chunk.scope.empty()) line += " " + chunk.scope_kind + " " + chunk.scope;
    lines.push_back(line + (chunk.is_test ? " test" : ""));
    for (const ChunkDefinition& one : chunk.definitions) {
      const std::string name = one.name == one.qualified_name ? one.name : one.name + " " + one.qualified_name;
      lines.push_back("  " + one.kind + " " + name + " " + span(one.line_start, one.line_end) +
                      std::string(kDefined[static_cast<std::size_t>(one.defined)]));
    }
  }
  return lines;
}

// "1-1/9-9 head 1-1 in 0 45 bytes function seen: a b" of a unit; "import 1-2: a b" of an import.
inline Lines units(std::string_view text, std::string_view language) {
  Lines lines;
  const domain::FileUnits file = file_units_of(text, language);
  for (const domain::FileUnit& unit : file.units) {
    std::string line = span(unit.lines.line_start, unit.lines.line_end);
    if (unit.tail.line_start > 0) line += "/" + span(unit.tail.line_start, unit.tail.line_end);
    if (unit.head != unit.lines) line += " head " + span(unit.head.line_start, unit.head.line_end);
    if (unit.container) line += " in " + std::to_string(*unit.container);
    line += " " + std::to_string(unit.bytes) + " bytes";
    if (unit.is_function) line += " function";
    line += unit.head_hash.empty() ? " unseen" : unit.head_hash == domain::kNothingSeen ? " nothing" : "";
    lines.push_back(line + ": " + joined(unit.names));
  }
  for (const domain::ImportLines& one : file.imports)
    lines.push_back("import " + span(one.lines.line_start, one.lines.line_end) + ": " + joined(one.words));
  return lines;
}

// "TODO 2 1-2 a::f @owner {#1 ABC-2} text".
inline Lines todos(std::string_view text, std::string_view language) {
  Lines lines;
  const domain::Todos found = find_todos(text, language);
  if (!found.judged) lines.emplace_back("not judged");
  for (const domain::Todo& todo : found.items) {
    std::string line = std::string(domain::name_of(todo.tag)) + " " + std::to_string(static_cast<int>(todo.priority)) +
                       " " + span(todo.location.line_start, todo.location.line_end);
    if (!todo.location.item_name.empty()) line += " " + todo.location.item_name;
    if (!todo.owner.empty()) line += " @" + todo.owner;
    if (!todo.issues.empty()) line += " {" + joined(todo.issues) + "}";
    lines.push_back(line + " " + todo.text);
  }
  return lines;
}

// "module 1 a::b {c d} as e in f path g" of an import; then the package, what is defined, and the names.
inline Lines imports(std::string_view text, std::string_view language) {
  Lines lines;
  const FileImports found = imports_of(text, language);
  for (const Import& import : found.imports) {
    std::string line = std::string(name_of(import.form)) + " " + std::to_string(import.line) + " " + import.target;
    if (!import.symbols.empty()) line += " {" + joined(import.symbols) + "}";
    if (!import.alias.empty()) line += " as " + import.alias;
    if (!import.scope.empty()) line += " in " + import.scope;
    if (!import.path.empty()) line += " path " + import.path;
    lines.push_back(line);
  }
  if (!found.package.empty()) lines.push_back("package " + found.package);
  if (!found.defines.empty()) lines.push_back("defines " + joined(found.defines));
  if (!found.names.empty()) lines.push_back("names " + joined(found.names));
  return lines;
}

// "use a::b | b" of each entry of an import statement: its words, and what it is called.
inline Lines entries(std::string_view text, std::string_view language) {
  Lines lines;
  for (const ImportEntry& entry : import_entries(text, language))
    lines.push_back(entry.text + "| " + joined(entry.names));
  return lines;
}

// The purpose, then "function a::f 1-4: pub fn f()" and what its comment says, a line for each part.
inline Lines documents(std::string_view text, std::string_view language) {
  Lines lines;
  const domain::Documentation found = document(text, language);
  if (!found.judged) lines.emplace_back("not judged");
  if (!found.purpose.empty()) lines.push_back("purpose " + found.purpose);
  for (const domain::DocumentedItem& item : found.items) {
    lines.push_back(item.kind + " " + item.name + " " + span(item.location.line_start, item.location.line_end) + ": " +
                    item.signature);
    if (!item.description.empty()) lines.push_back("  says " + item.description);
    for (const domain::DocumentedParameter& one : item.parameters)
      lines.push_back("  takes " + one.name + ": " + one.description + (one.verified == true ? "" : " (not there)"));
    if (!item.returns.empty()) lines.push_back("  gives " + item.returns);
    for (const std::string& error : item.errors) lines.push_back("  fails " + error);
  }
  return lines;
}

// "name: signature" of each public item, "-" where it has no name.
inline Lines interfaces(std::string_view text, std::string_view language) {
  Lines lines;
  const Interface found = interface_of(text, language);
  if (found.whole_file) lines.emplace_back("whole file");
  for (const PublicItem& item : found.items) lines.push_back((item.name.empty() ? "-" : item.name) + ":" + item.text);
  return lines;
}

}  // namespace rustassistant::source::whole
