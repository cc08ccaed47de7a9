// SPDX-License-Identifier: MIT
#include "rustassistant/app/build.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <thread>
#include <utility>

#include "opened_build.hpp"
#include "pauses.hpp"
#include "review.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/signals.hpp"
#include "shared_pacer.hpp"
#include "sync.hpp"
#include "verdict.hpp"

namespace rustassistant::app {
namespace {

using std::chrono::milliseconds;

constexpr int kCallsAtOnce = 4;
constexpr milliseconds kLookAgain{200};
constexpr milliseconds kLongestWait = std::chrono::seconds(150);  // for a job that is tried again later

// Who answers questions of one type.
struct Desk {
  Desk(domain::AnalysisType type, const BuildRequest& build, Choice its_choice, Stores& stores,
       const Services& services)
      : choice(std::move(its_choice)) {
    request.type = type;
    request.key_stores = build.key_stores;
    request.made_after = made_after(build, services.clock.now());
    reviewer.emplace(request, choice, stores, services, domain::Urgency::background);
  }
  AnalyzeRequest request;
  const Choice choice;
  std::optional<Reviewer> reviewer;
};

// The workers of one process.
class Crew {
 public:
  Crew(OpenedBuild& opened, const Services& services, const BuildListener& listener)
      : opened_(opened),
        request_(opened.request()),
        scope_(opened.scope()),
        stores_(opened.stores()),
        queue_(opened.jobs()),
        services_(services),
        listener_(listener),
        summary_(opened.summary()),
        worker_(queue_.enlist()),
        begun_(services.clock.steady_now()),
        begun_at_(services.clock.now()) {}

  Result<void> open_desks() {
    for (const domain::AnalysisType type : request_.types) {
      TRY_ASSIGN(Choice choice,
                 choose_for(kind_of(type), scope_.loaded, services_.environment, utc_day(services_.clock.now())));
      desks_.emplace(type, std::make_unique<Desk>(type, request_, std::move(choice), stores_, services_));
    }
    return {};
  }

  void work(int jobs) {
    std::vector<std::thread> threads;
    threads.reserve(static_cast<std::size_t>(jobs));
    for (int i = 0; i < jobs; ++i) threads.emplace_back([this] { work_alone(); });
    for (std::thread& thread : threads) thread.join();
  }

  // Keys of answers that this run paid for and that nobody had asked for yet; to be called once nobody works any more.
  [[nodiscard]] const std::vector<domain::CacheKey>& warmed() const { return warmed_; }

 private:
  void work_alone() {
    while (!is_over()) {
      const auto job = queue_.claim(worker_, scope_.selection);
      if (!job) return stop(job.error());
      if (*job) {
        if (const auto done = handle(**job); !done) return stop(done.error());
      } else if (!wait_for_more()) {
        return;
      }
    }
  }

  // What another process has found out since this one began holds for it, too. An older pause does not: who starts a
  // build has repaired what led to it.
  void heed_pause() {
    if (const auto why = pause_since(queue_, summary_.provider, summary_.model, begun_at_)) stop(*why);
  }

  bool is_over() {
    if (sys::stop_requested()) return true;
    heed_pause();
    const std::scoped_lock lock(mutex_);
    return summary_.stopped_by.has_value();
  }

  void stop(const Error& error) {
    const std::scoped_lock lock(mutex_);
    if (!summary_.stopped_by) summary_.stopped_by = error;
  }

  // False: there is nothing to wait for. Jobs of others may come back.
  bool wait_for_more() {
    const auto left = queue_.remaining(scope_.selection);
    if (!left) {
      stop(left.error());
      return false;
    }
    if (left->queued == 0 && left->running == 0) return false;
    if (left->running == 0 && left->due && left->due->value - services_.clock.now().value > kLongestWait.count())
      return false;
    tell();
    return services_.clock.sleep_for(kLookAgain, sys::stop_requested);
  }

  Result<void> handle(const queue::Job& job) {
    TRY(queue_.keep_alive(worker_));
    Desk& desk = *desks_.at(job.ask.type);
    const std::string file = sys::joined(scope_.repository->root, job.ask.path);
    Target target{file, job.ask.path, scope_.repository, {}, {}};
    auto content = content_of(target);
    if (!content) return end(job, {queue::JobState::dropped, queue::Attempt::counts, {}, content.error()}, nullptr);
    const Question question = question_of(kind_of(job.ask.type), target, *content, desk.choice);
    if (question.model->key != job.ask.key) {
      TRY_ASSIGN(const bool is_own, queue_.replace_key(worker_, job.id, question.model->key, question.content_hash));
      if (!is_own) return count(job, {queue::JobState::dropped, queue::Attempt::counts, {}, {}}, nullptr);
    }
    target.content = *std::move(content);
    const FileResult result = desk.reviewer->review(target);
    opened_.offer(result, desk.choice);
    return end(job, verdict_of(result, job.attempts, services_.clock.now(), std::random_device{}()), &result);
  }

  Result<void> end(const queue::Job& job, const JobVerdict& verdict, const FileResult* result) {
    const std::string code(verdict.error ? name_of_code(verdict.error->code) : "");
    const std::string text = verdict.error ? verdict.error->what : "";
    if (verdict.state == queue::JobState::queued) {
      TRY(queue_.put_back(worker_, job.id, verdict.not_before, verdict.attempt, code, text));
    } else {
      TRY(queue_.finish(worker_, job.id, verdict.state, code, text));
    }
    if (verdict.stops_all) TRY(stop_all(*verdict.error, code));
    return count(job, verdict, result);
  }

