// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "provider_session.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/config/settings.hpp"
#include "rustassistant/domain/prices.hpp"
#include "rustassistant/ledger/ledger.hpp"
#include "rustassistant/llm/retry.hpp"

namespace rustassistant::app {

// What the calls for one file cost in this run. A call that may have been billed is counted at its upper bound, which
// stays reserved in the ledger until it is settled.
struct Spending {
  NanoUsd booked;                  // settled, by reports or estimates
  NanoUsd open;                    // the upper bounds of calls that may have been billed
  std::int64_t open_calls = 0;     // how many those are
  std::int64_t unknown_calls = 0;  // calls whose cost has neither a figure nor a bound
  bool estimated = false;          // a part of `booked` is an estimate
  bool over_cap = false;           // a call was made although it exceeds the budget (mode warn)

  // A call that was booked; nullopt: at an unknown cost.
  void add_booked(std::optional<NanoUsd> cost, bool is_estimate);
  // A call that may have been billed, and what stays reserved for it; nullopt: no price is known.
  void add_open(std::optional<NanoUsd> reserved);
};

// An answer that is paid for but not booked: store it, then settle.
struct HeldAnswer {
  llm::Answer answer;
  ledger::Reservation held;
  std::optional<NanoUsd> cost;
  bool estimated = false;
  // Why the reservation stays charged instead of being settled; empty if it is not. A sentence for the user.
  std::string stays_because;
};

// Asks a model, with reservations: one per HTTP attempt. Of the attempts for a question that may have been billed, one
// reservation stays charged.
class Asker {
 public:
  // Both must outlive this. Safe to use from several threads.
  Asker(const config::Settings& settings, ProviderSession& session) : settings_(settings), session_(session) {}

  // Reserves, sends, and tries again where that can help: later, in another shape, or once with a larger output cap. An
  // attempt that fails is settled, released or left charged, and its cost added to `spending`.
  // Errors: budget, provider, unreachable, config, storage (the ledger), interrupted.
  [[nodiscard]] Result<HeldAnswer> ask(const llm::Prompt& prompt, ledger::CallFacts facts, ledger::Ledger& ledger,
                                       Spending& spending) const;

  // Books the answer.
  [[nodiscard]] static Result<void> settle(const HeldAnswer& answer, ledger::Ledger& ledger, Spending& spending);

 private:
  struct Asking;   // a question on its way to its answer
  struct Attempt;  // one try of it

  [[nodiscard]] Result<std::optional<domain::ModelPrice>> price() const;
  [[nodiscard]] Result<HeldAnswer> ask_until_done(Asking& asking) const;
  [[nodiscard]] Result<Attempt> prepare(Asking& asking) const;
  [[nodiscard]] Result<void> book(const llm::AttemptFailure& failure, Attempt& attempt, Asking& asking) const;
  [[nodiscard]] Result<bool> prepare_next(const llm::AttemptFailure& failure, llm::Tried& tried) const;

  const config::Settings& settings_;
  ProviderSession& session_;
};

}  // namespace rustassistant::app
