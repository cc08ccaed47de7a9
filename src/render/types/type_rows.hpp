// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "findings_table.hpp"
#include "rustassistant/app/file_result.hpp"
#include "rustassistant/render/document.hpp"
#include "rustassistant/render/paint.hpp"
#include "rustassistant/render/view.hpp"

// What a report says of the results of each analysis type. A function is given results of its own type only, which are
// ok; text from outside is neutralised.
namespace rustassistant::render {

struct TypeRow {
  domain::AnalysisType type{};
  std::string_view schema;    // of the JSON document of a run
  std::string_view finding;   // what one is called; empty: this type has none
  std::string_view findings;  // and several
  std::string_view unjudged;  // what is said of files that nobody could judge
  // The document below the lines that say whence it comes.
  std::string (*body)(const app::FileResult& result, const View& view);
  // What a line says of a finding, by its index, beside its item.
  std::string (*detail)(const app::FileResult& result, std::size_t index);
  Json (*json)(const app::FileResult& result, std::string_view path);
};

[[nodiscard]] const TypeRow& type_row(domain::AnalysisType type);

[[nodiscard]] std::string refactor_text(const app::FileResult& result, const View& view);
[[nodiscard]] Json refactor_json(const app::FileResult& result, std::string_view path);

[[nodiscard]] std::string docs_text(const app::FileResult& result, const View& view);
[[nodiscard]] Json docs_json(const app::FileResult& result, std::string_view path);

[[nodiscard]] std::string quality_text(const app::FileResult& result, const View& view);
[[nodiscard]] std::string quality_detail(const app::FileResult& result, std::size_t index);
[[nodiscard]] Json quality_json(const app::FileResult& result, std::string_view path);

[[nodiscard]] std::string todos_text(const app::FileResult& result, const View& view);
[[nodiscard]] std::string todos_detail(const app::FileResult& result, std::size_t index);
[[nodiscard]] Json todos_json(const app::FileResult& result, std::string_view path);

// What the rows have in common.

// The first line of a finding's message, and where it ends.
[[nodiscard]] std::string message_detail(const app::FileResult& result, std::size_t index);
// A line for each finding that is shown.
[[nodiscard]] std::vector<FindingLine> lines_of(const app::FileResult& result);
// Adds to each item of JSON what the run knows of its finding.
void add_states(Json& items, const std::vector<domain::Finding>& findings);
// Text from outside, with its own line breaks, indented.
[[nodiscard]] std::string indented(std::string_view text, std::string_view indent);
// "lines 40-44 could not be parsed (macros?)". Empty for parts so small that the findings speak for the file all the
// same, unless the view is verbose.
[[nodiscard]] std::string unparsed_text(const domain::Document& document, const View& view);

inline constexpr std::string_view kNotReviewed =
    "  not reviewed: the built-in analyzer has no grammar for this language\n";

}  // namespace rustassistant::render
