// SPDX-License-Identifier: MIT
#include <set>

#include "fields.hpp"
#include "rustassistant/render/document.hpp"
#include "rustassistant/render/json_reference.hpp"

namespace rustassistant::render {
namespace {

using Used = std::set<std::string_view>;

Json value_schema(const Node& node, Used& used);

Json object_schema(const Node& node, Used& used) {
  Json required = Json::array();
  Json properties = Json::object();
  for (const Node& child : node.children) {
    if (!child.optional) required.push_back(child.name);
    properties[child.name] = value_schema(child, used);
  }
  return {{"type", "object"},
          {"additionalProperties", false},
          {"required", std::move(required)},
          {"properties", std::move(properties)}};
}

// Of one value, whether or not it is in a list, and without null.
Json plain_schema(const Node& node, Used& used) {
  if (node.kind.starts_with('@')) {
    used.insert(node.kind.substr(1));
    return {{"$ref", "#/$defs/" + std::string(node.kind.substr(1))}};
  }
  if (node.kind.starts_with('#')) return {{"type", "string"}, {"enum", words_named(node.kind.substr(1))}};
  if (node.kind == "object") return object_schema(node, used);
  if (node.kind == "map")
    return {{"type", "object"}, {"additionalProperties", value_schema(node.children.front(), used)}};
  const Kind& kind = *kind_named(node.kind);
  Json schema = Json::object();
  if (!kind.type.empty()) schema["type"] = kind.type;
  if (!kind.pattern.empty()) schema["pattern"] = kind.pattern;
  return schema;
}

Json value_schema(const Node& node, Used& used) {
  Json schema = plain_schema(node, used);
  if (node.nullable) schema = Json{{"anyOf", Json::array({std::move(schema), Json{{"type", "null"}}})}};
  if (node.list) schema = Json{{"type", "array"}, {"items", std::move(schema)}};
  Json described = {{"description", node.meaning}};
  described.update(schema);
  return described;
}

// The shapes that are used, and those that these use.
Json definitions(const Used& used) {
  Json definitions = Json::object();
  Used open = used;
  while (!open.empty()) {
    const std::string_view name = *open.begin();
    open.erase(open.begin());
    if (definitions.contains(std::string(name))) continue;
    Json schema = object_schema(tree_of(*shape_named(name)), open);
    schema["description"] = shape_named(name)->title;
    definitions[std::string(name)] = std::move(schema);
  }
  return definitions;
}

std::string schema_text(const Document& document) {
  Used used;
  Json object = object_schema(tree_of(document.fields, document.form), used);
  if (document.form != Form::line)
    object["properties"]["schema"] = {{"const", "rustassistant." + std::string(document.name) + "/1"}};
  Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                 {"title", document.name},
                 {"description", document.title}};
  schema.update(object);
  if (!used.empty()) schema["$defs"] = definitions(used);
  return to_text(schema);
}

}  // namespace

std::vector<SchemaFile> json_schemas() {
  std::vector<SchemaFile> files;
  for (const Document& document : all_documents()) {
    if (document.form == Form::csv) continue;
    files.push_back({std::string(document.name) + ".schema.json", schema_text(document)});
  }
  return files;
}

bool is_documented(std::string_view schema) {
  for (const Document& document : all_documents()) {
    if (schema == "rustassistant." + std::string(document.name) + "/1") return true;
  }
  return false;
}

}  // namespace rustassistant::render
