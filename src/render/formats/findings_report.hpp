// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/render/report.hpp"

// What the formats have in common that show findings of all files together. Each is a pure function from what a run
// found to its document.
namespace rustassistant::render {

struct ShownFinding {
  domain::Finding finding;
  int line_length = 0;  // of the line where it is shown, in code points
};

// What was not reviewed, so that no consumer takes it for clean. The path is empty for the run as a whole.
struct Problem {
  std::string path;
  Error error;
};

struct Collected {
  domain::AnalysisType type{};
  bool of_change = false;              // files were limited to a change
  std::vector<ShownFinding> findings;  // the worst first
  std::int64_t left_out = 0;           // findings beyond the most that are shown
  std::int64_t unverified = 0;         // that the format leaves out
  std::vector<Problem> problems;
  std::vector<std::string> clean;              // reviewed files without a finding that is shown
  std::optional<app::AnalyzeSummary> summary;  // nothing: the run failed
};

// How a severity is called, by its number.
struct SeverityWords {
  std::string_view sarif;
  std::string_view sarif_problem;
  std::string_view gitlab;
  std::string_view rdjson;
  std::string_view github;
  std::string_view checkstyle;
};
[[nodiscard]] const SeverityWords& words_of(domain::Severity severity);

// "Long function: function `f` has 80 lines (over 50)": what a finding says, on one line, not yet escaped.
[[nodiscard]] std::string headline(const domain::Finding& finding);
// What was found, and what it makes harder, on one line.
[[nodiscard]] std::string message_of(const domain::Finding& finding);
// "Long function"; the kind itself where the catalog does not know it.
[[nodiscard]] std::string title_of(std::string_view kind);
// Why something was not reviewed, on one line.
[[nodiscard]] std::string text_of(const Problem& problem);
// "12 findings (2 high, 10 medium) in 40 files; not shown: 3 allowed by comments; cost $0.01", on one line. The same
// for the same tree: no times.
[[nodiscard]] std::string totals_of(const Collected& collected);

// Findings that no document shows, however many there are: GitHub takes 25,000 results.
inline constexpr std::size_t kMostFindings = 25'000;

using WriteDocument = std::string (*)(const Collected& collected);
// Which findings a format leaves out beside those that are hidden.
enum class Unverified : bool { leave_out, show };

[[nodiscard]] std::unique_ptr<Report> make_findings_report(const ReportOptions& options, WriteDocument write,
                                                           Unverified unverified);

// The documents.
[[nodiscard]] std::string sarif_document(const Collected& collected);
[[nodiscard]] std::string gitlab_document(const Collected& collected);
[[nodiscard]] std::string markdown_document(const Collected& collected);
[[nodiscard]] std::string github_document(const Collected& collected);
[[nodiscard]] std::string rdjson_document(const Collected& collected);
[[nodiscard]] std::string checkstyle_document(const Collected& collected);
[[nodiscard]] std::string junit_document(const Collected& collected);

}  // namespace rustassistant::render
