// SPDX-License-Identifier: MIT
#include "review.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

#include "budget_values.hpp"
#include "exit_code.hpp"
#include "output.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/render/dry_run.hpp"
#include "rustassistant/render/progress.hpp"
#include "rustassistant/render/team.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::cli {
namespace {

// The number that an option has, from 1 to `most`; nothing where it was not given.
Result<std::optional<int>> number_of(const Arguments& arguments, std::string_view option, int most) {
  if (!arguments.has(option)) return std::nullopt;
  const std::string value = arguments.value(option);
  const auto number = parse_integer(value);
  if (!number || *number < 1 || *number > most) {
    return fail(Errc::usage, "bad value '" + neutralise(value) + "' for " + std::string(option),
                "a whole number from 1 to " + std::to_string(most));
  }
  return static_cast<int>(*number);
}

constexpr std::int64_t kMostDiff = 64LL << 20U;  // bytes

// --changed or --diff.
Result<std::optional<app::Limit>> limit_of(const Arguments& arguments) {
  if (!arguments.has("--changed") && !arguments.has("--diff")) return std::nullopt;
  app::Limit limit;
  if (!arguments.has("--diff")) {
    if (const std::string since = arguments.value("--changed"); !since.empty()) limit.since = since;
    return limit;
  }
  if (arguments.has("--changed")) {
    return fail(Errc::usage, "--changed and --diff name two different changes", "use one of them");
  }
  const std::string file = arguments.value("--diff");
  if (file == "-" && std::find(arguments.paths.begin(), arguments.paths.end(), "-") != arguments.paths.end()) {
    return fail(Errc::usage, "standard input cannot be both the diff and a file", "give the diff as a file");
  }
  TRY_ASSIGN(limit.diff, file == "-" ? sys::read_standard_input(kMostDiff) : sys::read_file(file, kMostDiff));
  return limit;
}

// --baseline and what goes with it. Without a name the file is the setting's, or the usual one.
Result<std::optional<app::BaselineRequest>> baseline_of(const Arguments& arguments) {
  const bool writes = arguments.has("--write-baseline");
  const bool updates = arguments.has("--update-baseline");
  const bool strict = arguments.has("--baseline-strict");
  if (writes && updates) return fail(Errc::usage, "--write-baseline and --update-baseline together", "use one of them");
  if (!arguments.has("--baseline") && !writes && !updates && !strict) return std::nullopt;
  if (writes && (arguments.has("--changed") || arguments.has("--diff"))) {
    return fail(Errc::usage, "a baseline cannot be written from a part of the findings",
                "leave out --changed and --diff");
  }
  app::BaselineRequest request;
  request.file = arguments.value("--baseline");
  if (writes) request.use = app::BaselineUse::write;
  if (updates) request.use = app::BaselineUse::update;
  request.is_strict = strict;
  return request;
}

// Which file it is where no option named one: a repository's own settings cannot, for they are not trusted.
void name_baseline(std::optional<app::BaselineRequest>& baseline, const std::string& setting) {
  if (!baseline && setting.empty()) return;
  if (!baseline) {
    baseline.emplace();
    baseline->is_optional = true;
  }
  if (!baseline->file.empty()) return;
  baseline->file = setting.empty() ? ".rustassistant/baseline.json" : setting;
  baseline->in_repository = true;
}

}  // namespace

Result<app::AnalyzeRequest> analyze_request(const Context& context, const ReviewCommand& command) {
  const Arguments& arguments = context.arguments;
  app::AnalyzeRequest request;
  request.type = command.type;
  request.paths = arguments.paths;
  request.stdin_filename = arguments.value("--stdin-filename");
  request.offline = arguments.has("--offline");
  if (arguments.has("--force")) request.key_stores = app::KeyStores::send;
  TRY_ASSIGN(const auto jobs, number_of(arguments, "--jobs", 256));
  request.jobs = jobs.value_or(0);
  if (arguments.has("--min-severity")) request.min_severity = domain::severity_named(arguments.value("--min-severity"));
  if (arguments.has("--fail-on")) request.fail_on = domain::severity_named(arguments.value("--fail-on"));
  if (arguments.has("--no-cache") && arguments.has("--refresh")) {
    return fail(Errc::usage, "--refresh stores answers and --no-cache does not", "use one of them");
  }
  if (arguments.has("--refresh")) request.cache = app::CacheMode::refresh;
  if (arguments.has("--no-cache")) request.cache = app::CacheMode::off;

  TRY_ASSIGN(request.limit, limit_of(arguments));
  TRY_ASSIGN(request.baseline, baseline_of(arguments));
  request.show_accepted = arguments.has("--show-suppressed");
  request.fail_on_unused_suppressions = arguments.has("--report-unused-suppressions");
  if (request.limit && request.paths.empty()) request.paths.emplace_back(".");
  const bool standard_input = std::find(request.paths.begin(), request.paths.end(), "-") != request.paths.end();
  if (request.paths.empty()) {
    return fail(Errc::usage, "nothing to review", "for example: rustassistant " + std::string(command.name) + " src");
  }
  if (standard_input && request.stdin_filename.empty()) {
    return fail(Errc::usage, "standard input needs a name", "add --stdin-filename NAME, such as main.rs");
  }
  if (!standard_input && !request.stdin_filename.empty()) {
    return fail(Errc::usage, "--stdin-filename without - among the paths", "add - to read standard input");
  }
  return request;
}

