// SPDX-License-Identifier: MIT
#include "rustassistant/app/analyze.hpp"

#include <algorithm>
#include <thread>

#include "choice.hpp"
#include "delivery.hpp"
#include "review.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/base/threads/ordered_pool.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/config/places.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/paths.hpp"
#include "rustassistant/sys/signals.hpp"
#include "targets.hpp"
#include "team_cache.hpp"

namespace rustassistant::app {
namespace {

constexpr std::size_t kCallsAtOnce = 4;  // polite to providers, and most of the waiting is theirs

std::size_t jobs_of(const AnalyzeRequest& request, const Choice& choice) {
  if (request.jobs > 0) return static_cast<std::size_t>(request.jobs);
  if (choice.wanted && !choice.unavailable && !request.offline) return kCallsAtOnce;
  return std::max(1U, std::thread::hardware_concurrency());
}

// The repository of the first file, else of the working folder.
Result<std::string> root_of_targets(const Targets& targets, const sys::Environment& environment) {
  for (const Target& target : targets.files) {
    if (target.repository) return target.repository->root;
  }
  TRY_ASSIGN(const std::string here, sys::canonical_path("."));
  return config::repository_root(here, config::home_folder(environment));
}

// A baseline names files by their paths in one repository.
Result<void> check_repositories(const Targets& targets) {
  const Repository* first = nullptr;
  for (const Target& target : targets.files) {
    if (!target.repository) continue;
    if (first == nullptr) first = target.repository.get();
    if (target.repository->root != first->root) {
      return fail(Errc::usage,
                  "a baseline belongs to one repository, and the files are of " + sys::quoted(first->root) + " and " +
                      sys::quoted(target.repository->root),
                  "review one repository at a time");
    }
  }
  return {};
}

// Finds the file of the baseline. One that may be missing is left out where there is none that could be used.
Result<void> settle_baseline(std::optional<BaselineRequest>& baseline, const Targets& targets,
                             const Services& services) {
  if (!baseline) return {};
  if (baseline->in_repository && !baseline->file.starts_with('/')) {
    TRY_ASSIGN(const std::string root, root_of_targets(targets, services.environment));
    baseline->file = sys::joined(root, baseline->file);
  }
  Result<void> one = check_repositories(targets);
  if (!baseline->is_optional) return one;
  if (!one) services.warn("output.baseline is not used: " + one.error().what);
  if (!one || !sys::exists(baseline->file)) baseline.reset();
  return {};
}

// Leaves the files from the one on that the request begins at.
Result<void> begin_at(const AnalyzeRequest& request, std::vector<Target>& files) {
  if (!request.begins_at) return {};
  const auto first =
      std::find_if(files.begin(), files.end(), [&](const Target& file) { return request.begins_at(file.shown); });
  if (first == files.end())
    return fail(Errc::usage, "the file to go on with is not among those to review", "begin with the first one again");
  files.erase(files.begin(), first);
  return {};
}

}  // namespace

Result<AnalyzeSummary> analyze(const AnalyzeRequest& asked, const config::Loaded& loaded, const Services& services,
                               const AnalyzeListener& listener) {
  const auto begun = services.clock.steady_now();
  AnalyzeRequest request = asked;
  TRY_ASSIGN(const Choice choice,
             choose_for(kind_of(request.type), loaded, services.environment, utc_day(services.clock.now())));
  TRY_ASSIGN(Targets targets, find_targets(request, loaded, services));
  TRY(begin_at(request, targets.files));
  TRY(settle_baseline(request.baseline, targets, services));

  AnalyzeSummary summary;
  summary.passed_over = targets.passed_over;
  summary.limited = request.limit.has_value();
  summary.submodules = targets.submodules;
  TRY_ASSIGN(Delivery delivery, Delivery::open(request, choice, services, listener, summary));
  if (listener.started) listener.started(static_cast<std::int64_t>(targets.files.size()));
  Stores stores(loaded.settings, services);
  TRY_ASSIGN(const auto team, TeamCache::open(loaded, stores, services));
  if (team) team->fetch(targets.files, request, choice);
  const Reviewer reviewer(request, choice, stores, services);
  for_each_ordered<FileResult>(
      targets.files.size(), jobs_of(request, choice),
      [&](std::size_t i) {
        return sys::stop_requested() || delivery.is_abandoned() ? reviewer.not_begun(targets.files[i])
                                                                : reviewer.review(targets.files[i]);
      },
      [&](FileResult result) {
        if (team) team->offer(result, choice);
        delivery.take(std::move(result));
      });
  summary.left_open = stores.left_open();
  TRY(delivery.finish());

  if (summary.abandoned) summary.outcomes.erase(Errc::interrupted);
  if (sys::stop_requested()) summary.outcomes.insert(sys::stop_error().code);
  const bool nothing_changed = summary.limited && summary.files == 0;
  if (summary.hits + summary.misses == 0 && !nothing_changed) summary.outcomes.insert(Errc::input);
  if (summary.judged_by_builtin > 0 && asks_models(kind_of(request.type))) {
    services.warn("--fail-on uses the findings of the built-in analyzer: no model is configured");
  }
  const auto passed = services.clock.steady_now() - begun;
  summary.duration_us = std::chrono::duration_cast<std::chrono::microseconds>(passed).count();
  if (team) summary.team = team->summary();
  if (listener.finished) listener.finished(summary);
  if (team) {
    team->finish();
    summary.team = team->summary();
  }
  stores.close();
  return summary;
}

}  // namespace rustassistant::app
