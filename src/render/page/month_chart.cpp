// SPDX-License-Identifier: MIT
#include "month_chart.hpp"

#include <algorithm>

#include "charts.hpp"
#include "periods.hpp"
#include "rustassistant/base/time_zone.hpp"
#include "rustassistant/domain/money.hpp"

namespace rustassistant::render {
namespace {

struct Month {
  std::vector<Slot> slots;
  std::vector<int> days;
  std::size_t today = 0;
};

Month month_of(const app::CostReport& report) {
  const ledger::Standing& standing = report.budget.picture.standing;
  const int end = first_of_month(standing.month.month, 1);
  const int today = standing.zone.day_of(standing.now);
  Month month;
  for (int day = first_of_month(standing.month.month); day < end; day = plus_days(day, 1)) {
    if (day <= today) month.today = month.days.size();
    month.days.push_back(day);
    month.slots.push_back({day_text(day), brief_day(day)});
  }
  return month;
}

// Backwards from what the month has come to: days before the report begins stay unknown.
Values spent_until(const app::CostReport& report, const Month& month) {
  Values values(month.days.size());
  std::int64_t sum = report.budget.picture.standing.month.committed().value;
  for (std::size_t left = month.today + 1; left > 0; --left) {
    const int day_of_month = month.days[left - 1];
    if (day_of_month < report.from_day) break;
    values[left - 1] = sum;
    for (const app::ReportDay& day : report.days) {
      if (day.day == day_of_month) sum -= (day.spent + day.reserved).value;
    }
  }
  return values;
}

// From today's sum straight to that of the month's end.
Values straight_to(const Month& month, NanoUsd from, NanoUsd to) {
  Values values(month.days.size());
  const auto days = static_cast<std::int64_t>(values.size() - 1 - month.today);
  for (std::int64_t i = 0; i <= days; ++i) {
    const std::int64_t more = days == 0 ? 0 : (to.value - from.value) / days * i;
    values[month.today + static_cast<std::size_t>(i)] = i == days && days > 0 ? to.value : from.value + more;
  }
  return values;
}

std::string sentence_of(const app::CostReport& report, bool shows_cap) {
  const domain::Forecast& forecast = report.budget.forecast;
  const app::BudgetPicture& picture = report.budget.picture;
  std::string text = domain::format_usd(picture.standing.month.committed()) + " so far, with what is reserved; ~" +
                     domain::format_usd(forecast.at_month_end) + " expected at the end of the month";
  if (forecast.interval)
    text += ", in eight of ten months like this one between " + domain::format_usd(forecast.interval->low) + " and " +
            domain::format_usd(forecast.interval->high);
  text += ".";
  if (!shows_cap) text += " The cap of " + domain::format_cap(picture.policy.monthly_cap) + " is far above.";
  return text;
}

}  // namespace

Html month_chart(const app::CostReport& report) {
  if (!report.repo_path.empty() || report.days.empty()) return {};
  const app::BudgetPicture& picture = report.budget.picture;
  const domain::Forecast& forecast = report.budget.forecast;
  const Month month = month_of(report);
  const NanoUsd committed = picture.standing.month.committed();
  const NanoUsd cap = picture.policy.monthly_cap;
  const bool shows_cap =
      cap.value / 5 <= std::max(committed, forecast.interval ? forecast.interval->high : forecast.at_month_end).value;
  Lines lines;
  lines.series.push_back({"spent", spent_until(report, month)});
  if (month.today + 1 < month.days.size()) {
    lines.series.push_back({"expected", straight_to(month, committed, forecast.at_month_end)});
    if (forecast.interval)
      lines.band = Band{"in eight of ten months", straight_to(month, committed, forecast.interval->low),
                        straight_to(month, committed, forecast.interval->high)};
  }
  if (shows_cap) lines.limit = Limit{"cap", cap.value};
  return line_chart({"month", "Spent in " + month_name(picture.standing.month.month), sentence_of(report, shows_cap),
                     Measure::money, "until", month.slots},
                    lines);
}

}  // namespace rustassistant::render
