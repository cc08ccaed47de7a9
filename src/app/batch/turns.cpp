// SPDX-License-Identifier: MIT
#include "turns.hpp"

#include "shared_pacer.hpp"

namespace rustassistant::app {

Pacer& BatchTurns::pacer_of(const llm::ProviderConfig& config) {
  const std::scoped_lock lock(mutex_);
  std::unique_ptr<Pacer>& pacer = pacers_[rate_scope_of(config).id];
  if (!pacer) pacer = pacer_for(config, domain::Urgency::background, stores_, clock_);
  return *pacer;
}

Result<void> BatchTurns::wait(const llm::ProviderConfig& config) {
  TRY(pacer_of(config).wait_for_turn({}));
  return {};
}

void BatchTurns::heard(const llm::ProviderConfig& config, const llm::AttemptFailure& failure) {
  if (failure.is_rate_limit && !failure.is_queue_full) pacer_of(config).heard({}, {{}, {}, true, failure.retry_after});
}

}  // namespace rustassistant::app
