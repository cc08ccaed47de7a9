// SPDX-License-Identifier: MIT
#include <algorithm>
#include <catch2/catch.hpp>

#include "fields.hpp"

using namespace rustassistant::render;

namespace {

// A tree as one line, in the order of its nodes.
std::string shown(const Node& node) {
  std::string text = node.name + ":" + std::string(node.kind);
  if (node.list) text += "[]";
  if (node.optional) text += " optional";
  if (node.nullable) text += " nullable";
  if (node.children.empty()) return text;
  text += " {";
  for (const Node& child : node.children) text += (&child == &node.children.front() ? "" : ", ") + shown(child);
  return text + "}";
}

constexpr Field kFields[] = {
    {"results[]", "object", "One"},
    {"results[].path", "path", "Two"},
    {"results[].usage?", "object?", "Three"},
    {"results[].usage.cost_nano_usd", "integer?", "Four", "7"},
    {"names[]?", "text", "Five"},
};

}  // namespace

TEST_CASE("fields become a tree: lists, what may be absent or null, and a text beside each amount") {
  CHECK(shown(tree_of(kFields, Form::document)) ==
        ":object {schema:text, tool_version:text, results:object[] {path:path, usage:object optional nullable "
        "{cost_nano_usd:integer nullable, cost_usd:shown-dollars nullable}}, names:text[] optional}");
  CHECK(shown(tree_of(kFields, Form::first_line)) ==
        ":object {schema:text, tool_version:text, results:object[] {path:path, usage:object optional nullable "
        "{cost_nano_usd:integer nullable}}, names:text[] optional}");
  CHECK(shown(tree_of(kFields, Form::line)) ==
        ":object {results:object[] {path:path, usage:object optional nullable {cost_nano_usd:integer nullable}}, "
        "names:text[] optional}");
}

TEST_CASE("the text beside an amount says that it is the same, and has the example of its kind") {
  const Node tree = tree_of(kFields, Form::document);
  const Node& usage = tree.children.at(2).children.at(1);
  CHECK(usage.children.at(0).meaning == "Four");
  CHECK(usage.children.at(0).example == "7");
  CHECK(usage.children.at(1).meaning == "The same as text");
  CHECK(usage.children.at(1).example.empty());
}

TEST_CASE("in a table a repository is two columns, one after the other") {
  constexpr Field kColumns[] = {
      {"day", "date", "A day"}, {"repository", "@repository", "Where"}, {"calls", "count", "N"}};
  const Node row = tree_of(kColumns, Form::csv);
  REQUIRE(row.children.size() == 4);
  CHECK(row.children.at(1).name == "repo");
  CHECK(row.children.at(1).kind == "repository-id");
  CHECK(row.children.at(2).name == "repo_path");
  CHECK(row.children.at(2).kind == "path");
  CHECK(row.children.at(3).name == "calls");
  const Node line = tree_of(std::span(kColumns).first(1), Form::csv);
  CHECK(line.children.size() == 1);
}

TEST_CASE("the fields of a shape stand in the place that names it, at the top or below a field") {
  constexpr Field kWithShapes[] = {
      {"", "+location", ""}, {"list[]", "object", "All"}, {"list[]", "+location", ""}, {"last", "text", "The end"}};
  const Node tree = tree_of(kWithShapes, Form::line);
  const std::span<const Field> location = shape_named("location")->fields;
  REQUIRE(tree.children.size() == location.size() + 2);
  const Node& list = tree.children.at(location.size());
  CHECK(list.name == "list");
  CHECK(list.children.size() == location.size());
  for (std::size_t i = 0; i < location.size(); ++i) {
    CHECK(shown(tree.children.at(i)) == shown(list.children.at(i)));
    CHECK(tree.children.at(i).meaning == location[i].meaning);
  }
  CHECK(tree.children.back().name == "last");
}

TEST_CASE("the text beside a table of prices is a table of texts, and a shape has texts beside its amounts") {
  constexpr Field kPrices[] = {{"models[]", "object", "One"}, {"models[].nano_usd_per_million_tokens", "@rates", "P"}};
  CHECK(shown(tree_of(kPrices, Form::document)) ==
        ":object {schema:text, tool_version:text, models:object[] {nano_usd_per_million_tokens:@rates, "
        "usd_per_million_tokens:@shown-rates}}");
  constexpr Field kFieldsOfShape[] = {{"cost_nano_usd", "integer", "C"}};
  CHECK(shown(tree_of(Shape{"s", "S", kFieldsOfShape})) == ":object {cost_nano_usd:integer, cost_usd:shown-dollars}");
}
