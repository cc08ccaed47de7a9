// SPDX-License-Identifier: MIT
#include "purse.hpp"

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
