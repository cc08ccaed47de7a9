// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

#include "rustassistant/base/clock.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/config/settings.hpp"
#include "rustassistant/domain/prices.hpp"
#include "rustassistant/ledger/ledger.hpp"
#include "rustassistant/llm/client.hpp"

namespace rustassistant::app {

// What the attempts for one file have cost so far, in this run.
struct Spending {
  NanoUsd cost;
  bool unknown = false;    // an attempt's cost is not known
  bool estimated = false;  // an attempt's cost is an estimate
  bool over_cap = false;   // an attempt was made although it exceeds the budget (mode warn)

  void add(std::optional<NanoUsd> amount, bool is_estimate);
};

// An answer that is paid for but not booked: store it, then settle.
struct HeldAnswer {
  llm::Answer answer;
  ledger::Reservation held;
  std::optional<NanoUsd> cost;
  bool estimated = false;
};

// Asks a model, with reservations: one per HTTP attempt.
class Asker {
 public:
  // All must outlive this. Safe to use from several threads.
  // `schema_mode` is what the provider takes, as far as the run has learned it; a refusal makes it plainer.
  Asker(const config::Settings& settings, const llm::ProviderConfig& config, const llm::Client& client, Clock& clock,
        std::atomic<domain::SchemaMode>& schema_mode)
      : settings_(settings), config_(config), client_(client), clock_(clock), schema_mode_(schema_mode) {}

  // Reserves, sends, and tries again where that can help: later, with the schema told in a plainer way, or once with a
  // larger output cap. An attempt that fails is settled, released or left charged, and its cost added to `spending`.
  // Errors: budget, provider, unreachable, config, storage (the ledger), interrupted.
  [[nodiscard]] Result<HeldAnswer> ask(const llm::Prompt& prompt, ledger::CallFacts facts, ledger::Ledger& ledger,
                                       Spending& spending) const;

  // Books the answer.
  [[nodiscard]] static Result<void> settle(const HeldAnswer& answer, ledger::Ledger& ledger, Spending& spending);

 private:
  [[nodiscard]] Result<std::optional<domain::ModelPrice>> price() const;
  [[nodiscard]] Result<void> book(const llm::AttemptFailure& failure, const ledger::Reservation& held,
                                  const std::optional<domain::ModelPrice>& price, ledger::Ledger& ledger,
                                  Spending& spending) const;
  struct Try;
  [[nodiscard]] Result<bool> mend(const llm::AttemptFailure& failure, const std::optional<domain::ModelPrice>& price,
                                  Try& next) const;

  const config::Settings& settings_;
  const llm::ProviderConfig& config_;
  const llm::Client& client_;
  Clock& clock_;
  std::atomic<domain::SchemaMode>& schema_mode_;
};

}  // namespace rustassistant::app
