// SPDX-License-Identifier: MIT
#include "purse.hpp"

#include <algorithm>
#include <utility>

#include "rustassistant/tier/team_budget.hpp"
#include "team_account.hpp"

namespace rustassistant::app {

Result<ledger::Reservation> Purse::reserve(ledger::CallFacts facts, std::optional<NanoUsd> worst_case,
                                           const domain::BudgetRules& rules) {
  if (team_ == nullptr || !worst_case || worst_case->value == 0) return ledger_.reserve(facts, worst_case, rules);
  // Noted with the reservation: whatever happens from here on, what becomes of the call is told.
  facts.team = ledger::TeamShare{tier::new_request_id(), team_->place()};
  TRY_ASSIGN(const ledger::Reservation held, ledger_.reserve(facts, worst_case, rules));
  auto granted = team_->reserve(facts.team->request, *worst_case, facts.model);
  if (granted) return held;
  TRY(ledger_.release(held));
  if (!granted.error().server_knows_of) TRY(ledger_.team_knows({&facts.team->request, 1}));
  return tl::unexpected(std::move(granted).error().error);
}

tl::expected<ledger::BatchReservation, Purse::BatchRefusal> Purse::reserve(
    ledger::BatchBooks& books, ledger::BatchFacts facts, std::span<const ledger::BatchQuestion> questions,
    const domain::BudgetRules& rules, const std::optional<ledger::BatchLimit>& limit) const {
  const auto refused = [](Error error, std::optional<NanoUsd> fits = {}) {
    return tl::unexpected(BatchRefusal{std::move(error), fits});
  };
  const auto costs = [](const ledger::BatchQuestion& question) { return question.worst_case.value > 0; };
  const bool is_of_team = team_ != nullptr && std::any_of(questions.begin(), questions.end(), costs);
  if (is_of_team) facts.team = ledger::TeamShare{tier::new_request_id(), team_->place()};
  auto held = books.reserve(facts, questions, rules, limit);
  if (!held) return refused(std::move(held).error());
  if (!is_of_team || held->amount.value == 0) return *std::move(held);
  auto granted = team_->reserve(facts.team->request, held->amount, facts.model);
  if (granted) return *std::move(held);
  if (auto back = books.withdraw(facts.tag); !back) return refused(std::move(back).error());
  TeamAccount::Refused& refusal = granted.error();
  if (!refusal.server_knows_of) {
    if (auto known = ledger_.team_knows({&facts.team->request, 1}); !known) return refused(std::move(known).error());
  }
  return refused(std::move(refusal.error), refusal.fits);
}

Result<void> Purse::settle(const ledger::Reservation& reservation, const std::optional<domain::Usage>& usage,
                           std::optional<NanoUsd> cost, ledger::Booking booking) {
  TRY(ledger_.settle(reservation, usage, cost, booking));
  if (team_ != nullptr) team_->tell(ledger_);
  return {};
}

Result<void> Purse::release(const ledger::Reservation& reservation) {
  TRY(ledger_.release(reservation));
  if (team_ != nullptr) team_->tell(ledger_);
  return {};
}

}  // namespace rustassistant::app
