// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "charts.hpp"
#include "rustassistant/app/cost_report.hpp"

// The days of a report as places on an axis. Pure.
namespace rustassistant::render {

// "21 Nov", and "November 2026" for 202611.
[[nodiscard]] std::string brief_day(int day);
[[nodiscard]] std::string month_name(int month);

// What was saved for each dollar, by what it is for each thousand.
[[nodiscard]] NanoUsd dollars_of(std::int64_t permille);

// Consecutive days that share a place: one each, or more where a chart of single days would be too fine.
struct Period {
  Slot slot;
  std::span<const app::ReportDay> days;  // of the report, which must outlive it; never empty
};
[[nodiscard]] std::vector<Period> periods_of(const app::CostReport& report);
// "day", or "days" where places hold several.
[[nodiscard]] std::string slot_title_of(const std::vector<Period>& periods);
[[nodiscard]] std::vector<Slot> slots_of(const std::vector<Period>& periods);

// A figure of days, summed up for each place.
[[nodiscard]] Values sums_of(const std::vector<Period>& periods,
                             const std::function<std::int64_t(const app::ReportDay&)>& figure);
[[nodiscard]] Values hit_rates_of(const std::vector<Period>& periods);

}  // namespace rustassistant::render
