// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "rustassistant/base/clock.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/llm/client.hpp"
#include "shared_breaker.hpp"

namespace rustassistant::app {

// What every call to a provider passes before money is reserved for it: whether the provider, at its endpoint, is left
// alone. Safe to use from several threads.
class ProviderGate {
 public:
  // All must outlive this. `home`: see SharedBreaker.
  ProviderGate(std::optional<std::string> home, const llm::ProviderConfig& config, const llm::Client& client,
               Clock& clock);

  // A call that may be made, to be told how it ended. One that is not told said nothing about the provider. Must not
  // outlive the gate.
  class Pass {
   public:
    ~Pass();
    Pass(Pass&& other) noexcept;
    Pass& operator=(Pass&&) = delete;
    Pass(const Pass&) = delete;
    Pass& operator=(const Pass&) = delete;

    void answered();
    void failed(const llm::AttemptFailure& failure, domain::LeftCharged charged);

   private:
    friend class ProviderGate;
    Pass(ProviderGate& gate, std::optional<SharedBreaker::Call> call) : gate_(&gate), call_(std::move(call)) {}
    [[nodiscard]] std::int64_t number() const { return call_ ? call_->number() : 0; }

    ProviderGate* gate_;                       // null: told, or moved from
    std::optional<SharedBreaker::Call> call_;  // nullopt: the provider is trusted, and nobody counts
  };

  // Waits while others are finding out whether the provider answers; probes it where a rest is over. Errors:
  // unreachable (it is left alone; until when, and why), interrupted.
  [[nodiscard]] Result<Pass> admit();

  // That the provider is left alone: once, for the user.
  [[nodiscard]] std::optional<std::string> take_notice();

 private:
  [[nodiscard]] Error left_alone(const domain::Breaker& breaker, UnixMillis now);
  void probe();
  void note_answer(std::int64_t call);

  const llm::ProviderConfig& config_;
  const llm::Client& client_;
  Clock& clock_;
  SharedBreaker breaker_;
  std::mutex mutex_;
  bool noticed_ = false;
  std::optional<std::string> notice_;
};

}  // namespace rustassistant::app
