// SPDX-License-Identifier: MIT
#include "tally.hpp"

#include <algorithm>
#include <variant>

#include "selection.hpp"

namespace rustassistant::app {

bool Tally::add(const FileResult& result) {
  const bool judged = !result.answer || domain::is_judged(result.answer->document);
  if (!judged) ++summary_.not_reviewed[result.language];
  if (!judged && !result.place.named) return false;
  count(result);
  return true;
}

void Tally::count(const FileResult& result) {
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

void Tally::add_answer(const FileResult& result, const Answered& answered) {
  ++(result.cache == CacheUse::hit ? summary_.hits : summary_.misses);
  if (answered.older_tool) ++summary_.older_tool_hits;
  if (result.cache != CacheUse::hit) add_reuse(result, answered);
  summary_.saved += answered.saved;
  summary_.secrets_replaced += answered.secrets_replaced;
  summary_.hidden += hidden_among(result.findings);
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

void Tally::add_reuse(const FileResult& result, const Answered& answered) {
  const auto* const analysis = std::get_if<domain::Analysis>(&answered.document);
  if (analysis == nullptr || !analysis->reuse) return;
  ReuseSums& sums = summary_.reused;
  ++sums.files;
  sums.units += analysis->reuse->units;
  sums.asked += analysis->reuse->asked;
  const auto cost = result.spending.cost();
  if (!cost || !answered.whole_cost) {
    sums.unknown = true;
  } else if (*cost < *answered.whole_cost) {
    sums.saved.value += answered.whole_cost->value - cost->value;
  }
}

// --fail-on insists on whom the user configured.
void Tally::add_builtin(const Answered& answered) {
  if (choice_.configured) {
    const bool budget = answered.fallback && answered.fallback->reason == FallbackReason::budget;
    summary_.outcomes.insert(budget ? Errc::budget : Errc::provider);
  } else {
    ++summary_.judged_by_builtin;
  }
}

}  // namespace rustassistant::app
