// SPDX-License-Identifier: MIT
#include "queue_commands.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "budget_values.hpp"
#include "ended_batches.hpp"
#include "exit_code.hpp"
#include "rustassistant/app/queue_report.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/render/queue.hpp"
#include "rustassistant/render/team.hpp"

namespace rustassistant::cli {
namespace {

constexpr std::size_t kListed = 50;
constexpr const char* kWhichJobs = "`rustassistant queue list` shows the jobs";

// The job that was named; nothing where the option for all was given instead.
Result<std::optional<std::int64_t>> job_of(const Arguments& arguments, std::string_view all) {
  const bool has_all = arguments.has(all);
  if (arguments.paths.size() != (has_all ? 0U : 1U))
    return fail(Errc::usage,
                has_all ? std::string(all) + " cannot be combined with the number of a job"
                        : "name one job, or " + std::string(all),
                kWhichJobs);
  if (has_all) return std::nullopt;
  const auto id = parse_integer(arguments.paths.front());
  if (!id || *id < 1)
    return fail(Errc::usage, "'" + neutralise(arguments.paths.front()) + "' is not the number of a job", kWhichJobs);
  return id;
}

// "b3"
std::optional<std::int64_t> batch_named(const Arguments& arguments) {
  if (arguments.paths.size() != 1 || !arguments.paths.front().starts_with('b')) return std::nullopt;
  return parse_integer(std::string_view(arguments.paths.front()).substr(1));
}

}  // namespace

Result<int> run_queue_status(const Context& context) {
  std::set<Errc> outcomes;
  if (context.arguments.has("--refresh")) {
    TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
    TRY_ASSIGN(const auto problems, app::look_at_batches(loaded, context.services));
    for (const Error& problem : problems) {
      context.console.error(problem);
      outcomes.insert(problem.code);
    }
  }
  TRY_ASSIGN(const app::QueueReport report, app::queue_report(context.services));
  mention_ended_batches(context, std::count_if(report.batches.begin(), report.batches.end(),
                                               [](const app::BatchView& view) { return view.ended; }));
  TRY(context.print(render::queue_status(report, context.view())));
  return exit_code_of(outcomes, false);
}

Result<int> run_queue_list(const Context& context) {
  const Arguments& arguments = context.arguments;
  const std::size_t most = arguments.has("--all") ? std::numeric_limits<std::int32_t>::max() : kListed;
  std::vector<queue::JobState> states{queue::JobState::running, queue::JobState::queued, queue::JobState::submitted};
  if (arguments.has("--dead")) states = {queue::JobState::dead};
  std::vector<queue::Job> jobs;
  for (const queue::JobState state : states) {
    TRY_ASSIGN(const auto found, app::queue_jobs(context.services, state, most + 1));
    jobs.insert(jobs.end(), found.begin(), found.end());
  }
  const bool is_cut = jobs.size() > most;
  if (is_cut) jobs.resize(most);
  TRY(context.print(render::queue_list(jobs, is_cut, context.view())));
  mention_ended_batches(context);
  return 0;
}

Result<int> run_queue_retry(const Context& context) {
  TRY_ASSIGN(const auto id, job_of(context.arguments, "--dead"));
  TRY_ASSIGN(const std::int64_t jobs, app::retry_jobs(context.services, id));
  TRY(context.print(render::queue_change(jobs, "queued again", context.view())));
  mention_ended_batches(context);
  return 0;
}

Result<int> run_queue_collect(const Context& context) {
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  app::CollectRequest request;
  if (context.arguments.has("--wait")) {
    TRY_ASSIGN(const std::int64_t wait, parse_age(context.arguments.value("--wait")));
    request.wait = std::chrono::milliseconds(wait);
  }
  TRY_ASSIGN(const app::CollectSummary summary, app::collect_batches(loaded, context.services, request));
  for (const Error& problem : summary.problems) context.console.error(problem);
  TRY(context.print(render::queue_collect(summary, context.view())));
  if (summary.team) context.console.remark(render::team_line(*summary.team));
  return exit_code_of(summary.outcomes, summary.dead > 0);
}

Result<int> run_queue_cancel(const Context& context) {
  if (const auto batch = batch_named(context.arguments); batch && !context.arguments.has("--all")) {
    TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
    TRY(app::cancel_batch(loaded, context.services, *batch));
    TRY(context.print(render::queue_batch_cancelled(*batch, context.view())));
    return 0;
  }
  TRY_ASSIGN(const auto id, job_of(context.arguments, "--all"));
  TRY_ASSIGN(const std::int64_t jobs, app::cancel_jobs(context.services, id));
  TRY(context.print(render::queue_change(jobs, "cancelled", context.view())));
  mention_ended_batches(context);
  return 0;
}

}  // namespace rustassistant::cli