  // The budget and the ledger say no to others at no cost, and --max-cost is this run's own.
  Result<void> stop_all(const Error& error, const std::string& code) {
    if (error.code == Errc::interrupted || error.code == Errc::terminated) return {};
    stop(error);
    if (error.code != Errc::provider && error.code != Errc::unreachable) return {};
    return pause(queue_, summary_.provider, summary_.model, code, error.what, services_.clock.now());
  }

  static std::string_view name_of_code(Errc code) {
    switch (code) {
      case Errc::budget:
        return "budget";
      case Errc::unreachable:
        return "unreachable";
      case Errc::input:
        return "input";
      case Errc::config:
        return "config";
      case Errc::storage:
        return "storage";
      case Errc::interrupted:
      case Errc::terminated:
        return "interrupted";
      default:
        return "provider";
    }
  }

  Result<void> count(const queue::Job& job, const JobVerdict& verdict, const FileResult* result) {
    {
      const std::scoped_lock lock(mutex_);
      BuildProgress& progress = summary_.progress;
      if (result != nullptr) progress.spending += result->spending;
      progress.done += verdict.state == queue::JobState::done ? 1 : 0;
      progress.dead += verdict.state == queue::JobState::dead ? 1 : 0;
      progress.dropped += verdict.state == queue::JobState::dropped ? 1 : 0;
      const bool is_answered = result != nullptr && result->answer;
      progress.hits += is_answered && result->answer->from_cache ? 1 : 0;
      progress.paid += is_answered && !result->answer->from_cache ? 1 : 0;
      if (is_answered && !result->answer->from_cache && job.ask.warms) warmed_.push_back(result->answer->key);
    }
    tell();
    return {};
  }

  void tell() {
    const std::scoped_lock lock(mutex_);
    BuildProgress& progress = summary_.progress;
    progress.reserved =
        NanoUsd{std::max<std::int64_t>(0, stores_.left_open().amount.value - progress.spending.open.value)};
    const std::int64_t ended = progress.done + progress.dead + progress.dropped;
    const std::int64_t left = std::max<std::int64_t>(0, progress.total - ended);
    const auto passed =
        std::chrono::duration_cast<std::chrono::microseconds>(services_.clock.steady_now() - begun_).count();
    if (ended > 0) progress.left_us = passed / ended * left;
    if (const auto rate = queue_.rate(rate_scope_of(*desks_.begin()->second->choice.wanted))) {
      const std::int64_t per_minute = rate->limits.front().per_minute;
      if (per_minute > 0) progress.left_us = std::max(progress.left_us.value_or(0), left * 60'000'000 / per_minute);
    }
    if (listener_) listener_(progress);
  }

  OpenedBuild& opened_;
  const BuildRequest& request_;
  const BuildScope& scope_;
  Stores& stores_;
  queue::Queue& queue_;
  const Services& services_;
  const BuildListener& listener_;
  BuildSummary& summary_;
  const queue::Worker worker_;
  const std::chrono::steady_clock::time_point begun_;
  const UnixMillis begun_at_;
  std::map<domain::AnalysisType, std::unique_ptr<Desk>> desks_;
  std::vector<domain::CacheKey> warmed_;
  std::mutex mutex_;
};

}  // namespace

Result<DryRun> plan_build(const BuildRequest& request, const config::Loaded& loaded, const Services& services) {
  TRY_ASSIGN(const config::Loaded capped, with_warming_cap(loaded, request, services));
  TRY_ASSIGN(const BuildScope scope, build_scope(request, capped, FactsUse::look_up, services));
  TRY_ASSIGN(const auto books, open_batch_books(services));
  TRY_ASSIGN(const std::string path, queue_path(services.environment));
  TRY_ASSIGN(const auto jobs, queue::Queue::open(path, services.clock, queue::IfMissing::empty, services.warn));
  TRY_ASSIGN(BuildQuestions questions, build_questions(request, scope, {*books, *jobs}, services));
  return std::move(questions.plan);
}

Result<BuildSummary> build(const BuildRequest& request, const config::Loaded& loaded, const Services& services,
                           const BuildListener& listener) {
  TRY_ASSIGN(const auto opened, OpenedBuild::open(request, loaded, services));
  TRY_ASSIGN(const queue::Remaining before, opened->jobs().remaining(opened->scope().selection));
  opened->summary().progress.total = before.queued + before.running;
  std::vector<domain::CacheKey> warmed;
  if (!opened->summary().stopped_by) {
    Crew crew(*opened, services, listener);
    TRY(crew.open_desks());
    crew.work(request.jobs > 0 ? request.jobs : kCallsAtOnce);
    warmed = crew.warmed();
  }
  TRY_ASSIGN(BuildSummary summary, opened->close());
  const BuildScope& scope = opened->scope();
  if (const auto kept = mark_warmed(warmed, scope.repository->root, scope.loaded.settings.cache, services); !kept)
    services.warn("what this run asked ahead of time cannot be kept: " + kept.error().what);
  if (summary.queued > 0 && !summary.stopped_by && !summary.ended_at_cap && !sys::stop_requested())
    summary.outcomes.insert(Errc::unreachable);
  return summary;
}

}  // namespace rustassistant::app
