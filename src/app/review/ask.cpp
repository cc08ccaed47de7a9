// SPDX-License-Identifier: MIT
#include "ask.hpp"

#include <algorithm>
#include <random>
#include <utility>
#include <variant>

#include "rustassistant/domain/money.hpp"
#include "rustassistant/domain/reply_bound.hpp"
#include "rustassistant/sys/log.hpp"
#include "rustassistant/sys/signals.hpp"

namespace rustassistant::app {
namespace {

using Billing = llm::AttemptFailure::Billing;
using Price = std::optional<domain::ModelPrice>;

std::optional<NanoUsd> cost_of(const Price& price, const std::optional<domain::Usage>& usage,
                               std::optional<NanoUsd> billed) {
  if (billed) return billed;
  if (!price || !usage) return std::nullopt;
  return domain::cost_of(*price, *usage);
}

// What a reply without usage may have cost at most: its reservation bounds it, too.
std::optional<NanoUsd> bound_of(const Price& price, std::int64_t request_bytes, std::int64_t reply_bytes,
                                const ledger::Reservation& held) {
  if (!price) return std::nullopt;
  const NanoUsd bound = domain::reply_bound(*price, request_bytes, reply_bytes);
  return held.amount ? std::min(bound, *held.amount) : bound;
}

// A reply bounds its cost unless the model may have reasoned unseen, beyond the output cap.
bool is_bounded_by_its_size(const Price& price) {
  return !price || price->reasoning_reserve == 0;
}

std::string why_it_stays(const llm::ProviderConfig& config, const ledger::Reservation& held) {
  const std::string amount = held.amount ? "its reservation of " + domain::format_usd(*held.amount) : "its reservation";
  return std::string(name_of(config.provider)) + " " + config.model +
         " did not report the tokens used, which may include hidden reasoning: " + amount +
         " stays charged until it is settled (rustassistant budget settle)";
}

}  // namespace

struct Asker::Asking {
  const PaidQuestion& question;
  ledger::CallFacts& facts;
  Purse& purse;
  Spending& spending;
  Price price;
  llm::Tried next;
  std::optional<ledger::Reservation> kept;  // of an attempt that may have been billed
  std::optional<Error> last;
};

struct Asker::Attempt {
  ProviderGate::Pass pass;
  Turn turn;
  std::string body;
  ledger::Reservation held;
};

// Passes the gate, waits for its turn and reserves.
Result<Asker::Attempt> Asker::prepare(Asking& asking) const {
  if (sys::stop_requested()) return tl::unexpected(sys::stop_error());
  std::string body = asking.question.body(asking.next.shape);
  const auto bytes = static_cast<std::int64_t>(body.size());
  TRY_ASSIGN(ProviderGate::Pass pass, session_.gate.admit());
  if (!asking.last)
    sys::log_info("asking " + std::string(name_of(session_.config.provider)) + " " + session_.config.model +
                  (asking.facts.path.empty() ? "" : " about " + asking.facts.path));
  TRY_ASSIGN(const Turn turn, session_.pacer.wait_for_turn({bytes, asking.next.shape.output_cap}));
  asking.facts.request_bytes = bytes;
  std::optional<NanoUsd> worst_case;
  if (asking.price) worst_case = domain::worst_case(*asking.price, bytes, asking.next.shape.output_cap);
  auto held = asking.purse.reserve(asking.facts, worst_case, settings_.budget);
  // Where the budget allows no second try, what became of the first is to be told.
  if (!held && held.error().code == Errc::budget && asking.last) return tl::unexpected(*asking.last);
  if (!held) return tl::unexpected(std::move(held).error());
  asking.spending.over_cap = asking.spending.over_cap || held->over_cap;
  return Attempt{std::move(pass), turn, std::move(body), *std::move(held)};
}

Result<void> Asker::book(const llm::AttemptFailure& failure, Attempt& attempt, Asking& asking) const {
  const bool may_be_billed = failure.billing == Billing::possible;
  const bool keeps = may_be_billed && !asking.kept;
  attempt.pass.failed(failure, keeps ? domain::LeftCharged::yes : domain::LeftCharged::no);
  if (failure.billing == Billing::known) {
    const auto cost = cost_of(asking.price, failure.usage, failure.billed);
    asking.spending.add_booked(cost, false);
    return asking.purse.settle(attempt.held, failure.usage, cost);
  }
  if (failure.billing == Billing::by_size) {
    if (!is_bounded_by_its_size(asking.price)) {
      asking.spending.add_open(attempt.held.amount);
      return {};
    }
    const auto bytes = static_cast<std::int64_t>(attempt.body.size());
    const auto bound = bound_of(asking.price, bytes, failure.reply_bytes, attempt.held);
    asking.spending.add_booked(bound, true);
    return asking.purse.settle(attempt.held, std::nullopt, bound, ledger::Booking::estimated);
  }
  if (keeps) {
    asking.kept = attempt.held;
    return {};
  }
  // Of several the largest stays.
  if (may_be_billed && asking.kept && asking.kept->amount < attempt.held.amount) std::swap(*asking.kept, attempt.held);
  return asking.purse.release(attempt.held);
}

// Makes the next try out of a failed one; false: there is none. Error (interrupted): stopped while waiting.
Result<bool> Asker::prepare_next(const llm::AttemptFailure& failure, llm::Tried& tried) const {
  const llm::NextStep step = llm::next_step(failure, tried, session_.config.provider, std::random_device{}());
  if (const auto* again = std::get_if<llm::Again>(&step)) {
    sys::log_info(failure.error.what + "; trying again in another way");
    tried.shape = again->shape;
    tried.attempts = 1;
    session_.shape.lower_to(again->shape);
    return true;
  }
  const auto* later = std::get_if<llm::Later>(&step);
  if (later == nullptr) return false;
  sys::log_info(failure.error.what + "; trying again in " + std::to_string(later->wait.count()) + " ms");
  if (!session_.clock.sleep_for(later->wait, sys::stop_requested)) return tl::unexpected(sys::stop_error());
  ++tried.attempts;
  return true;
}

HeldCall Asker::hold(const llm::Bill& bill, const Attempt& attempt, const Asking& asking) const {
  if (bill.usage || bill.billed) {
    const auto cost = cost_of(asking.price, bill.usage, bill.billed);
    return {bill, attempt.held, cost, false, {}};
  }
  if (!is_bounded_by_its_size(asking.price))
    return {bill, attempt.held, attempt.held.amount, true, why_it_stays(session_.config, attempt.held)};
  const auto bytes = static_cast<std::int64_t>(attempt.body.size());
  const auto bound = bound_of(asking.price, bytes, bill.reply_bytes, attempt.held);
  return {bill, attempt.held, bound, true, {}};
}

tl::expected<HeldCall, FailedAsk> Asker::ask_until_done(Asking& asking) const {
  while (true) {
    TRY_ASSIGN(Attempt attempt, prepare(asking));
    auto bill = asking.question.send(attempt.body);
    session_.pacer.heard(attempt.turn, paced_reply(bill));
    if (bill) {
      attempt.pass.answered();
      return hold(*bill, attempt, asking);
    }
    TRY(book(bill.error(), attempt, asking));
    TRY_ASSIGN(const bool again, prepare_next(bill.error(), asking.next));
    if (!again) {
      FailedAsk failed(bill.error().error);
      failed.attempt = std::move(bill).error();
      return tl::unexpected(std::move(failed));
    }
    asking.last = bill.error().error;
  }
}

tl::expected<HeldCall, FailedAsk> Asker::ask(const PaidQuestion& question, const Price& price, ledger::CallFacts facts,
                                             Purse& purse, Spending& spending) const {
  llm::Tried first;
  first.shape = first.first_shape = session_.shape.applied_to(session_.config.shape);
  first.max_output = price ? price->max_output : 0;
  Asking asking{question, facts, purse, spending, price, first, {}, {}};
  auto call = ask_until_done(asking);
  if (asking.kept) spending.add_open(asking.kept->amount);
  return call;
}

Result<void> Asker::settle(const HeldCall& call, Purse& purse, Spending& spending) {
  if (!call.stays_because.empty()) {
    spending.add_open(call.held.amount);
    return {};
  }
  spending.add_booked(call.cost, call.estimated);
  return purse.settle(call.held, call.bill.usage, call.cost,
                      call.estimated ? ledger::Booking::estimated : ledger::Booking::reported);
}

PaidQuestion prompt_question(const llm::Prompt& prompt, const ProviderSession& session, llm::Answer& answer) {
  PaidQuestion question;
  question.body = [&](const llm::RequestShape& shape) { return llm::request_body(prompt, session.config, shape); };
  question.send = [&](const std::string& body) -> tl::expected<llm::Bill, llm::AttemptFailure> {
    TRY_ASSIGN(answer, session.client.attempt(body, session.config));
    return answer;
  };
  return question;
}

}  // namespace rustassistant::app
