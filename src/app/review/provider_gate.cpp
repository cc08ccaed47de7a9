// SPDX-License-Identifier: MIT
#include "provider_gate.hpp"

#include <chrono>
#include <utility>

#include "rustassistant/base/time_text.hpp"
#include "rustassistant/http/url.hpp"
#include "rustassistant/sys/log.hpp"
#include "rustassistant/sys/signals.hpp"

namespace rustassistant::app {
namespace {

using Billing = llm::AttemptFailure::Billing;
using domain::Admission;
using domain::Breaker;

constexpr std::chrono::milliseconds kLookAgain{50};
// How old the note of an answer may grow before it is written again.
constexpr std::chrono::milliseconds kNoteAgain = domain::kTrustFor / 2;

std::string service_name(const llm::ProviderConfig& config) {
  const auto url = http::parse_url(config.base_url);
  return std::string(domain::name_of(config.provider)) + ' ' + (url ? url->origin() + url->path : config.base_url);
}

// That the provider worked, even if what came of it is of no use.
bool is_work(Billing billing) {
  return billing == Billing::known || billing == Billing::by_size;
}

}  // namespace

ProviderGate::ProviderGate(std::optional<std::string> home, const llm::ProviderConfig& config,
                           const llm::Client& client, Clock& clock)
    : config_(config), client_(client), clock_(clock), breaker_(std::move(home), service_name(config), clock) {}

Result<ProviderGate::Pass> ProviderGate::admit() {
  // Nothing is written where nothing is wrong.
  if (domain::is_trusted(breaker_.read(), clock_.now())) return Pass(*this, std::nullopt);
  SharedBreaker::Call call = breaker_.begin_call();
  while (true) {
    const UnixMillis now = clock_.now();
    Admission admission{};
    const Breaker breaker = breaker_.change([&](Breaker before) {
      auto admitted = domain::admit(std::move(before), call.number(), now);
      admission = admitted.admission;
      return std::move(admitted.breaker);
    });
    switch (admission) {
      case Admission::ask:
        return Pass(*this, std::move(call));
      case Admission::rest:
        return tl::unexpected(left_alone(breaker, now));
      case Admission::probe:
        probe();
        break;
      case Admission::wait:
        if (!clock_.sleep_for(kLookAgain, sys::stop_requested)) return tl::unexpected(sys::stop_error());
        break;
    }
  }
}

Error ProviderGate::left_alone(const Breaker& breaker, UnixMillis now) {
  Error error{Errc::unreachable,
              std::string(domain::name_of(config_.provider)) + " is not asked before " +
                  to_rfc3339(breaker.rests_until.value_or(now)) +
                  ", after repeated failures; the last one: " + breaker.cause,
              "check the cause, or try again later"};
  const std::scoped_lock lock(mutex_);
  if (!std::exchange(noticed_, true)) notice_ = error.what;
  return error;
}

std::optional<std::string> ProviderGate::take_notice() {
  const std::scoped_lock lock(mutex_);
  return std::exchange(notice_, std::nullopt);
}

void ProviderGate::probe() {
  const auto reached = client_.probe(config_);
  if (!reached) sys::log_info("probing: " + reached.error().what);
  breaker_.change(
      [&](Breaker breaker) { return domain::after_probe(std::move(breaker), clock_.now(), reached.has_value()); });
}

void ProviderGate::note_answer(std::int64_t call) {
  const UnixMillis now = clock_.now();
  const Breaker known = breaker_.read();
  const bool is_noted = known.answered && now.value - known.answered->value < kNoteAgain.count();
  if (domain::is_trusted(known, now) && is_noted && known.asking.empty()) return;
  breaker_.change([&](Breaker breaker) { return domain::after_answer(std::move(breaker), call, now); });
}

ProviderGate::Pass::~Pass() {
  if (gate_ == nullptr || !call_) return;
  gate_->breaker_.change([&](Breaker breaker) { return domain::after_nothing(std::move(breaker), number()); });
}

ProviderGate::Pass::Pass(Pass&& other) noexcept
    : gate_(std::exchange(other.gate_, nullptr)), call_(std::move(other.call_)) {}

void ProviderGate::Pass::answered() {
  std::exchange(gate_, nullptr)->note_answer(number());
}

void ProviderGate::Pass::failed(const llm::AttemptFailure& failure, domain::LeftCharged charged) {
  if (is_work(failure.billing)) return answered();
  if (!failure.is_outage) return;
  ProviderGate& gate = *std::exchange(gate_, nullptr);
  gate.breaker_.change([&](Breaker breaker) {
    return domain::after_failure(std::move(breaker), number(), gate.clock_.now(), charged, failure.error.what);
  });
}

}  // namespace rustassistant::app
