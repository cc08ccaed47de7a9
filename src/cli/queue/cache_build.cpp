// SPDX-License-Identifier: MIT
#include <algorithm>
#include <chrono>
#include <utility>

#include "budget_values.hpp"
#include "exit_code.hpp"
#include "queue_commands.hpp"
#include "rustassistant/app/build.hpp"
#include "rustassistant/base/ascii.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/render/dry_run.hpp"
#include "rustassistant/render/queue.hpp"
#include "rustassistant/render/team.hpp"
#include "rustassistant/sys/signals.hpp"

namespace rustassistant::cli {
namespace {

constexpr std::int64_t kMostJobs = 256;
constexpr std::int64_t kMostFiles = 1'000'000;

Result<std::vector<domain::AnalysisType>> types_of(const Arguments& arguments) {
  std::vector<domain::AnalysisType> types;
  const std::string given = arguments.value("--types", "refactor");
  for (const std::string_view name : split(given, ',')) {
    const auto type = domain::analysis_type_named(trim(name));
    if (!type)
      return fail(Errc::usage, "bad value '" + neutralise(given) + "' for --types",
                  "types with commas between them, such as refactor,docs");
    if (std::find(types.begin(), types.end(), *type) == types.end()) types.push_back(*type);
  }
  return types;
}

// `name`: "build" or "sync".
Result<app::BuildRequest> build_request(const Context& context, const std::string& name) {
  const Arguments& arguments = context.arguments;
  app::BuildRequest request;
  if (arguments.paths.size() != 1)
    return fail(Errc::usage, "name one file or folder", "for example: rustassistant cache " + name + " src");
  request.path = arguments.paths.front();
  TRY_ASSIGN(request.types, types_of(arguments));
  if (arguments.has("--priority")) request.priority = queue::priority_named(arguments.value("--priority"));
  TRY_ASSIGN(request.max_files, whole_number_of(arguments, "--max-files", 1, kMostFiles));
  TRY_ASSIGN(const auto jobs, whole_number_of(arguments, "--jobs", 1, kMostJobs));
  request.jobs = static_cast<int>(jobs.value_or(0));
  request.resume = arguments.has("--resume");
  request.in_batch = arguments.has("--batch");
  for (const char* option : {"--dry-run", "--max-files", "--priority"}) {
    if (request.resume && arguments.has(option))
      return fail(Errc::usage, std::string("--resume queues nothing new, so ") + option + " has no meaning with it",
                  "use one of them");
  }
  if (request.in_batch && arguments.has("--jobs"))
    return fail(Errc::usage, "--batch sends all questions at once, so --jobs has no meaning with it",
                "use one of them");
  if (arguments.has("--force")) request.key_stores = app::KeyStores::send;
  return request;
}

Result<app::SyncWishes> sync_wishes(const Arguments& arguments) {
  app::SyncWishes wishes;
  wishes.warms = arguments.has("--warm");
  if (!arguments.has("--stale-after")) return wishes;
  const auto age = parse_age(arguments.value("--stale-after"));
  if (!age)
    return fail(Errc::usage, "bad value '" + neutralise(arguments.value("--stale-after")) + "' for --stale-after",
                "an age such as 7d or 12h");
  wishes.stale_after = std::chrono::milliseconds(*age);
  return wishes;
}

// As a shell takes it for one word.
std::string shell_word(const std::string& text) {
  const auto is_plain = [](char c) {
    return ascii::is_alnum(c) || std::string_view("-_./,:=@%+").find(c) != std::string_view::npos;
  };
  std::string shown = neutralise(text);
  if (!shown.empty() && std::all_of(shown.begin(), shown.end(), is_plain)) return shown;
  std::string word = "'";
  for (const char c : shown) {
    if (c == '\'') word += "'\\'";
    word += c;
  }
  return word + "'";
}

// How to go on, where something waits.
void tell_the_rest(const Context& context, const app::BuildRequest& request, const app::BuildSummary& summary) {
  Console& console = context.console;
  if (summary.stopped_by) console.error(*summary.stopped_by);
  if (summary.left_open.ids.size() > 0)
    console.warning("calls that may have been billed stay charged; `rustassistant budget status` lists them");
  if (summary.queued == 0) return;
  if (request.warms() && !summary.stopped_by) return;  // it ends at its cap
  const std::string path = shell_word(context.arguments.paths.front());
  std::string command =
      request.sync ? "rustassistant cache sync " + path : "rustassistant cache build " + path + " --resume";
  if (request.in_batch) command += " --batch";
  for (const char* option : {"--types", "--stale-after", "--provider", "--model", "--context"}) {
    if (context.arguments.has(option))
      command.append(" ").append(option).append(" ").append(shell_word(context.arguments.value(option)));
  }
  console.hint("the queue keeps what is left; continue with: " + command);
}

void tell_of_batches(const Context& context, const app::BuildSummary& summary) {
  if (summary.batches.empty()) return;
  context.console.hint(
      std::string(domain::name_of(summary.provider)) +
      " stores what a batch sends, for 24 hours to 30 days; `rustassistant queue collect`, or any later "
      "build or sync, brings the answers");
}

Result<int> report_build(const Context& context, const app::BuildRequest& request, const app::BuildSummary& summary) {
  TRY(context.print(render::cache_build(summary, context.view())));
  if (summary.team) context.console.remark(render::team_line(*summary.team));
  if (summary.collected) {
    for (const Error& problem : summary.collected->problems) context.console.error(problem);
    if (summary.collected->team) context.console.remark(render::team_line(*summary.collected->team));
  }
  tell_of_batches(context, summary);
  tell_the_rest(context, request, summary);
  const bool has_dead = summary.progress.dead > 0 || (summary.collected && summary.collected->dead > 0);
  return exit_code_of(summary.outcomes, has_dead);
}

Result<int> run_build(const Context& context, const app::BuildRequest& request) {
  TRY_ASSIGN(config::Loaded loaded, load_settings(context));
  TRY_ASSIGN(loaded.settings.budget.run_cap, usd_of(context.arguments, "--max-cost"));
  loaded.settings.budget.allow_unpriced = context.arguments.has("--allow-unpriced");
  if (context.arguments.has("--dry-run")) {
    TRY_ASSIGN(const app::DryRun plan, app::plan_build(request, loaded, context.services));
    bool is_over_budget = false;  // which is said once
    for (const app::PlannedFile& file : plan.files) {
      const bool is_of_budget = file.error && file.error->code == Errc::budget;
      if (file.error && !(is_of_budget && std::exchange(is_over_budget, true))) context.console.error(*file.error);
    }
    TRY(context.print(render::dry_run(plan, context.view())));
    return exit_code_of(plan.outcomes, false);
  }
  if (request.in_batch) {
    const auto sent = app::send_build(request, loaded, context.services);
    if (!sent) return tl::unexpected(sent.error());
    return report_build(context, request, *sent);
  }
  ProgressLog log(context.console, context.services.clock, std::chrono::minutes(1));
  const auto summary = app::build(request, loaded, context.services,
                                  [&](const app::BuildProgress& progress) { log(render::build_line(progress)); });
  context.console.clear_progress();
  if (!summary) return tl::unexpected(summary.error());
  return report_build(context, request, *summary);
}

}  // namespace

Result<int> run_cache_build(const Context& context) {
  TRY_ASSIGN(const app::BuildRequest request, build_request(context, "build"));
  return run_build(context, request);
}

Result<int> run_cache_sync(const Context& context) {
  TRY_ASSIGN(app::BuildRequest request, build_request(context, "sync"));
  TRY_ASSIGN(request.sync, sync_wishes(context.arguments));
  return run_build(context, request);
}

}  // namespace rustassistant::cli
