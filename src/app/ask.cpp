// SPDX-License-Identifier: MIT
#include "ask.hpp"

#include <algorithm>
#include <random>

#include "rustassistant/base/time_text.hpp"
#include "rustassistant/llm/retry.hpp"
#include "rustassistant/sys/log.hpp"
#include "rustassistant/sys/signals.hpp"

namespace rustassistant::app {
namespace {

using Billing = llm::AttemptFailure::Billing;
using Remedy = llm::AttemptFailure::Remedy;

// How much larger the cap of the one second try is.
constexpr Tokens kCapFactor = 4;

std::optional<NanoUsd> cost_of(const std::optional<domain::ModelPrice>& price, const domain::Usage& usage,
                               std::optional<NanoUsd> billed) {
  if (billed) return billed;
  if (!price) return std::nullopt;
  return domain::cost_of(*price, usage);
}

// Within what the model can write at all; nothing where that is no more.
std::optional<Tokens> larger_cap(Tokens cap, const std::optional<domain::ModelPrice>& price) {
  Tokens larger = cap * kCapFactor;
  if (price && price->max_output > 0) larger = std::min(larger, price->max_output);
  return larger > cap ? std::optional(larger) : std::nullopt;
}

}  // namespace

void Spending::add(std::optional<NanoUsd> amount, bool is_estimate) {
  cost += amount.value_or(NanoUsd{});
  unknown = unknown || !amount;
  estimated = estimated || is_estimate;
}

// Nothing where the price is unknown and the user allowed it.
Result<std::optional<domain::ModelPrice>> Asker::price() const {
  auto price = domain::find_price(config_.provider, config_.model, utc_day(clock_.now()), settings_.prices);
  if (price || settings_.budget.allow_unpriced) return price;
  return fail(Errc::config, "the price of model '" + config_.model + "' is unknown, so the budget cannot be kept",
              "put it into config.toml: [prices.\"" + config_.model +
                  "\"] with input and output, 0 for a server that costs nothing; or add --allow-unpriced");
}

Result<void> Asker::book(const llm::AttemptFailure& failure, const ledger::Reservation& held,
                         const std::optional<domain::ModelPrice>& price, ledger::Ledger& ledger,
                         Spending& spending) const {
  switch (failure.billing) {
    case Billing::none:
      return ledger.release(held);
    case Billing::possible:
      return {};  // stays charged: the provider may bill it
    case Billing::known:
      break;
  }
  const auto cost = cost_of(price, failure.usage, failure.billed);
  spending.add(cost, false);
  return ledger.settle(held, failure.usage, cost);
}

struct Asker::Try {
  llm::RequestShape shape;
  int attempts = 1;  // in this shape, with the one to come
};

// Makes the next try out of a failed one; false: none can help. Error (interrupted): stopped while waiting.
Result<bool> Asker::mend(const llm::AttemptFailure& failure, const std::optional<domain::ModelPrice>& price,
                         Try& next) const {
  switch (failure.remedy) {
    case Remedy::plainer_schema: {
      const auto plainer = llm::plainer_schema_mode(config_.provider, next.shape.schema);
      if (!plainer) return false;
      sys::log_info(failure.error.what + "; trying again with schema = \"" + std::string(name_of(*plainer)) + '"');
      next = {{*plainer, next.shape.output_cap}, 1};
      schema_mode_ = *plainer;
      return true;
    }
    case Remedy::larger_cap: {
      const auto larger = larger_cap(next.shape.output_cap, price);
      if (!larger || next.shape.output_cap != config_.shape.output_cap) return false;
      sys::log_info(failure.error.what + "; trying once more with " + std::to_string(*larger) + " tokens");
      next = {{next.shape.schema, *larger}, 1};
      return true;
    }
    default:
      break;
  }
  const auto delay = llm::delay_before_retry(next.attempts, failure, std::random_device{}());
  if (!delay) return false;
  sys::log_info(failure.error.what + "; trying again in " + std::to_string(delay->count()) + " ms");
  if (!clock_.sleep_for(*delay, sys::stop_requested)) return tl::unexpected(sys::stop_error());
  ++next.attempts;
  return true;
}

Result<HeldAnswer> Asker::ask(const llm::Prompt& prompt, ledger::CallFacts facts, ledger::Ledger& ledger,
                              Spending& spending) const {
  TRY_ASSIGN(const auto price, this->price());
  Try next{{schema_mode_, config_.shape.output_cap}};
  std::optional<Error> last;
  while (true) {
    if (sys::stop_requested()) return tl::unexpected(sys::stop_error());
    const std::string body = llm::request_body(prompt, config_, next.shape);
    const auto bytes = static_cast<std::int64_t>(body.size());
    facts.request_bytes = bytes;
    std::optional<NanoUsd> worst_case;
    if (price) worst_case = domain::worst_case(*price, bytes, next.shape.output_cap);
    const auto held = ledger.reserve(facts, worst_case, settings_.budget);
    // Where the budget allows no second try, what became of the first is to be told.
    if (!held && held.error().code == Errc::budget && last) return tl::unexpected(*std::move(last));
    if (!held) return tl::unexpected(held.error());
    spending.over_cap = spending.over_cap || held->over_cap;
    auto answer = client_.attempt(body, config_);
    if (answer) {
      const bool reported = answer->usage.has_value() || answer->billed.has_value();
      const auto cost =
          reported ? cost_of(price, answer->usage.value_or(domain::Usage{}), answer->billed) : held->amount;
      return HeldAnswer{*std::move(answer), *held, cost, !reported};
    }
    TRY(book(answer.error(), *held, price, ledger, spending));
    TRY_ASSIGN(const bool again, mend(answer.error(), price, next));
    if (!again) return tl::unexpected(answer.error().error);
    last = answer.error().error;
  }
}

Result<void> Asker::settle(const HeldAnswer& answer, ledger::Ledger& ledger, Spending& spending) {
  spending.add(answer.cost, answer.estimated);
  return ledger.settle(answer.held, answer.answer.usage, answer.cost,
                       answer.estimated ? ledger::Booking::estimated : ledger::Booking::reported);
}

}  // namespace rustassistant::app
