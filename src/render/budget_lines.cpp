// SPDX-License-Identifier: MIT
#include "budget_lines.hpp"

#include <fmt/format.h>

#include "rustassistant/base/text.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/base/time_zone.hpp"
#include "rustassistant/domain/money.hpp"
#include "rustassistant/render/table.hpp"

namespace rustassistant::render {
namespace {

Json cap_json(NanoUsd cap, const ledger::Charged& charged) {
  return {{"cap_nano_usd", cap.value},
          {"spent_nano_usd", charged.spent.value},
          {"reserved_nano_usd", charged.reserved.value},
          {"remaining_nano_usd", app::remaining(cap, charged).value},
          {"used_permille", domain::used_permille(cap, charged.committed())}};
}

Json monthly_json(const app::BudgetPicture& picture) {
  const ledger::MonthSummary& month = picture.standing.month;
  Json json = {{"month", month_text(month.month)}};
  json.update(cap_json(picture.policy.monthly_cap, month));
  json.update(Json{{"calls", month.calls},
                   {"unknown_costs", month.unknown_costs},
                   {"estimated_calls", month.estimated_calls},
                   {"input_tokens", month.input_tokens},
                   {"cached_tokens", month.cached_tokens},
                   {"output_tokens", month.output_tokens},
                   {"resets_at", to_rfc3339(month.reset_at)}});
  return json;
}

}  // namespace

std::string state_text(domain::BudgetState state, const Paint& paint) {
  const auto name = name_of(state);
  switch (state) {
    case domain::BudgetState::ok:
      return paint.green(name);
    case domain::BudgetState::warning:
      return paint.yellow(name);
    default:
      return paint.bold_red(name);
  }
}

std::string budget_line(const app::BudgetPicture& picture, const Paint& paint) {
  const ledger::MonthSummary& month = picture.standing.month;
  const NanoUsd cap = picture.policy.monthly_cap;
  return fmt::format("budget {}: {} of {} ({}), {}\n", month_text(month.month), domain::format_usd(month.committed()),
                     domain::format_cap(cap), percent_text(domain::used_permille(cap, month.committed())),
                     state_text(picture.state(), paint));
}

Json budget_json(const app::BudgetPicture& picture) {
  Json json = {{"monthly", monthly_json(picture)}};
  const ledger::DaySummary& day = picture.standing.day;
  if (picture.policy.daily_cap) {
    json["daily"] = cap_json(*picture.policy.daily_cap, day);
    json["daily"]["resets_at"] = to_rfc3339(day.reset_at);
  }
  json["repositories"] = Json::array();
  for (const ledger::RepoStanding& repo : picture.standing.repos) {
    Json row = {{"repository", repository(repo.cap.repo_id, repo.cap.path)}};
    row.update(cap_json(repo.cap.monthly_cap, repo));
    json["repositories"].push_back(std::move(row));
  }
  json["state"] = name_of(picture.state());
  json["when_exceeded"] = name_of(picture.policy.when_exceeded);
  return json;
}

Json forecast_json(const domain::Forecast& forecast) {
  Json json = {{"month_end_nano_usd", forecast.at_month_end.value}, {"crosses_cap_at", instant(forecast.crosses_at)}};
  const auto& interval = forecast.interval;
  json["interval"] = interval ? Json{{"low_nano_usd", interval->low.value},
                                     {"high_nano_usd", interval->high.value},
                                     {"days", interval->days}}
                              : Json(nullptr);
  return json;
}

std::vector<app::HistoryRow> rows_with_calls(const app::History& history) {
  std::vector<app::HistoryRow> rows = history.rows;
  std::erase_if(rows, [](const app::HistoryRow& row) { return row.calls == 0 && row.reserved.value == 0; });
  return rows;
}

Json history_json(const app::HistoryRow& row) {
  return {{"calls", row.calls},
          {"unknown_costs", row.unknown_costs},
          {"estimated_calls", row.estimated_calls},
          {"input_tokens", row.input_tokens},
          {"cached_tokens", row.cached_tokens},
          {"output_tokens", row.output_tokens},
          {"spent_nano_usd", row.spent.value},
          {"reserved_nano_usd", row.reserved.value},
          {"hits", row.looked_up ? Json(row.looked_up->hits) : Json(nullptr)},
          {"misses", row.looked_up ? Json(row.looked_up->misses) : Json(nullptr)},
          {"saved_nano_usd", row.looked_up ? Json(row.looked_up->saved.value) : Json(nullptr)}};
}

}  // namespace rustassistant::render
