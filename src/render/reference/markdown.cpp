// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "fields.hpp"
#include "rustassistant/base/version.hpp"
#include "rustassistant/codec/json.hpp"
#include "rustassistant/render/document.hpp"
#include "rustassistant/render/json_reference.hpp"

namespace rustassistant::render {
namespace {

Json value_example(const Node& node);

Json object_example(const Node& node) {
  Json json = Json::object();
  for (const Node& child : node.children) {
    const bool is_shown_amount = child.kind == "shown-dollars" || child.kind == "@shown-rates";  // to_text() adds them
    if (!is_shown_amount) json[child.name == "*" ? "name" : child.name] = value_example(child);
  }
  return json;
}

Json plain_example(const Node& node) {
  if (!node.example.empty()) return Json::parse(node.example);
  if (node.kind.starts_with('@')) return object_example(tree_of(*shape_named(node.kind.substr(1))));
  if (node.kind.starts_with('#')) return words_named(node.kind.substr(1)).front();
  if (node.kind == "object" || node.kind == "map") return object_example(node);
  return Json::parse(kind_named(node.kind)->example);
}

Json value_example(const Node& node) {
  return node.list ? Json::array({plain_example(node)}) : plain_example(node);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "`" : ", `") + word + "`";
  return text;
}

std::string type_text(const Node& node) {
  std::string text;
  if (node.kind.starts_with('@')) {
    const std::string name(node.kind.substr(1));
    text = "[" + name + "](#shape-" + name + ")";
  } else if (node.kind.starts_with('#')) {
    text = "one of " + joined(words_named(node.kind.substr(1)));
  } else if (node.kind == "object" || node.kind == "map") {
    text = "object";
  } else {
    const Kind& kind = *kind_named(node.kind);
    text = std::string(kind.type);
    if (!kind.unit.empty()) text += (text.empty() ? "" : ", ") + std::string(kind.unit);
  }
  if (node.list) text = "list: " + text;
  if (node.nullable) text += ", or null";
  return text;
}

void add_rows(std::string& text, const Node& node, const std::string& below) {
  for (const Node& child : node.children) {
    const std::string path = below + child.name + (child.list ? "[]" : "");
    text += "| `" + path + "`" + (child.optional ? " (optional)" : "") + " | " + type_text(child) + " | " +
            std::string(child.meaning) + " |\n";
    add_rows(text, child, path + ".");
  }
}

std::string table_text(const Node& node) {
  std::string text = "| field | type | meaning |\n| --- | --- | --- |\n";
  add_rows(text, node, "");
  return text;
}

std::string example_of(const Document& document, const Node& node) {
  Json json = object_example(node);
  if (json.contains("schema")) json["schema"] = "rustassistant." + std::string(document.name) + "/1";
  if (json.contains("tool_version")) json["tool_version"] = program_version();
  if (document.form == Form::document) return to_text(json);
  return codec::dump_json(json, codec::JsonStyle::compact) + "\n";
}

std::string csv_example(const Node& node) {
  std::string head;
  std::string row;
  for (const Node& child : node.children) {
    const Json value = plain_example(child);
    const std::string separator = head.empty() ? "" : ",";
    head.append(separator).append(child.name);
    row.append(separator).append(value.is_string() ? value.get<std::string>() : value.dump());
  }
  return head + "\n" + row + "\n";
}

std::string section(const Document& document, const std::string& writers) {
  const std::string name(document.name);
  std::string text = "## " + name + "\n\n" + std::string(document.title);
  if (!writers.empty()) text += " Written by " + writers + ".";
  text += "\n\n";
  const bool csv = document.form == Form::csv;
  if (document.form == Form::document || document.form == Form::first_line)
    text += "Schema name: `rustassistant." + name + "/1`. ";
  if (!csv) text += "File: [" + name + ".schema.json](schemas/" + name + ".schema.json).\n\n";
  const Node node = tree_of(document.fields, document.form);
  text += table_text(node);
  if (csv) return text + "\n```csv\n" + csv_example(node) + "```\n\n";
  return text + "\n```json\n" + example_of(document, node) + "```\n\n";
}

constexpr std::string_view kIntroduction = R"(<!-- Written by scripts/update-docs from src/render/reference/. -->
# JSON reference

With `--format json`, a command writes exactly one JSON document to standard output, also when it fails. It ends with a
line feed. This page lists every field of every document. Each document has a JSON Schema (draft 2020-12) in
[schemas/](schemas/).

## What holds for all documents

- `schema` names the document and its version. The version rises when a field is removed or changes its meaning. Fields
  may be added without a new version, so ignore those that you do not know. The schema files describe the version of the
  program that they came with; they allow no other fields.
- A field is always there, unless it is marked as optional. What is not known is `null`, never 0.
- Money is an integer of nano-dollars: 1,000,000,000 is one US dollar. Beside each amount stands a text for people:
  `cost_usd`, such as `"$0.0023"`, beside `cost_nano_usd`. Costs are rounded up in it, caps and prices are not rounded.
- A time is a text as in RFC 3339. A day is `YYYY-MM-DD` in the time zone of the ledger.
- A `path` is shown as it was named on the command line, unless the table says otherwise. Bytes that are not UTF-8 become
  U+FFFD.
- `repository` is `{id, path}`. The id stays the same as long as the path does.
- If a command fails before it has a result, it writes the document [error](#error). Look at `schema` first.
- A review goes on when a file fails. That file has an `error` in its result, and the exit code is that of the most serious
  failure.

For example, the paths of all files with a severe finding:

```sh
rustassistant refactor analyze src --format json |
  jq -r '.results[] | select(any(.analysis.code_smells[]?; .severity == "high")) | .path'
```

)";

}  // namespace

std::string json_markdown(const std::function<std::string(std::string_view schema)>& writers) {
  std::string text(kIntroduction);
  text += "## Documents\n\n";
  for (const Document& document : all_documents())
    text += fmt::format("- [{0}](#{0}): {1}\n", document.name, document.title);
  text += "\n";
  for (const Document& document : all_documents()) {
    text += section(document, document.form == Form::document
                                  ? writers("rustassistant." + std::string(document.name) + "/1")
                                  : std::string());
  }
  text += "# Shapes\n\nFields that stand in several documents.\n\n";
  for (const Shape& shape : shapes()) {
    text += "## Shape: " + std::string(shape.name) + "\n\n" + std::string(shape.title) + ".\n\n" +
            table_text(tree_of(shape)) + "\n";
  }
  text.pop_back();
  return text;
}

}  // namespace rustassistant::render
