// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "rustassistant/app/budget_report.hpp"
#include "rustassistant/app/history.hpp"
#include "rustassistant/render/document.hpp"
#include "rustassistant/render/paint.hpp"

namespace rustassistant::render {

// A state in its color.
[[nodiscard]] std::string state_text(domain::BudgetState state, const Paint& paint);

// One line: "budget 2026-11: $0.42 of $3.00 (14.0 %), ok".
[[nodiscard]] std::string budget_line(const app::BudgetPicture& picture, const Paint& paint);
// The budget's JSON, without what only `budget status` shows.
[[nodiscard]] Json budget_json(const app::BudgetPicture& picture);
[[nodiscard]] Json forecast_json(const domain::Forecast& forecast);
// The rows with calls: others have nothing but look-ups.
[[nodiscard]] std::vector<app::HistoryRow> rows_with_calls(const app::History& history);
// A row of the history, without its key.
[[nodiscard]] Json history_json(const app::HistoryRow& row);

}  // namespace rustassistant::render
