// SPDX-License-Identifier: MIT
#include "periods.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>

#include "rustassistant/base/time_zone.hpp"

namespace rustassistant::render {
namespace {

constexpr std::size_t kMostSlots = 100;
constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};

std::string_view name_of_month(int number) {
  return kMonths.at(static_cast<std::size_t>(std::clamp(number, 1, 12) - 1));
}

}  // namespace

std::string brief_day(int day) {
  return std::to_string(day % 100) + " " + std::string(name_of_month(day / 100 % 100).substr(0, 3));
}

std::string month_name(int month) {
  return std::string(name_of_month(month % 100)) + " " + std::to_string(month / 100);
}

NanoUsd dollars_of(std::int64_t permille) {
  constexpr std::int64_t kNanoOfPermille = 1'000'000;
  return NanoUsd{std::min(permille, std::numeric_limits<std::int64_t>::max() / kNanoOfPermille) * kNanoOfPermille};
}

std::vector<Period> periods_of(const app::CostReport& report) {
  const std::size_t length = (report.days.size() + kMostSlots - 1) / kMostSlots;
  std::vector<Period> periods;
  for (std::size_t i = 0; i < report.days.size(); i += length) {
    const std::size_t end = std::min(i + length, report.days.size());
    const std::span<const app::ReportDay> days = std::span(report.days).subspan(i, end - i);
    const int first = days.front().day;
    const int last = days.back().day;
    periods.push_back({{day_text(first) + (first == last ? "" : " to " + day_text(last)), brief_day(first)}, days});
  }
  return periods;
}

std::string slot_title_of(const std::vector<Period>& periods) {
  return !periods.empty() && periods.front().days.size() > 1 ? "days" : "day";
}

std::vector<Slot> slots_of(const std::vector<Period>& periods) {
  std::vector<Slot> slots;
  slots.reserve(periods.size());
  for (const Period& period : periods) slots.push_back(period.slot);
  return slots;
}

Values sums_of(const std::vector<Period>& periods, const std::function<std::int64_t(const app::ReportDay&)>& figure) {
  Values values;
  for (const Period& period : periods) {
    std::int64_t sum = 0;
    for (const app::ReportDay& day : period.days) sum += figure(day);
    values.emplace_back(sum);
  }
  return values;
}

Values hit_rates_of(const std::vector<Period>& periods) {
  Values values;
  for (const Period& period : periods) {
    app::ReportDay all;
    for (const app::ReportDay& day : period.days) all += day;
    values.emplace_back(all.hit_permille());
  }
  return values;
}

}  // namespace rustassistant::render
