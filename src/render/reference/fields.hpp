// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// The table of everything that is written for programs.
namespace rustassistant::render {

// One field of a document or of a shape.
//
// path     "results[].usage.input_tokens": `[]` stands behind the name of a list, whose row describes its elements; `*`
//          stands for any name; a `?` at the end says that the field may be absent. Parents come before their fields.
// kind     a name of kinds(), "#name" of words(), "@name" of shapes(), "object", or "map" for an object with any names.
//          A `?` at the end says that it may be null. "+name" puts the fields of a shape in this place.
// meaning  one phrase, without a full stop.
// example  a JSON value for the example; empty: that of the kind.
struct Field {
  std::string_view path;
  std::string_view kind;
  std::string_view meaning;
  std::string_view example = {};
};

// What a value is in JSON, and in which unit.
struct Kind {
  std::string_view name;
  std::string_view type;  // of JSON; empty: any value
  std::string_view unit;  // or the form of a text; may be empty
  std::string_view pattern;
  std::string_view example;
};
[[nodiscard]] std::span<const Kind> kinds();

// A set of words, of which a text is one.
struct Words {
  std::string_view name;
  std::vector<std::string> (*list)();
};
[[nodiscard]] std::span<const Words> words();

// Fields that stand in several documents.
struct Shape {
  std::string_view name;
  std::string_view title;
  std::span<const Field> fields;
};
[[nodiscard]] std::span<const Shape> shapes();

enum class Form : std::uint8_t {
  document,    // a JSON document with `schema` and `tool_version`
  first_line,  // of JSON Lines, with `schema` and `tool_version`
  line,        // another line of JSON Lines
  csv,         // a row of CSV; the fields are its columns
};

struct Document {
  std::string_view name;  // "cache-status", also that of its schema file
  Form form;
  std::string_view title;  // what it is, a sentence
  std::span<const Field> fields;
};

// By topic, in the order of docs/json.md.
[[nodiscard]] std::span<const Document> review_documents();
// Of the other analysis types.
[[nodiscard]] std::span<const Document> type_documents();
[[nodiscard]] std::span<const Document> budget_documents();
[[nodiscard]] std::span<const Document> report_documents();
[[nodiscard]] std::span<const Document> cache_documents();
[[nodiscard]] std::span<const Document> queue_documents();
[[nodiscard]] std::span<const Document> search_documents();
[[nodiscard]] std::span<const Document> program_documents();
[[nodiscard]] std::vector<Document> all_documents();

// A field with its nested fields, or a whole document.
struct Node {
  std::string name;
  std::string_view kind;  // without its `?`
  std::string_view meaning;
  std::string_view example;
  bool optional = false;
  bool nullable = false;
  bool list = false;
  std::vector<Node> children;
};
// Asserts that every parent is described before its fields.
[[nodiscard]] Node tree_of(std::span<const Field> fields, Form form);
// The fields of a shape.
[[nodiscard]] Node tree_of(const Shape& shape);

[[nodiscard]] const Kind* kind_named(std::string_view name);
[[nodiscard]] const Shape* shape_named(std::string_view name);
[[nodiscard]] std::vector<std::string> words_named(std::string_view name);

}  // namespace rustassistant::render
