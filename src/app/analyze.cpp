// SPDX-License-Identifier: MIT
#include "rustassistant/app/analyze.hpp"

#include <algorithm>
#include <thread>

#include "choice.hpp"
#include "review.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/base/threads/ordered_pool.hpp"
#include "rustassistant/sys/signals.hpp"
#include "targets.hpp"

namespace rustassistant::app {
namespace {

constexpr std::size_t kCallsAtOnce = 4;  // polite to providers, and most of the waiting is theirs

std::size_t jobs_of(const AnalyzeRequest& request, const Choice& choice) {
  if (request.jobs > 0) return static_cast<std::size_t>(request.jobs);
  if (choice.wanted && !choice.unavailable && !request.offline) return kCallsAtOnce;
  return std::max(1U, std::thread::hardware_concurrency());
}

FileResult not_begun(const Target& target) {
  FileResult result;
  result.path = target.shown;
  result.status = FileStatus::skipped;
  result.error = sys::stop_error();
  return result;
}

// Adds a file to the summary.
class Tally {
 public:
  Tally(AnalyzeSummary& summary, const AnalyzeRequest& request, const Choice& choice)
      : summary_(summary), request_(request), choice_(choice) {}

  void add(const FileResult& result) {
    ++summary_.files;
    if (result.cost) summary_.cost += *result.cost;
    if (result.status == FileStatus::ok) return add_answer(result);
    ++(result.status == FileStatus::failed ? summary_.failed : summary_.skipped);
    summary_.outcomes.insert(result.error->code);
  }

 private:
  void add_answer(const FileResult& result) {
    ++(result.cache == CacheUse::hit ? summary_.hits : summary_.misses);
    if (!result.cost) ++summary_.unknown_costs;
    summary_.saved += result.saved;
    summary_.estimated = summary_.estimated || (result.estimated && result.cache != CacheUse::hit);
    for (const domain::Smell& smell : result.analysis.smells) {
      ++summary_.smells_by_severity[static_cast<std::size_t>(smell.severity)];
      if (request_.fail_on && smell.severity >= *request_.fail_on) summary_.findings_at_threshold = true;
    }
    if (result.fallback) add_fallback(result);
  }

  // Answered all the same; but a damaged ledger must be noticed, and --fail-on insists on whom the user configured.
  void add_fallback(const FileResult& result) {
    const Errc cause = result.fallback->cause.code;
    if (cause == Errc::storage) summary_.outcomes.insert(Errc::storage);
    if (request_.fail_on && choice_.configured && result.provider == domain::Provider::builtin) {
      summary_.outcomes.insert(cause == Errc::budget ? Errc::budget : Errc::provider);
    }
  }

  AnalyzeSummary& summary_;
  const AnalyzeRequest& request_;
  const Choice& choice_;
};

}  // namespace

Result<AnalyzeSummary> analyze(const AnalyzeRequest& request, const config::Loaded& loaded, const Services& services,
                               const AnalyzeListener& listener) {
  const auto begun = services.clock.steady_now();
  TRY_ASSIGN(const Choice choice, choose_provider(loaded, services.environment));
  TRY_ASSIGN(const Targets targets, find_targets(request, loaded, services));

  AnalyzeSummary summary;
  summary.passed_over = targets.passed_over;
  if (listener.started) listener.started(static_cast<std::int64_t>(targets.files.size()));
  Stores stores(loaded.settings, services);
  const Reviewer reviewer(request, choice, stores, services);
  Tally tally(summary, request, choice);
  for_each_ordered<FileResult>(
      targets.files.size(), jobs_of(request, choice),
      [&](std::size_t i) {
        return sys::stop_requested() ? not_begun(targets.files[i]) : reviewer.review(targets.files[i]);
      },
      [&](const FileResult& result) {
        tally.add(result);
        if (listener.file_done) listener.file_done(result);
      });
  stores.close();

  if (sys::stop_requested()) summary.outcomes.insert(sys::stop_error().code);
  if (summary.hits + summary.misses == 0) summary.outcomes.insert(Errc::input);
  const auto passed = services.clock.steady_now() - begun;
  summary.duration_us = std::chrono::duration_cast<std::chrono::microseconds>(passed).count();
  return summary;
}

}  // namespace rustassistant::app
