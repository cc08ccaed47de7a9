// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "rustassistant/app/pacer.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/llm/batch.hpp"

namespace rustassistant::app {

// Calls to batch services draw on the rate of the model that they are about, as work of the queue; the questions of a
// batch do not. What a provider states in reply is about another pool than that of ordinary calls, and not taken.
class BatchTurns final : public llm::CallTurns {
 public:
  // Both must outlive this.
  BatchTurns(Stores& stores, Clock& clock) : stores_(stores), clock_(clock) {}

  [[nodiscard]] Result<void> wait(const llm::ProviderConfig& config) override;
  void heard(const llm::ProviderConfig& config, const llm::AttemptFailure& failure) override;

 private:
  [[nodiscard]] Pacer& pacer_of(const llm::ProviderConfig& config);

  Stores& stores_;
  Clock& clock_;
  std::mutex mutex_;                                      // of what follows
  std::map<std::string, std::unique_ptr<Pacer>> pacers_;  // by the scope of their rates
};

}  // namespace rustassistant::app
