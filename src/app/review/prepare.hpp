// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "plan.hpp"
#include "question.hpp"
#include "rustassistant/domain/prices.hpp"
#include "rustassistant/domain/reuse.hpp"
#include "rustassistant/llm/prompt.hpp"
#include "rustassistant/llm/provider_config.hpp"

namespace rustassistant::app {

// What a call costs by the token.
struct CallPrice {
  std::optional<domain::ModelPrice> price;  // nothing: unknown, and the user allowed that
  std::string notice;                       // to be said once a run; mostly empty
};

// A configured price, or a known one wherever the model is served; else unknown with --allow-unpriced, else free at a
// loopback address. `config` has passed llm::check(). Error (config): unknown.
[[nodiscard]] Result<CallPrice> price_of(const llm::ProviderConfig& config, const config::Settings& settings, int day);

// A call that could be made.
struct PreparedCall {
  llm::Prompt prompt;
  CallPrice price;
  std::int64_t secrets_replaced = 0;
  std::string secrets_notice;  // what was replaced; empty: nothing
};

// Everything that must hold before money is set aside. The run and the dry run both ask here. `day` is a UTC day.
// `parts`: what the question is about; null: the whole file.
[[nodiscard]] tl::expected<PreparedCall, NoCall> prepare(const Question& question, const llm::ProviderConfig& config,
                                                         KeyStores key_stores, int day,
                                                         const domain::ReusePlan* parts = nullptr);

// Whether a refusal by the budget leaves nobody else to answer: when_exceeded is "block", or the ledger cannot say.
[[nodiscard]] bool blocks(const config::Settings& settings, const Result<domain::BudgetSettings>& stored);

}  // namespace rustassistant::app
