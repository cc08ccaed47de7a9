// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <utility>

#include "provider_session.hpp"
#include "purse.hpp"
#include "rustassistant/app/file_result.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/config/settings.hpp"
#include "rustassistant/domain/prices.hpp"
#include "rustassistant/ledger/ledger.hpp"
#include "rustassistant/llm/retry.hpp"

namespace rustassistant::app {

// What costs money to ask.
struct PaidQuestion {
  // What is sent, in this shape.
  std::function<std::string(const llm::RequestShape& shape)> body;
  // One HTTP attempt. What was answered stays with whoever made the question.
  std::function<tl::expected<llm::Bill, llm::AttemptFailure>(const std::string& body)> send;
};

// An answer that came, and is not booked yet: store it, then settle.
struct HeldCall {
  llm::Bill bill;
  ledger::Reservation held;
  std::optional<NanoUsd> cost;
  bool estimated = false;
  // Why the reservation stays charged instead of being settled; empty if it is not. A sentence for the user.
  std::string stays_because;
};

// Why there is no answer, and the attempt that had the last word; nothing: none was made, or the budget had it.
struct FailedAsk : Error {
  // Implicit: what happens beside the attempts is an Error.
  FailedAsk(Error error) : Error(std::move(error)) {}  // NOLINT(google-explicit-constructor)
  std::optional<llm::AttemptFailure> attempt;
};

// The one way to a call that costs money, with reservations: one per HTTP attempt. Of the attempts for a question that
// may have been billed, one reservation stays charged.
class Asker {
 public:
  // Both must outlive this. Safe to use from several threads.
  Asker(const config::Settings& settings, ProviderSession& session) : settings_(settings), session_(session) {}

  // Reserves, sends, and tries again where that can help: later, in another shape, or once with a larger output cap. An
  // attempt that fails is settled, released or left charged, and its cost added to `spending`.
  // Errors: budget, provider, unreachable, config, storage (the purse), interrupted.
  // `price`: nothing where it is unknown and the user allowed that.
  [[nodiscard]] tl::expected<HeldCall, FailedAsk> ask(const PaidQuestion& question,
                                                      const std::optional<domain::ModelPrice>& price,
                                                      ledger::CallFacts facts, Purse& purse, Spending& spending) const;

  // Books the answer.
  [[nodiscard]] static Result<void> settle(const HeldCall& call, Purse& purse, Spending& spending);

 private:
  struct Asking;   // a question on its way to its answer
  struct Attempt;  // one try of it

  [[nodiscard]] tl::expected<HeldCall, FailedAsk> ask_until_done(Asking& asking) const;
  [[nodiscard]] Result<Attempt> prepare(Asking& asking) const;
  [[nodiscard]] HeldCall hold(const llm::Bill& bill, const Attempt& attempt, const Asking& asking) const;
  [[nodiscard]] Result<void> book(const llm::AttemptFailure& failure, Attempt& attempt, Asking& asking) const;
  [[nodiscard]] Result<bool> prepare_next(const llm::AttemptFailure& failure, llm::Tried& tried) const;

  const config::Settings& settings_;
  ProviderSession& session_;
};

// A question for a model that writes: `answer` is what it says. All must outlive the question.
[[nodiscard]] PaidQuestion prompt_question(const llm::Prompt& prompt, const ProviderSession& session,
                                           llm::Answer& answer);

}  // namespace rustassistant::app
