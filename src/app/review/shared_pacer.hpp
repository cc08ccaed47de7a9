// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <mutex>
#include <optional>

#include "rustassistant/app/pacer.hpp"
#include "rustassistant/app/services.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/config/settings.hpp"
#include "rustassistant/llm/provider_config.hpp"
#include "rustassistant/queue/queue.hpp"

namespace rustassistant::app {

// Whom the limits of these calls belong to.
[[nodiscard]] queue::RateScope rate_scope_of(const llm::ProviderConfig& config);

// The pacer of calls to this provider: none for a server whose limits are the user's own business, such as a local
// model. `stores` and `clock` must outlive it.
[[nodiscard]] std::unique_ptr<Pacer> pacer_for(const llm::ProviderConfig& config, domain::Urgency urgency,
                                               Stores& stores, Clock& clock);

// Lets the calls of all processes of a home through at the rate of the provider, by domain/rate.hpp in queue.db. The
// file is opened before the first call. Where it cannot be used, this process keeps the rate for itself, and says so.
class SharedPacer final : public Pacer {
 public:
  // All must outlive this.
  SharedPacer(const llm::ProviderConfig& config, const config::Settings& settings, domain::Urgency urgency,
              Stores& stores, Clock& clock);
  ~SharedPacer() override;

  [[nodiscard]] Result<Turn> wait_for_turn(const PacedCall& call) override;
  void heard(const Turn& turn, const PacedReply& reply) override;

 private:
  [[nodiscard]] domain::UnixMicros now() const;
  [[nodiscard]] domain::Booking book(const domain::RateUnits& units);
  [[nodiscard]] domain::RateState with_news(domain::RateState state, domain::UnixMicros now) const;
  void change(const queue::Queue::RateChange& change);
  [[nodiscard]] bool is_blocked();
  void mention_ended_batches();
  [[nodiscard]] Result<void> sleep_until(domain::UnixMicros moment);
  [[nodiscard]] Error too_long(domain::UnixMicros start) const;

  const queue::RateScope scope_;
  const std::int64_t most_requests_;  // as configured; 0: is not
  const domain::RateUnits assumed_;
  const domain::Urgency urgency_;
  Stores& stores_;
  Clock& clock_;
  std::mutex mutex_;                          // of what follows
  std::optional<domain::RateState> own_;      // where the file cannot be used
  domain::RateUnits difference_{};            // of replies, for the next booking
  std::optional<domain::RateReport> stated_;  // by the last reply that stated anything, for the next booking
  domain::RateUnits known_{};                 // the limits that were last seen in the file
  bool is_news_ = false;                      // `stated_` names another limit
  bool has_looked_ = false;                   // whether batches have ended
};

}  // namespace rustassistant::app
