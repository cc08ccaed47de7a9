// SPDX-License-Identifier: MIT
#include "ask.hpp"

#include <random>

#include "rustassistant/base/time_text.hpp"
#include "rustassistant/http/url.hpp"
#include "rustassistant/llm/retry.hpp"
#include "rustassistant/sys/log.hpp"
#include "rustassistant/sys/signals.hpp"

namespace rustassistant::app {
namespace {

using Billing = llm::AttemptFailure::Billing;

std::optional<NanoUsd> cost_of(const std::optional<domain::ModelPrice>& price, const domain::Usage& usage,
                               std::optional<NanoUsd> billed) {
  if (billed) return billed;
  if (!price) return std::nullopt;
  return domain::cost_of(*price, usage);
}

}  // namespace

void Spending::add(std::optional<NanoUsd> amount, bool is_estimate) {
  cost += amount.value_or(NanoUsd{});
  unknown = unknown || !amount;
  estimated = estimated || is_estimate;
}

// Nothing where the price is unknown and nobody can be billed by surprise: the user's own machine, a budget that only
// warns, or a user who allowed it.
Result<std::optional<domain::ModelPrice>> Asker::price(ledger::Ledger& ledger) const {
  auto price = domain::find_price(config_.provider, config_.model, utc_day(clock_.now()), settings_.prices);
  if (price || settings_.budget.allow_unpriced) return price;
  TRY_ASSIGN(const domain::BudgetSettings stored, ledger.settings());
  if (settings_.budget.policy(stored).when_exceeded == domain::WhenExceeded::warn) return price;
  TRY_ASSIGN(const http::Url url, http::parse_url(config_.base_url));
  if (url.is_loopback) return price;
  return fail(
      Errc::config, "the price of model '" + config_.model + "' is unknown, so the budget cannot be kept",
      "put it into config.toml: [prices.\"" + config_.model + "\"] with input and output; or add --allow-unpriced");
}

Result<HeldAnswer> Asker::ask(const llm::Prompt& prompt, ledger::CallFacts facts, ledger::Ledger& ledger,
                              Spending& spending) const {
  TRY_ASSIGN(const auto price, this->price(ledger));
  const std::string body = llm::request_body(prompt, config_);
  facts.request_bytes = static_cast<std::int64_t>(body.size());
  std::optional<NanoUsd> worst_case;
  if (price) worst_case = domain::worst_case(*price, static_cast<std::int64_t>(body.size()), config_.output_cap);

  for (int attempts = 1;; ++attempts) {
    if (sys::stop_requested()) return tl::unexpected(sys::stop_error());
    TRY_ASSIGN(const auto held, ledger.reserve(facts, worst_case, settings_.budget));
    spending.over_cap = spending.over_cap || held.over_cap;
    auto answer = client_.attempt(body, config_);
    if (answer) {
      const bool reported = answer->usage.has_value() || answer->billed.has_value();
      const auto cost =
          reported ? cost_of(price, answer->usage.value_or(domain::Usage{}), answer->billed) : held.amount;
      return HeldAnswer{*std::move(answer), held, cost, !reported};
    }

    const llm::AttemptFailure& failure = answer.error();
    switch (failure.billing) {
      case Billing::none:
        TRY(ledger.release(held));
        break;
      case Billing::possible:
        break;  // stays charged: the provider may bill it
      case Billing::known: {
        const auto cost = cost_of(price, failure.usage, failure.billed);
        spending.add(cost, false);
        TRY(ledger.settle(held, failure.usage, cost));
        break;
      }
    }
    const auto delay = llm::delay_before_retry(attempts, failure, std::random_device{}());
    if (!delay) return tl::unexpected(failure.error);
    sys::log_info(failure.error.what + "; trying again in " + std::to_string(delay->count()) + " ms");
    if (!clock_.sleep_for(*delay, sys::stop_requested)) return tl::unexpected(sys::stop_error());
  }
}

Result<void> Asker::settle(const HeldAnswer& answer, ledger::Ledger& ledger, Spending& spending) {
  spending.add(answer.cost, answer.estimated);
  return ledger.settle(answer.held, answer.answer.usage.value_or(domain::Usage{}), answer.cost,
                       answer.estimated ? ledger::Booking::estimated : ledger::Booking::reported);
}

}  // namespace rustassistant::app
