// SPDX-License-Identifier: MIT
#include <algorithm>

#include "drawing.hpp"
#include "month_chart.hpp"
#include "periods.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/domain/money.hpp"
#include "rustassistant/render/table.hpp"
#include "sections.hpp"

namespace rustassistant::render {
namespace {

struct Tile {
  std::string name;
  std::string figure;
  std::string note;
  Html more = {};
};

Html tile(const Tile& tile) {
  const Html more = tile.more.empty() ? Html() : filled("<dd>$</dd>", {tile.more});
  return filled(R"(<div><dt>$</dt><dd class="big">$</dd>$<dd class="note">$</dd></div>)",
                {tile.name, tile.figure, more, tile.note});
}

// On the ground of the cap what is committed, and below it where the month will end.
Html meter(const app::BudgetReport& budget) {
  const NanoUsd cap = budget.picture.policy.monthly_cap;
  const NanoUsd committed = budget.picture.standing.month.committed();
  const domain::Forecast& forecast = budget.forecast;
  std::int64_t top = std::max({cap.value, committed.value, forecast.at_month_end.value, std::int64_t{1}});
  if (forecast.interval) top = std::max(top, forecast.interval->high.value);
  const auto across = [&](NanoUsd amount) { return percent(scaled(amount.value, top, kAllAcross)); };
  Html drawn = filled(R"(<rect class="ground" width="$" height="14" rx="3"/>)"
                      R"(<rect class="$" width="$" height="14" rx="3" data-v="$"/>)",
                      {across(cap), committed > cap ? "over" : "spent", across(committed), committed.value});
  if (forecast.interval) {
    const std::string low = across(forecast.interval->low);
    const std::string high = across(forecast.interval->high);
    drawn += filled(
        R"(<line class="range" x1="$" x2="$" y1="22" y2="22"/><line class="range" x1="$" x2="$" y1="18" y2="26"/>)"
        R"(<line class="range" x1="$" x2="$" y1="18" y2="26"/>)",
        {low, high, low, low, high, high});
  }
  const std::string mean = across(forecast.at_month_end);
  drawn += filled(R"(<line class="mean" x1="$" x2="$" y1="17" y2="27"/>)", {mean, mean});
  if (cap.value < top)
    drawn += filled(R"(<line class="range" x1="$" x2="$" y1="0" y2="14"/>)", {across(cap), across(cap)});
  return filled(
      R"(<svg class="meter" role="img" aria-label="$ of $, ~$ at the end of the month" height="28">$</svg>)",
      {domain::format_usd(committed), domain::format_cap(cap), domain::format_usd(forecast.at_month_end), drawn});
}

// A line of what happened, where anything did.
Html trend(const Values& values, const std::string& title) {
  const bool any = std::any_of(values.begin(), values.end(), [](const auto& value) { return value.value_or(0) > 0; });
  return any ? sparkline(values, title) : Html();
}

Tile spent_tile(const app::BudgetReport& budget) {
  const ledger::MonthSummary& month = budget.picture.standing.month;
  const NanoUsd cap = budget.picture.policy.monthly_cap;
  std::string note =
      percent_text(domain::used_permille(cap, month.committed())) + " of the cap of " + domain::format_cap(cap);
  if (month.reserved.value > 0) note += ", " + domain::format_usd(month.reserved) + " of it reserved";
  if (month.unknown_costs > 0) note += "; and " + counted(month.unknown_costs, "call", "calls") + " of unknown cost";
  return {"Spent in " + month_name(month.month),
          (month.estimated_calls > 0 ? "~" : "") + domain::format_usd(month.spent), note, meter(budget)};
}

Tile forecast_tile(const app::BudgetReport& budget) {
  const domain::Forecast& forecast = budget.forecast;
  std::string note = "at the pace so far";
  if (forecast.interval)
    note = domain::format_usd(forecast.interval->low) + " to " + domain::format_usd(forecast.interval->high) +
           " in eight of ten months like this one";
  if (forecast.crosses_at) {
    const TimeZone& zone = budget.picture.standing.zone;
    note += "; at the cap on " + brief_day(zone.day_of(*forecast.crosses_at));
  }
  return {"At the end of the month", "~" + domain::format_usd(forecast.at_month_end), note};
}

Tile saved_tile(const app::CostReport& report, const std::vector<Period>& periods) {
  const auto share = report.effectiveness.saved_permille();
  std::string note = "what the answers that were found had cost";
  if (share) note = domain::format_usd(dollars_of(*share)) + " for each dollar spent";
  const Values saved = sums_of(periods, [](const app::ReportDay& day) { return day.saved.value; });
  return {"Saved by the cache", domain::format_usd(report.effectiveness.saved), note,
          trend(saved, "Saved, day by day")};
}

Tile hit_tile(const app::CostReport& report) {
  const app::Effectiveness& effect = report.effectiveness;
  app::ReportDay all;
  all.hits = effect.hits;
  all.misses = effect.misses;
  const auto rate = all.hit_permille();
  return {"Hit rate", rate ? percent_text(*rate) : "–",
          format_count(effect.hits) + " of " + counted(effect.hits + effect.misses, "look-up", "look-ups")};
}

}  // namespace

Html summary_section(const app::CostReport& report) {
  const auto periods = periods_of(report);
  return filled(R"(<section id="summary"><h2 class="hidden">Summary</h2><dl class="tiles">$$$$</dl>$</section>)",
                {tile(spent_tile(report.budget)), tile(forecast_tile(report.budget)), tile(saved_tile(report, periods)),
                 tile(hit_tile(report)), month_chart(report)});
}

}  // namespace rustassistant::render
