// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "paint.hpp"
#include "rustassistant/domain/money.hpp"
#include "rustassistant/ledger/ledger.hpp"

namespace rustassistant::cli {

// The month's budget as every command shows it.
struct BudgetPicture {
  domain::BudgetPolicy policy;
  ledger::MonthSummary month;

  [[nodiscard]] domain::BudgetState state() const { return domain::budget_state(policy, month.committed()); }
  [[nodiscard]] NanoUsd remaining() const;
  // Of the cap, in tenths of a percent; 1000 for a cap of 0.
  [[nodiscard]] std::int64_t used_permille() const;
};

// One line: "budget 2026-11: $0.42 of $3.00 (14.0 %), ok".
[[nodiscard]] std::string budget_line(const BudgetPicture& picture, const Paint& paint);
// "monthly" and "state" of the budget's JSON.
[[nodiscard]] nlohmann::ordered_json budget_json(const BudgetPicture& picture);

}  // namespace rustassistant::cli
