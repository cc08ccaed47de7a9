// SPDX-License-Identifier: MIT
#include "findings_report.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "analysis.hpp"
#include "escape.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/domain/kind_catalog.hpp"
#include "rustassistant/render/document.hpp"
#include "severity_lines.hpp"

namespace rustassistant::render {
namespace {

constexpr std::array<SeverityWords, 4> kSeverityWords{{
    {"note", "recommendation", "info", "INFO", "notice", "info"},
    {"warning", "warning", "minor", "WARNING", "warning", "warning"},
    {"error", "error", "major", "ERROR", "error", "error"},
    {"error", "error", "critical", "ERROR", "error", "error"},
}};

bool comes_first(const ShownFinding& a, const ShownFinding& b) {
  return domain::is_worse(a.finding, b.finding);
}

class FindingsReport : public Report {
 public:
  FindingsReport(const ReportOptions& options, WriteDocument write, Unverified unverified)
      : write_(write),
        unverified_(unverified),
        most_(std::min(options.max_findings.value_or(kMostFindings), kMostFindings)) {
    collected_.type = options.type;
    collected_.of_change = options.of_change;
  }

  std::string begin(std::int64_t /*files*/) override { return {}; }

  std::string file(const app::FileResult& result) override {
    if (!result.answer) {
      collected_.problems.push_back({result.place.repo_path, result.answer.error()});
      return {};
    }
    const std::size_t before = collected_.findings.size();
    for (const domain::Finding& finding : result.findings) {
      if (!domain::is_shown(finding)) continue;
      if (finding.verified || unverified_ == Unverified::show) {
        add(result, finding);
      } else {
        ++collected_.unverified;
      }
    }
    if (collected_.findings.size() == before) collected_.clean.push_back(result.place.repo_path);
    // Only now and then: what is dropped would not be shown in the end either, the order is a full one.
    if (collected_.findings.size() > 2 * most_ + kSlack) keep_the_worst();
    return {};
  }

  std::string finish(const app::AnalyzeSummary& summary) override {
    collected_.summary = summary;
    if (collected_.problems.empty()) add_outcomes(summary);
    keep_the_worst();
    return write_(collected_);
  }

  std::string fail(const Error& error) override {
    collected_.problems.insert(collected_.problems.begin(), {{}, error});
    keep_the_worst();
    return write_(collected_);
  }

 private:
  static constexpr std::size_t kSlack = 4'096;

  void add(const app::FileResult& result, const domain::Finding& finding) {
    const auto line = static_cast<std::size_t>(finding.line()) - 1;
    collected_.findings.push_back({finding, line < result.line_lengths.size() ? result.line_lengths[line] : 0});
  }

  // A run whose files are all there may have failed all the same.
  void add_outcomes(const app::AnalyzeSummary& summary) {
    for (const Errc outcome : summary.outcomes) {
      const bool nothing = outcome == Errc::input && summary.files == 0;
      collected_.problems.push_back(
          {{},
           {outcome,
            nothing ? "found nothing to review" : "not reviewed as configured: " + std::string(name_of(outcome)),
            {}}});
    }
  }

  void keep_the_worst() {
    std::vector<ShownFinding>& findings = collected_.findings;
    std::sort(findings.begin(), findings.end(), comes_first);
    if (findings.size() <= most_) return;
    collected_.left_out += static_cast<std::int64_t>(findings.size() - most_);
    findings.resize(most_);
  }

  WriteDocument write_;
  Unverified unverified_;
  std::size_t most_;
  Collected collected_;
};

}  // namespace

const SeverityWords& words_of(domain::Severity severity) {
  return kSeverityWords.at(static_cast<std::size_t>(severity));
}

std::string title_of(std::string_view kind) {
  const domain::KindFacts* facts = domain::facts_of(kind);
  return std::string(facts == nullptr ? kind : facts->title);
}

std::string headline(const domain::Finding& finding) {
  return title_of(finding.kind) + ": " + one_line(finding.message);
}

std::string message_of(const domain::Finding& finding) {
  std::string text = one_line(finding.message);
  const std::string impact = one_line(finding.impact);
  if (impact.empty()) return text;
  if (!text.ends_with('.')) text += '.';
  return text + " " + impact;
}

std::string text_of(const Problem& problem) {
  return "not reviewed: " + one_line(problem.error.what);
}

std::string totals_of(const Collected& collected) {
  if (!collected.summary) return "the review failed";
  const app::AnalyzeSummary& summary = *collected.summary;
  const std::int64_t findings = count_of(summary.findings);
  std::string text = findings == 0
                         ? "no findings"
                         : counted(findings, "finding", "findings") + " (" + severities_text(summary.findings) + ")";
  text += " in " + counted(summary.files, "file", "files");
  if (const std::int64_t missing = summary.failed + summary.skipped; missing > 0)
    text += ", " + format_count(missing) + " of them not reviewed";
  std::string hidden = hidden_text(summary);
  if (collected.unverified > 0)
    hidden += (hidden.empty() ? "" : ", ") + format_count(collected.unverified) + " unverified";
  if (!hidden.empty()) text += "; not shown: " + hidden;
  return text + "; cost " + usd_text(summary.spending.booked + summary.spending.open, !summary.spending.is_exact());
}

std::unique_ptr<Report> make_findings_report(const ReportOptions& options, WriteDocument write, Unverified unverified) {
  return std::make_unique<FindingsReport>(options, write, unverified);
}

}  // namespace rustassistant::render
