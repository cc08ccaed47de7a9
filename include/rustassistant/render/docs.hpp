// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "rustassistant/app/file_result.hpp"
#include "rustassistant/render/report.hpp"

// Documentation as Markdown. Pure; text from a model or a file can neither end its place nor load anything.
namespace rustassistant::render {

// The first line of every document: such a file may be written over.
inline constexpr std::string_view kDocsMark = "<!-- written by rustassistant docs generate -->";

// The documentation of a file. `result` is ok, and of the type `docs`.
[[nodiscard]] std::string docs_document(const app::FileResult& result);

struct DocsEntry {
  std::string path;      // of the file, below its repository
  std::string document;  // of the documentation, below the index's folder
  std::string purpose;
};

// A list that links the documents, with the first sentence of each purpose.
[[nodiscard]] std::string docs_index(std::span<const DocsEntry> entries);

// What is said once they are written: "12 documents, see docs/README.md", and what the run cost.
[[nodiscard]] std::string docs_written(std::size_t documents, const std::string& index,
                                       const app::AnalyzeSummary& summary);

// One document after the other.
[[nodiscard]] std::unique_ptr<Report> make_docs_report();

}  // namespace rustassistant::render