namespace {

// One line, while it runs; only where there is more than one file.
class ProgressLine {
 public:
  ProgressLine(Console& console, const Clock& clock, std::int64_t total)
      : console_(console), clock_(clock), begun_(clock.steady_now()) {
    facts_.total = total;
    show();
  }
  void done(const app::FileResult& result) {
    ++facts_.done;
    if (result.cache == app::CacheUse::hit) ++facts_.hits;
    facts_.cost += result.spending.booked;
    facts_.cost += result.spending.open;
    facts_.path = result.place.shown;
    show();
  }

 private:
  void show() {
    if (facts_.total < 2 || facts_.done >= facts_.total) return;
    facts_.elapsed_us = std::chrono::duration_cast<std::chrono::microseconds>(clock_.steady_now() - begun_).count();
    console_.progress([&](std::size_t columns) { return render::progress_line(facts_, columns); });
  }

  Console& console_;
  const Clock& clock_;
  std::chrono::steady_clock::time_point begun_;
  render::Progress facts_;
};

}  // namespace

Result<render::ReportOptions> report_options(const Context& context, const render::FormatRow& format,
                                             domain::AnalysisType type) {
  const Arguments& arguments = context.arguments;
  render::ReportOptions options;
  options.view = context.view();
  options.view.format = format.format;
  options.type = type;
  options.of_change = arguments.has("--changed") || arguments.has("--diff");
  if (arguments.has("--all")) options.detail = render::Detail::all;
  if (arguments.has("--full")) options.detail = render::Detail::full;
  TRY_ASSIGN(const auto most, number_of(arguments, "--max-findings", 1'000'000));
  if (most) options.max_findings = static_cast<std::size_t>(*most);
  return options;
}

namespace {

Result<int> show_dry_run(const app::AnalyzeRequest& request, const config::Loaded& loaded, const Context& context,
                         const render::FormatRow& format) {
  const bool is_json = format.format == render::Format::json;
  if (context.arguments.has("--format") && !is_json && format.format != render::Format::text)
    return fail(Errc::usage, "--dry-run shows text or JSON, not " + std::string(format.name), "leave out --format");
  app::AnalyzeRequest looks_only = request;
  looks_only.reads_only = true;
  TRY_ASSIGN(const app::DryRun run, app::dry_run(looks_only, loaded, context.services));
  for (const app::PlannedFile& file : run.files) {
    if (file.error) context.console.error(*file.error);
  }
  // With documentation in Markdown, --output is a folder.
  const bool to_folder = request.type == domain::AnalysisType::docs && !context.json();
  TRY_ASSIGN(Output output, Output::open(to_folder ? std::string() : context.arguments.value("--output")));
  render::View view = context.view();
  view.format = is_json ? render::Format::json : render::Format::text;
  output.write(harmless(render::dry_run(run, view), view.format));
  TRY(output.finish());
  return exit_code_of(run.outcomes, false);
}

}  // namespace

Result<int> review(const Context& context, app::AnalyzeRequest request, const Showing& showing) {
  TRY_ASSIGN(config::Loaded loaded, load_settings(context));
  TRY_ASSIGN(loaded.settings.budget.run_cap, usd_of(context.arguments, "--max-cost"));
  loaded.settings.budget.allow_unpriced = context.arguments.has("--allow-unpriced");
  if (context.arguments.has("--no-reuse")) loaded.settings.llm.reuse = config::ReuseUnits::off;
  const render::FormatRow& format = showing.format(context, loaded);
  request.line_facts = format.needs_line_facts;
  if (showing.hides_known) name_baseline(request.baseline, loaded.settings.output.baseline);
  if (context.arguments.has("--dry-run")) return show_dry_run(request, loaded, context, format);
  TRY_ASSIGN(const render::ReportOptions options, report_options(context, format, request.type));
  TRY_ASSIGN(const std::unique_ptr<Sink> sink, showing.open(context, format, options));
  std::optional<ProgressLine> progress;
  Result<void> finished;
  const app::AnalyzeListener listener{[&](std::int64_t count) {
                                        progress.emplace(context.console, context.services.clock, count);
                                        sink->begin(count);
                                      },
                                      [&](const app::FileResult& result) {
                                        sink->file(result);
                                        if (result.status() == app::FileStatus::failed)
                                          context.console.error(result.answer.error());
                                        return !sink->closed();
                                      },
                                      [&](const app::FileResult& result) { progress->done(result); },
                                      [&](const app::AnalyzeSummary& done) {
                                        context.console.clear_progress();
                                        finished = sink->finish(done);
                                      }};
  const auto summary = app::analyze(request, loaded, context.services, listener);
  context.console.clear_progress();
  TRY(summary ? finished : sink->give_up(summary.error()));
  if (summary && summary->team) context.console.remark(render::team_line(*summary->team));
  if (sink->closed()) return 0;  // as `head` and pagers want it
  if (!summary) {
    context.console.error(summary.error());
    return exit_code_of(summary.error().code);
  }
  if (summary->files == 0 && summary->limited) {
    context.console.hint("nothing that can be reviewed has changed");
  } else if (summary->files == 0) {
    context.console.error({Errc::input, "nothing to review", "files named on the command line are always reviewed"});
  }
  return exit_code_of(summary->outcomes, summary->findings_at_threshold || summary->is_unclean);
}

}  // namespace rustassistant::cli
