// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>

#include "analysis.hpp"
#include "escape.hpp"
#include "findings_table.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/domain/money.hpp"
#include "rustassistant/render/table.hpp"
#include "severity_lines.hpp"
#include "type_rows.hpp"

namespace rustassistant::render {
namespace {

constexpr std::size_t kShownFindings = 50;
constexpr std::size_t kShownFiles = 5;

std::string comma_list(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text;
}

// "2,386 findings in 311 files (12 critical, 320 high)"
std::string findings_line(const app::AnalyzeSummary& summary, std::int64_t files) {
  const std::int64_t findings = count_of(summary.findings);
  if (findings == 0) return "no findings";
  return fmt::format("{} in {} ({})", counted(findings, "finding", "findings"), counted(files, "file", "files"),
                     severities_text(summary.findings));
}

std::string files_line(const app::AnalyzeSummary& summary) {
  std::vector<std::string> parts;
  const auto add = [&](std::int64_t count, std::string_view what) {
    if (count > 0) parts.push_back(format_count(count) + " " + std::string(what));
  };
  add(summary.hits, summary.older_tool_hits == 0 ? "from the cache"
                                                 : fmt::format("from the cache ({} made by the older tool)",
                                                               format_count(summary.older_tool_hits)));
  add(summary.misses, "reviewed");
  add(summary.failed, "failed");
  add(summary.skipped, "not begun");
  return counted(summary.files, "file", "files") + (parts.empty() ? "" : ": ") + comma_list(parts);
}

std::string passed_over_line(const app::AnalyzeSummary& summary) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < summary.passed_over.size(); ++i) {
    if (summary.passed_over[i] > 0)
      parts.push_back(format_count(summary.passed_over[i]) + " " +
                      std::string(source::name_of(static_cast<source::SkipReason>(i))));
  }
  return parts.empty() ? std::string() : "skipped: " + comma_list(parts) + "\n";
}

}  // namespace

std::string hidden_text(const app::AnalyzeSummary& summary) {
  std::vector<std::string> parts;
  const auto add = [&](std::int64_t count, std::string_view what) {
    if (count > 0) parts.push_back(format_count(count) + " " + std::string(what));
  };
  add(summary.hidden.by_baseline, "known to the baseline");
  add(summary.hidden.by_comment, "allowed by comments");
  add(summary.hidden.unchanged, "outside of the change");
  add(summary.hidden.minor, "of lower severity");
  return comma_list(parts);
}

namespace {

std::string hidden_line(const app::AnalyzeSummary& summary) {
  const std::string hidden = hidden_text(summary);
  std::string text = hidden.empty() ? std::string() : "findings not shown: " + hidden + "\n";
  if (summary.baseline_gone > 0) {
    text += counted(summary.baseline_gone, "entry", "entries") +
            " of the baseline not found any more: --update-baseline removes them\n";
  }
  if (summary.submodules > 0)
    text += counted(summary.submodules, "submodule", "submodules") + " changed, not looked into\n";
  return text;
}

std::string not_reviewed_line(const app::AnalyzeSummary& summary, domain::AnalysisType type) {
  std::vector<std::string> parts;
  parts.reserve(summary.not_reviewed.size());
  for (const auto& [language, count] : summary.not_reviewed) parts.push_back(format_count(count) + " " + language);
  return parts.empty() ? std::string() : std::string(type_row(type).unjudged) + ": " + comma_list(parts) + "\n";
}

// One file as a whole; of several, a line for each finding at the end, worst first, and a summary that fits a screen.
class TextReport : public Report {
 public:
  explicit TextReport(const ReportOptions& options)
      : view_(options.view),
        paint_(options.view.color),
        detail_(options.detail),
        type_(options.type),
        findings_(options.max_findings.value_or(
                      options.detail == Detail::first ? kShownFindings : std::numeric_limits<std::size_t>::max()),
                  options.view) {}

  std::string begin(std::int64_t files) override {
    several_ = files != 1;
    return {};
  }

  std::string file(const app::FileResult& result) override {
    if (result.status() != app::FileStatus::ok) return {};
    if (!several_) return without_commands(file_text(result, view_));
    const app::Answered& answered = *result.answer;
    if (answered.fallback) note_fallback(*answered.fallback);
    findings_.add(neutralise(result.place.shown), lines_of(result));
    if (const std::string unparsed = unparsed_text(answered.document, view_); !unparsed.empty())
      unparsed_.push_back(neutralise(result.place.shown) + ": " + unparsed);
    return detail_ == Detail::full ? without_commands(file_text(result, view_)) : std::string();
  }

  std::string finish(const app::AnalyzeSummary& summary) override {
    if (!several_) return hidden_line(summary) + left_open_text(summary.left_open);
    std::string text = detail_ == Detail::full ? std::string() : findings_.text(paint_);
    if (detail_ != Detail::full) text += unparsed_files();
    text += fallbacks_text(summary);
    text += paint_.bold(findings_line(summary, findings_.files_with_findings())) + "\n" + worst_files();
    return without_commands(text + hidden_line(summary) + files_line(summary) + "\n" + passed_over_line(summary) +
                            not_reviewed_line(summary, type_) + cost_line(summary) + left_open_text(summary.left_open));
  }

  std::string fail(const Error& /*error*/) override { return {}; }

 private:
  struct Reason {
    std::int64_t files = 0;
    Error cause;  // of the first
  };

  void note_fallback(const app::Fallback& fallback) {
    Reason& reason = fallbacks_[std::string(name_of(fallback.reason))];
    if (reason.files++ == 0) reason.cause = fallback.cause;
  }

  // Why no model answered, once for each reason.
  [[nodiscard]] std::string fallbacks_text(const app::AnalyzeSummary& summary) const {
    std::string text;
    for (const auto& [name, reason] : fallbacks_) {
      text += paint_.yellow("no model answered") +
              (reason.files == summary.files ? std::string()
                                             : fmt::format(" for {} of {}", format_count(reason.files),
                                                           counted(summary.files, "file", "files"))) +
              ": " + neutralise(reason.cause.what) + "\n";
      if (!reason.cause.hint.empty()) text += "  " + neutralise(reason.cause.hint) + "\n";
    }
    return text.empty() ? text : text + "\n";
  }

  [[nodiscard]] std::string unparsed_files() const {
    const std::size_t shown = view_.verbose ? unparsed_.size() : std::min(unparsed_.size(), kShownFiles);
    std::string text;
    for (std::size_t i = 0; i < shown; ++i) text += paint_.yellow(unparsed_[i]) + "\n";
    if (unparsed_.size() > shown)
      text += paint_.yellow(fmt::format("… and parts of {} more files: -v", unparsed_.size() - shown)) + "\n";
    return text.empty() ? text : text + "\n";
  }

  [[nodiscard]] std::string worst_files() const {
    if (findings_.files_with_findings() < 2) return {};
    Table table({{"", Side::right}, {"", Side::left, Cut::beginning}});
    for (const auto& [path, findings] : findings_.most_findings(kShownFiles)) table.add({format_count(findings), path});
    return table.text(paint_, view_.columns, "  ");
  }

  View view_;
  Paint paint_;
  Detail detail_;
  domain::AnalysisType type_;
  FindingsTable findings_;
  bool several_ = true;
  std::map<std::string, Reason> fallbacks_;
  std::vector<std::string> unparsed_;  // lines
};

}  // namespace

std::unique_ptr<Report> make_text_report(const ReportOptions& options) {
  return std::make_unique<TextReport>(options);
}

}  // namespace rustassistant::render
