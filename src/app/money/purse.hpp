// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>

#include <tl/expected.hpp>

#include "rustassistant/base/result.hpp"
#include "rustassistant/ledger/batch_books.hpp"
#include "rustassistant/ledger/ledger.hpp"

namespace rustassistant::app {

class TeamAccount;

// Where the money for a call comes from: the user's ledger, whose caps hold always, and then, where there is one, the
// team's budget. Safe to use from several threads.
class Purse {
 public:
  // Both must outlive this. `team`: null where there is none.
  Purse(ledger::Ledger& ledger, TeamAccount* team) : ledger_(ledger), team_(team) {}

  // As Ledger::reserve(). A call that is free, or of unknown price, is none of the team's. Errors: budget, also in
  // every mode where it is the team's money that does not suffice; storage: ledger or team's budget cannot be used.
  [[nodiscard]] Result<ledger::Reservation> reserve(ledger::CallFacts facts, std::optional<NanoUsd> worst_case,
                                                    const domain::BudgetRules& rules);
  // As those of the ledger; the team hears of it as soon as it can be told.
  [[nodiscard]] Result<void> settle(const ledger::Reservation& reservation, const std::optional<domain::Usage>& usage,
                                    std::optional<NanoUsd> cost, ledger::Booking booking = ledger::Booking::reported);
  [[nodiscard]] Result<void> release(const ledger::Reservation& reservation);

  // As BatchBooks::reserve(); `books` are of the same ledger. The team holds money for the batch as a whole, until it
  // is closed.
  struct BatchRefusal {
    Error error;                  // as those of reserve()
    std::optional<NanoUsd> fits;  // so much the team would allow, which is less than the questions may cost together
  };
  [[nodiscard]] tl::expected<ledger::BatchReservation, BatchRefusal> reserve(
      ledger::BatchBooks& books, ledger::BatchFacts facts, std::span<const ledger::BatchQuestion> questions,
      const domain::BudgetRules& rules, const std::optional<ledger::BatchLimit>& limit) const;

  [[nodiscard]] ledger::Ledger& ledger() const { return ledger_; }

 private:
  ledger::Ledger& ledger_;
  TeamAccount* team_;
};

}  // namespace rustassistant::app
