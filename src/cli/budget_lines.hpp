// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "paint.hpp"
#include "rustassistant/app/services.hpp"
#include "rustassistant/config/settings.hpp"
#include "rustassistant/domain/budget.hpp"
#include "rustassistant/ledger/ledger.hpp"

namespace rustassistant::cli {

// The budget as every command shows it.
struct BudgetPicture {
  domain::BudgetPolicy policy;
  ledger::Standing standing;

  // The graver of the month's and the day's.
  [[nodiscard]] domain::BudgetState state() const;
};

// Reads it from the user's ledger; one that does not exist is empty and is not created.
[[nodiscard]] Result<BudgetPicture> budget_picture(const config::Settings& settings, const app::Services& services);

// What is left of a cap.
[[nodiscard]] NanoUsd remaining(NanoUsd cap, const ledger::Charged& charged);
// "2026-11" for 202611.
[[nodiscard]] std::string month_text(int month);
// "14.0 %" for 140.
[[nodiscard]] std::string percent_text(std::int64_t permille);
// A state in its color.
[[nodiscard]] std::string state_text(domain::BudgetState state, const Paint& paint);

// One line: "budget 2026-11: $0.42 of $3.00 (14.0 %), ok".
[[nodiscard]] std::string budget_line(const BudgetPicture& picture, const Paint& paint);
// The budget's JSON, without what only `budget status` shows.
[[nodiscard]] nlohmann::ordered_json budget_json(const BudgetPicture& picture);

}  // namespace rustassistant::cli
