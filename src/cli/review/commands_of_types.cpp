// SPDX-License-Identifier: MIT
#include <optional>
#include <vector>

#include "review.hpp"
#include "review_options.hpp"
#include "rustassistant/app/line_origins.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/domain/kind_catalog.hpp"
#include "rustassistant/render/docs.hpp"
#include "rustassistant/render/plan.hpp"

namespace rustassistant::cli {
namespace {

Result<domain::SmellType> smell_named(const std::string& name) {
  if (const auto smell = domain::smell_type_named(name)) return *smell;
  std::vector<std::string_view> kinds;
  for (const domain::KindFacts& facts : domain::kind_catalog()) {
    if (facts.type == domain::AnalysisType::refactor) kinds.push_back(facts.kind);
  }
  const auto close = nearest(name, kinds);
  return fail(Errc::usage, "unknown kind '" + neutralise(name) + "' for --smell",
              close ? "did you mean " + std::string(*close) + "?" : "for example long_function");
}

// Of --format, or of the setting.
const render::FormatRow& chosen(const Context& /*context*/, const config::Loaded& loaded) {
  return *render::format_named(loaded.settings.output.format);
}

// Of a command with a Markdown of its own.
const render::FormatRow& own(const Context& context, const config::Loaded& /*loaded*/) {
  return *render::format_named(context.json() ? "json" : "text");
}

Result<std::unique_ptr<Sink>> formatted(const Context& context, const render::FormatRow& format,
                                        const render::ReportOptions& options) {
  return report_sink(context, format.make(options));
}

Result<std::unique_ptr<Sink>> documents(const Context& context, const render::FormatRow& format,
                                        const render::ReportOptions& options) {
  if (context.json()) return formatted(context, format, options);
  if (context.arguments.has("--output")) return folder_sink(context, context.arguments.value("--output"));
  return report_sink(context, render::make_docs_report());
}

Result<std::unique_ptr<Sink>> steps(const Context& context, const render::FormatRow& /*format*/,
                                    const render::ReportOptions& options) {
  std::optional<domain::SmellType> only;
  if (context.arguments.has("--smell")) {
    TRY_ASSIGN(only, smell_named(context.arguments.value("--smell")));
  }
  return report_sink(context, render::make_plan_report(options, only));
}

constexpr Showing kFormatted{chosen, formatted, true};
constexpr Showing kDocuments{own, documents};
constexpr Showing kSteps{own, steps};

}  // namespace

Result<int> run_refactor_analyze(const Context& context) {
  TRY_ASSIGN(auto request, analyze_request(context, {domain::AnalysisType::refactor, "refactor analyze"}));
  return review(context, std::move(request), kFormatted);
}

Result<int> run_refactor_plan(const Context& context) {
  TRY_ASSIGN(auto request, analyze_request(context, {domain::AnalysisType::refactor, "refactor plan"}));
  request.prefers_stored = true;
  return review(context, std::move(request), kSteps);
}

Result<int> run_docs_generate(const Context& context) {
  TRY_ASSIGN(auto request, analyze_request(context, {domain::AnalysisType::docs, "docs generate"}));
  return review(context, std::move(request), kDocuments);
}

Result<int> run_analysis_run(const Context& context) {
  TRY_ASSIGN(auto request, analyze_request(context, {domain::AnalysisType::analysis, "analysis run"}));
  return review(context, std::move(request), kFormatted);
}

Result<int> run_todos_scan(const Context& context) {
  TRY_ASSIGN(auto request, analyze_request(context, {domain::AnalysisType::todos, "todos scan"}));
  std::optional<std::string> since;
  if (context.arguments.has("--since")) since = context.arguments.value("--since");
  // What is older is not found then, which is not to say that it is gone.
  for (const Option& option : {kWriteBaseline, kUpdateBaseline, kBaselineStrict, kReportUnusedSuppressions}) {
    if (since && context.arguments.has(name_of(option)))
      return fail(Errc::usage, std::string(name_of(option)) + " needs all notes, and --since finds the new ones only",
                  "leave out --since");
  }
  TRY(app::trace_origins(request, since, context.services));
  return review(context, std::move(request), kFormatted);
}

}  // namespace rustassistant::cli
