// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

// The reference of everything that is written for programs: docs/json.md and docs/schemas/. Both come from one table of
// fields (src/render/reference/), and what the program writes is validated against them by a test.
namespace rustassistant::render {

struct SchemaFile {
  std::string name;  // "cache-status.schema.json"
  std::string text;  // JSON Schema, draft 2020-12
};
// One file for each document, for each kind of line of JSON Lines, and for the rows of each CSV.
[[nodiscard]] std::vector<SchemaFile> json_schemas();

// docs/json.md, whole. `writers` gives the commands that write a document ("rustassistant.doctor/1"), as Markdown; it
// is empty for what comes from elsewhere.
[[nodiscard]] std::string json_markdown(const std::function<std::string(std::string_view schema)>& writers);

// Whether the reference has a document with that schema.
[[nodiscard]] bool is_documented(std::string_view schema);

}  // namespace rustassistant::render
