// SPDX-License-Identifier: MIT
#include "opened_build.hpp"

#include <utility>

#include "pauses.hpp"
#include "remote.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/sys/signals.hpp"
#include "sync.hpp"

namespace rustassistant::app {

OpenedBuild::OpenedBuild(const BuildRequest& request, BuildScope scope, const Services& services)
    : request_(request), services_(services), scope_(std::move(scope)), stores_(scope_.loaded.settings, services) {}

Result<std::unique_ptr<OpenedBuild>> OpenedBuild::open(const BuildRequest& request, const config::Loaded& loaded,
                                                       const Services& services) {
  TRY_ASSIGN(const config::Loaded capped, with_warming_cap(loaded, request, services));
  TRY_ASSIGN(BuildScope scope, build_scope(request, capped, FactsUse::keep, services));
  std::unique_ptr<OpenedBuild> opened(new OpenedBuild(request, std::move(scope), services));
  TRY(opened->begin());
  return opened;
}

Result<void> OpenedBuild::begin() {
  summary_.provider = scope_.selection.provider;
  summary_.model = scope_.selection.model;
  const UnixMillis begun = services_.clock.now();
  TRY_ASSIGN(summary_.collected, collect_due(scope_.loaded, services_));
  TRY_ASSIGN(jobs_, stores_.queue());
  heed_collected(begun);
  if (request_.in_batch) TRY(stores_.purse());
  TRY_ASSIGN(books_, open_batch_books(services_));
  TRY(reconcile(*books_, *jobs_));
  TRY(ask_team());
  TRY_ASSIGN(BuildQuestions questions, enqueue(request_, scope_, {*books_, *jobs_}, services_, summary_));
  // A warming run, which leaves most files out, has not seen them.
  if (!request_.warms()) seen_ = std::move(questions.seen);
  return {};
}

// What others have paid for need not be queued.
Result<void> OpenedBuild::ask_team() {
  TRY_ASSIGN(team_, TeamCache::open(scope_.loaded, stores_, services_));
  if (!team_) return {};
  for (const domain::AnalysisType type : request_.types) {
    AnalyzeRequest request;
    request.type = type;
    request.paths = {request_.path};
    request.made_after = made_after(request_, services_.clock.now());
    TRY_ASSIGN(const Choice choice,
               choose_for(kind_of(type), scope_.loaded, services_.environment, utc_day(services_.clock.now())));
    TRY_ASSIGN(const Targets targets, find_targets(request, scope_.loaded, services_));
    team_->fetch(targets.files, request, choice);
  }
  return {};
}

// Where the answers of earlier batches say that the provider takes nothing from this account, nothing more is asked.
void OpenedBuild::heed_collected(UnixMillis begun) {
  summary_.stopped_by = pause_since(*jobs_, summary_.provider, summary_.model, begun);
  if (!summary_.stopped_by || !summary_.collected) return;
  // It is said once.
  std::erase_if(summary_.collected->problems, [&](const Error& problem) {
    if (problem.what != summary_.stopped_by->what) return false;
    summary_.stopped_by = problem;
    return true;
  });
}

Result<BuildSummary> OpenedBuild::close() {
  TRY_ASSIGN(const queue::Remaining after, jobs_->remaining(scope_.selection));
  summary_.queued = after.queued;
  summary_.due = after.due;
  summary_.left_open = stores_.left_open();
  if (team_) {
    team_->finish();
    summary_.team = team_->summary();
  }
  stores_.close();
  if (const auto kept = remember(seen_, scope_, services_); !kept)
    services_.warn("what this sync saw cannot be kept: " + kept.error().what);
  summary_.ended_at_cap = request_.warms() && summary_.stopped_by && summary_.stopped_by->code == Errc::budget;
  if (summary_.ended_at_cap) summary_.stopped_by.reset();
  if (summary_.stopped_by) summary_.outcomes.insert(summary_.stopped_by->code);
  if (sys::stop_requested()) summary_.outcomes.insert(sys::stop_error().code);
  return std::move(summary_);
}

}  // namespace rustassistant::app
