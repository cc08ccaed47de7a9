// SPDX-License-Identifier: MIT
#include "rustassistant/render/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "analysis.hpp"
#include "escape.hpp"
#include "prose.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/domain/refactor_plan.hpp"
#include "type_rows.hpp"

namespace rustassistant::render {
namespace {

using domain::PlanStep;
using Steps = std::vector<PlanStep>;

constexpr std::size_t kShownSteps = 50;
constexpr std::size_t kShownSmells = 8;  // of a step

std::string span_text(const domain::Location& location) {
  if (location.line_start <= 0) return {};
  if (location.line_end <= location.line_start) return fmt::format(", line {}", location.line_start);
  return fmt::format(", lines {}–{}", location.line_start, location.line_end);
}

std::string resolved_text(const PlanStep& step) {
  std::string text;
  for (std::size_t i = 0; i < std::min(step.resolves.size(), kShownSmells); ++i) {
    const domain::Resolved& smell = step.resolves[i];
    text += fmt::format("   - {} {}", name_of(smell.severity), name_of(smell.type));
    if (!smell.location.item_name.empty()) text += " in " + markdown_code(smell.location.item_name);
    text += span_text(smell.location);
    if (smell.location.verified == false) text += " *(unverified)*";
    text += "\n";
  }
  if (step.resolves.size() > kShownSmells)
    text += fmt::format("   - and {} more\n", step.resolves.size() - kShownSmells);
  return text.empty() ? text : "\n   Resolves:\n" + text;
}

std::string after_text(const PlanStep& step) {
  std::string numbers;
  for (const std::size_t before : step.after) {
    numbers += (numbers.empty() ? (step.after.size() == 1 ? " after step " : " after steps ") : ", ") +
               std::to_string(before + 1);
  }
  return numbers.empty() ? numbers : "," + numbers;
}

std::string step_text(const PlanStep& step, std::size_t number) {
  std::string text = fmt::format("\n{}. **{}**\n   {}: {}, effort {}, risk {}{}\n", number, markdown_line(step.title),
                                 markdown_code(step.path), name_of(step.type), name_of(step.effort), name_of(step.risk),
                                 after_text(step));
  if (!step.description.empty()) text += "\n   " + markdown_line(step.description) + "\n";
  text += resolved_text(step);
  if (!step.actions.empty()) {
    text += "\n   Steps:\n";
    for (const std::string& action : step.actions) text += "   - " + markdown_line(action) + "\n";
  }
  text += "\n   Validation:\n";
  for (const std::string& check : step.validation) text += "   - " + markdown_line(check) + "\n";
  return text;
}

std::string plan_text(const Steps& steps, std::size_t shown, const app::AnalyzeSummary& summary) {
  std::string text = "# Refactoring plan\n\n" + counted(static_cast<std::int64_t>(steps.size()), "step", "steps") +
                     " from " + counted(summary.files, "file", "files") + "; " + cost_line(summary);
  if (summary.hidden.by_comment > 0)
    text += "\nfindings not shown: " + format_count(summary.hidden.by_comment) + " allowed by comments\n";
  for (std::size_t i = 0; i < std::min(shown, steps.size()); ++i) text += step_text(steps[i], i + 1);
  if (steps.size() > shown) {
    text += "\n… " + format_count(static_cast<std::int64_t>(steps.size() - shown)) + " more: --all, or --format json\n";
  }
  return text;
}

Json location_json(const std::string& path, const domain::Location& location) {
  return {{"file", json_text(path)},
          {"line_start", location.line_start},
          {"line_end", location.line_end},
          {"item_name", json_text(location.item_name)},
          {"verified", location.verified == true}};
}

Json texts_json(const std::vector<std::string>& texts) {
  Json json = Json::array();
  for (const std::string& text : texts) json.push_back(json_text(text));
  return json;
}

Json step_json(const PlanStep& step, std::size_t number) {
  Json resolves = Json::array();
  for (const domain::Resolved& smell : step.resolves) {
    resolves.push_back({{"smell_type", domain::name_of(smell.type)},
                        {"severity", domain::name_of(smell.severity)},
                        {"location", location_json(step.path, smell.location)}});
  }
  Json after = Json::array();
  for (const std::size_t before : step.after) after.push_back(before + 1);
  return {{"number", number},
          {"title", json_text(step.title)},
          {"refactoring_type", domain::name_of(step.type)},
          {"description", json_text(step.description)},
          {"steps", texts_json(step.actions)},
          {"files", texts_json({step.path})},
          {"resolves", std::move(resolves)},
          {"value", step.value},
          {"effort", domain::name_of(step.effort)},
          {"risk", domain::name_of(step.risk)},
          {"after", std::move(after)},
          {"validation", texts_json(step.validation)}};
}

std::string plan_json(const Steps& steps, Json failures, const app::AnalyzeSummary& summary) {
  Json list = Json::array();
  for (std::size_t i = 0; i < steps.size(); ++i) list.push_back(step_json(steps[i], i + 1));
  Json json = document("rustassistant.plan/1");
  json["steps"] = std::move(list);
  json["not_planned"] = std::move(failures);
  json["summary"] = summary_json(summary);
  return to_text(json);
}

// Findings are in the order of their smells.
std::vector<bool> allowed_among(const std::vector<domain::Finding>& findings) {
  std::vector<bool> allowed;
  allowed.reserve(findings.size());
  for (const domain::Finding& finding : findings) allowed.push_back(finding.allowed.has_value());
  return allowed;
}

class PlanReport : public Report {
 public:
  PlanReport(const ReportOptions& options, std::optional<domain::SmellType> only)
      : json_(options.view.format == Format::json), detail_(options.detail), only_(only) {}

  std::string begin(std::int64_t /*files*/) override { return {}; }

  std::string file(const app::FileResult& result) override {
    if (result.status() == app::FileStatus::ok) {
      files_.push_back(
          {result.place.shown, std::get<domain::Analysis>(result.answer->document), allowed_among(result.findings)});
    } else {
      failures_.push_back({{"path", json_text(result.place.shown)}, {"error", error_json(result.answer.error())}});
    }
    return {};
  }

  std::string finish(const app::AnalyzeSummary& summary) override {
    const Steps steps = domain::plan_steps(files_, only_);
    if (json_) return plan_json(steps, std::move(failures_), summary);
    return without_commands(plan_text(steps, detail_ == Detail::first ? kShownSteps : steps.size(), summary));
  }

  std::string fail(const Error& error) override { return json_ ? error_document(error) : std::string(); }

 private:
  bool json_;
  Detail detail_;
  std::optional<domain::SmellType> only_;
  std::vector<domain::AnalyzedFile> files_;
  Json failures_ = Json::array();
};

}  // namespace

std::unique_ptr<Report> make_plan_report(const ReportOptions& options, std::optional<domain::SmellType> only) {
  return std::make_unique<PlanReport>(options, only);
}

}  // namespace rustassistant::render
