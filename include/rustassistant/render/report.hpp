// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "rustassistant/app/analyze.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/render/view.hpp"

namespace rustassistant::render {

// A review in one format, written piece by piece while it runs. Each function returns what is to be written next, which
// may be nothing. begin() comes first, then file() once for each file in the order of the paths, then finish(). What
// was returned until then and what finish() or fail() returns are one valid document of the format.
class Report {
 public:
  virtual ~Report() = default;

  // `files`: how many there will be at most.
  [[nodiscard]] virtual std::string begin(std::int64_t files) = 0;
  [[nodiscard]] virtual std::string file(const app::FileResult& result) = 0;
  [[nodiscard]] virtual std::string finish(const app::AnalyzeSummary& summary) = 0;
  // Ends the document in place of finish(); may come at any time, also before begin(). Never reads as "no findings".
  [[nodiscard]] virtual std::string fail(const Error& error) = 0;
};

// How much a report in text shows of several files.
enum class Detail : std::uint8_t {
  first,  // the first fifty findings, a line each
  all,    // every finding, a line each
  full,   // each file as if it were alone
};

struct ReportOptions {
  View view;
  Detail detail = Detail::first;
  domain::AnalysisType type{};
  bool of_change = false;  // the run was limited to a change
  std::optional<std::size_t> max_findings =
      {};  // that are shown; nothing: as many as suit the format. JSON has them all.
};

// A format by its name on the command line.
struct FormatRow {
  std::string_view name;
  Format format;
  // Null where a review cannot be shown so.
  std::unique_ptr<Report> (*make)(const ReportOptions& options);
  // Whether findings must have `line_hash`, and files `line_lengths`.
  bool needs_line_facts = false;
};

// What a run writes that failed before it had a result; nothing in a format for people.
[[nodiscard]] std::string failure_document(const FormatRow& row, const Error& error);

[[nodiscard]] std::span<const FormatRow> formats();
// The row of that name; null where there is none.
[[nodiscard]] const FormatRow* format_named(std::string_view name);

}  // namespace rustassistant::render
