// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "budget_lines.hpp"
#include "instant_text.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/domain/money.hpp"
#include "rustassistant/domain/repository.hpp"
#include "rustassistant/render/budget.hpp"
#include "rustassistant/render/table.hpp"
#include "team_budget.hpp"

namespace rustassistant::render {
namespace {

std::string date_text(UnixMillis instant, const TimeZone& zone) {
  return instant_text(instant, zone).substr(0, 10);
}

std::string bar(std::int64_t permille) {
  constexpr std::size_t kWidth = 50;
  const auto filled = std::min(kWidth, static_cast<std::size_t>(permille) * kWidth / 1000);
  return "[" + std::string(filled, '#') + std::string(kWidth - filled, '.') + "]";
}

std::string cap_text(NanoUsd cap, const ledger::Charged& charged) {
  return fmt::format("{} of {} ({})", domain::format_usd(charged.committed()), domain::format_cap(cap),
                     percent_text(domain::used_permille(cap, charged.committed())));
}

// Less than format_usd() can show without rounding up is shown exactly: nobody has more left than the cap.
std::string remaining_text(NanoUsd amount) {
  constexpr std::int64_t kLeastShown = 100'000;
  return amount.value < kLeastShown ? domain::format_cap(amount) : domain::format_usd(amount);
}

std::string forecast_text(const app::BudgetReport& report) {
  const ledger::Standing& standing = report.picture.standing;
  std::string text = "~" + domain::format_usd(report.forecast.at_month_end) + " at the end of the month";
  if (const auto& interval = report.forecast.interval)
    text += fmt::format(" ({} to {} in 8 of 10 such months)", domain::format_usd(interval->low),
                        domain::format_usd(interval->high));
  if (report.forecast.crosses_at)
    text += ", crossing the cap on " + date_text(*report.forecast.crosses_at, standing.zone);
  return text;
}

std::string left_out_text(std::int64_t unknown_costs) {
  if (unknown_costs == 0) return {};
  return " (without " + counted(unknown_costs, "call", "calls") + " of unknown cost)";
}

std::string shares_text(const domain::BudgetPolicy& policy) {
  return fmt::format("warning at {} % of a cap, alert at {} %", policy.warn_percent, policy.alert_percent);
}

LabelledRows figures(const app::BudgetReport& report) {
  const app::BudgetPicture& picture = report.picture;
  const ledger::Standing& standing = picture.standing;
  const ledger::MonthSummary& month = standing.month;
  LabelledRows rows{{"spent", (month.estimated_calls > 0 ? "~" : "") + domain::format_usd(month.spent)},
                    {"reserved", domain::format_usd(month.reserved)},
                    {"remaining", remaining_text(app::remaining(picture.policy.monthly_cap, month))}};
  if (report.batched.questions > 0)
    rows.emplace_back(
        "in batches",
        fmt::format("{} of what is reserved, for {}, until {} at the latest", domain::format_usd(report.batched.amount),
                    counted(report.batched.questions, "question", "questions"),
                    instant_text(report.batched.until.value_or(UnixMillis{}), standing.zone)));
  if (picture.policy.daily_cap) rows.emplace_back("today", cap_text(*picture.policy.daily_cap, standing.day));
  rows.emplace_back("burn rate", "~" + domain::format_usd(report.forecast.per_day) + " a day");
  rows.emplace_back("forecast", forecast_text(report));
  if (report.room) {
    rows.emplace_back(
        "room for", fmt::format("~{} or ~{}, at this month's averages{}", counted(report.room->files, "file", "files"),
                                counted(report.room->tokens, "token", "tokens"), left_out_text(month.unknown_costs)));
  }
  if (report.saved) rows.emplace_back("saved", domain::format_usd(*report.saved) + " by the cache this month");
  rows.emplace_back("calls", format_count(month.calls));
  rows.emplace_back("tokens", fmt::format("{} in ({} cached), {} out", format_count(month.input_tokens),
                                          format_count(month.cached_tokens), format_count(month.output_tokens)));
  if (month.estimated_calls > 0) rows.emplace_back("estimated", "~" + counted(month.estimated_calls, "call", "calls"));
  if (month.unknown_costs > 0) rows.emplace_back("unknown cost", counted(month.unknown_costs, "call", "calls"));
  rows.emplace_back("states", shares_text(picture.policy));
  rows.emplace_back("over the cap", std::string(name_of(picture.policy.when_exceeded)));
  rows.emplace_back("resets", instant_text(month.reset_at, standing.zone));
  if (report.recommended_cap) {
    rows.emplace_back("recommended",
                      "~" + domain::format_usd(*report.recommended_cap) + " a month, from the last three months");
  }
  return rows;
}

std::string place_of(const ledger::OpenCall& call) {
  return neutralise(call.repo_path.empty() ? call.path : call.repo_path + "/" + call.path);
}

std::string unsettled_text(const ledger::Standing& standing, const View& view) {
  constexpr std::size_t kShown = 10;
  if (standing.unsettled_count == 0) return {};
  std::string text =
      fmt::format("\nunsettled: {}, {}; charged in full, because it is unknown whether they were billed\n",
                  counted(standing.unsettled_count, "call", "calls"), domain::format_usd(standing.unsettled_amount));
  LabelledRows rows;
  for (std::size_t i = 0; i < std::min(kShown, standing.unsettled.size()); ++i) {
    const ledger::OpenCall& call = standing.unsettled[i];
    rows.emplace_back(fmt::format("{}", call.id),
                      fmt::format("{}  {}  {} {}  {}", instant_text(call.at, standing.zone),
                                  call.reserved ? domain::format_usd(*call.reserved) : "unknown",
                                  name_of(call.provider), neutralise(call.model), place_of(call)));
  }
  return text + aligned(rows, view.columns, "  ") +
         "once you know: rustassistant budget settle ID --cost USD, or --none\n";
}

std::string report_text(const app::BudgetReport& report, const View& view) {
  const app::BudgetPicture& picture = report.picture;
  const auto permille = domain::used_permille(picture.policy.monthly_cap, picture.standing.month.committed());
  std::string text =
      budget_line(picture, Paint(view.color)) + bar(permille) + "\n" + aligned(figures(report), view.columns);
  LabelledRows repos;
  for (const ledger::RepoStanding& repo : picture.standing.repos)
    repos.emplace_back(neutralise(repo.cap.path), cap_text(repo.cap.monthly_cap, repo));
  if (!repos.empty()) text += "\nrepositories with a cap\n" + aligned(repos, view.columns, "  ");
  text += unsettled_text(picture.standing, view);
  return report.team ? text + team_text(*report.team, view) : text;
}

Json unsettled_json(const ledger::Standing& standing) {
  Json calls = Json::array();
  for (const ledger::OpenCall& call : standing.unsettled) {
    calls.push_back({{"id", call.id},
                     {"at", to_rfc3339(call.at)},
                     {"provider", name_of(call.provider)},
                     {"model", to_valid_utf8(call.model)},
                     {"repository", repository(domain::repo_id(call.repo_path), call.repo_path)},
                     {"path", to_valid_utf8(call.path)},
                     {"reserved_nano_usd", amount(call.reserved)}});
  }
  return {
      {"count", standing.unsettled_count}, {"nano_usd", standing.unsettled_amount.value}, {"calls", std::move(calls)}};
}

Json report_json(const app::BudgetReport& report) {
  const ledger::Standing& standing = report.picture.standing;
  Json json = document("rustassistant.budget-status/1");
  json.update(budget_json(report.picture));
  json["timezone"] = standing.zone_name;
  json["warn_percent"] = report.picture.policy.warn_percent;
  json["alert_percent"] = report.picture.policy.alert_percent;
  json["burn_rate_nano_usd_per_day"] = report.forecast.per_day.value;
  json["forecast"] = forecast_json(report.forecast);
  json["room"] = report.room ? Json{{"files", report.room->files}, {"tokens", report.room->tokens}} : Json(nullptr);
  json["saved_nano_usd"] = amount(report.saved);
  json["recommended_cap_nano_usd"] = amount(report.recommended_cap);
  json["batches"] = {{"questions", report.batched.questions},
                     {"nano_usd", report.batched.amount.value},
                     {"until", report.batched.until ? Json(to_rfc3339(*report.batched.until)) : Json(nullptr)}};
  json["unsettled"] = unsettled_json(standing);
  if (report.team) json["team"] = team_json(*report.team);
  return json;
}

}  // namespace

std::string budget_status(const app::BudgetReport& report, const View& view) {
  return view.format == Format::json ? to_text(report_json(report)) : report_text(report, view);
}

}  // namespace rustassistant::render
