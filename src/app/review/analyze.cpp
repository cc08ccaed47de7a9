// SPDX-License-Identifier: MIT
#include "rustassistant/app/analyze.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

#include "choice.hpp"
#include "review.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/base/threads/ordered_pool.hpp"
#include "rustassistant/base/time_text.hpp"
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

// Adds a file to the summary.
class Tally {
 public:
  Tally(AnalyzeSummary& summary, const AnalyzeRequest& request, const Choice& choice)
      : summary_(summary), request_(request), choice_(choice) {}

  // False: the file was passed over.
  bool add(const FileResult& result) {
    const bool judged = !result.answer || domain::is_judged(result.answer->document);
    if (!judged) ++summary_.not_reviewed[result.language];
    if (!judged && !result.place.named) return false;
    count(result);
    return true;
  }

 private:
  void count(const FileResult& result) {
    ++summary_.files;
    summary_.spending += result.spending;
    if (result.spending.unknown_calls > 0) ++summary_.unknown_costs;
    switch (result.status()) {
      case FileStatus::ok:
        return add_answer(result, *result.answer);
      case FileStatus::failed:
        ++summary_.failed;
        break;
      case FileStatus::skipped:
        ++summary_.skipped;
        break;
    }
    summary_.outcomes.insert(result.answer.error().code);
  }

  void add_answer(const FileResult& result, const Answered& answered) {
    ++(result.cache == CacheUse::hit ? summary_.hits : summary_.misses);
    summary_.saved += answered.saved;
    summary_.secrets_replaced += answered.secrets_replaced;
    const domain::SeverityCounts counts = domain::severities_of(result.findings);
    for (std::size_t i = 0; i < counts.size(); ++i) summary_.findings.at(i) += counts.at(i);
    if (request_.fail_on) {
      summary_.findings_at_threshold |=
          std::any_of(result.findings.begin(), result.findings.end(), [this](const domain::Finding& finding) {
            return finding.severity >= *request_.fail_on && domain::counts_for_gate(finding);
          });
    }
    // Answered all the same; but a damaged ledger must be noticed.
    const bool no_ledger = answered.fallback && answered.fallback->reason == FallbackReason::ledger;
    if (no_ledger) summary_.outcomes.insert(Errc::storage);
    if (request_.fail_on && answered.provider == domain::Provider::builtin) add_builtin(answered);
  }

  // --fail-on insists on whom the user configured.
  void add_builtin(const Answered& answered) {
    if (choice_.configured) {
      const bool budget = answered.fallback && answered.fallback->reason == FallbackReason::budget;
      summary_.outcomes.insert(budget ? Errc::budget : Errc::provider);
    } else {
      ++summary_.judged_by_builtin;
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
  TRY_ASSIGN(const Choice choice, choose(loaded, services.environment, utc_day(services.clock.now())));
  TRY_ASSIGN(const Targets targets, find_targets(request, loaded, services));

  AnalyzeSummary summary;
  summary.passed_over = targets.passed_over;
  summary.limited = request.limit.has_value();
  summary.submodules = targets.submodules;
  if (listener.started) listener.started(static_cast<std::int64_t>(targets.files.size()));
  Stores stores(loaded.settings, services);
  const Reviewer reviewer(request, choice, stores, services);
  Tally tally(summary, request, choice);
  std::atomic<bool> abandoned{false};
  std::set<std::string, std::less<>> fingerprints;
  for_each_ordered<FileResult>(
      targets.files.size(), jobs_of(request, choice),
      [&](std::size_t i) {
        return sys::stop_requested() || abandoned ? reviewer.not_begun(targets.files[i])
                                                  : reviewer.review(targets.files[i]);
      },
      [&](FileResult result) {
        domain::identify(result.findings, fingerprints);
        if (!tally.add(result)) return;
        if (!abandoned && listener.file_done && !listener.file_done(result)) abandoned = true;
      });
  stores.close();

  summary.abandoned = abandoned;
  if (abandoned) summary.outcomes.erase(Errc::interrupted);
  if (sys::stop_requested()) summary.outcomes.insert(sys::stop_error().code);
  const bool nothing_changed = summary.limited && summary.files == 0;
  if (summary.hits + summary.misses == 0 && !nothing_changed) summary.outcomes.insert(Errc::input);
  if (summary.judged_by_builtin > 0) {
    services.warn("--fail-on was judged by the built-in analyzer: no model is configured");
  }
  const auto passed = services.clock.steady_now() - begun;
  summary.duration_us = std::chrono::duration_cast<std::chrono::microseconds>(passed).count();
  return summary;
}

}  // namespace rustassistant::app
