// SPDX-License-Identifier: MIT
#include "budget_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "output.hpp"
#include "rows.hpp"
#include "rustassistant/app/budget.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/codec/json.hpp"
#include "rustassistant/domain/forecast.hpp"
#include "rustassistant/domain/money.hpp"

namespace rustassistant::cli {
namespace {

using Json = nlohmann::ordered_json;

// How many more files or tokens the rest of the budget pays for, at the averages of this month.
struct Room {
  std::int64_t files = 0;
  std::int64_t tokens = 0;
};

struct Report {
  BudgetPicture picture;
  domain::Forecast forecast;
  std::optional<Room> room;  // nothing: no call had a cost yet
  std::optional<NanoUsd> recommended_cap;
  std::optional<NanoUsd> saved;  // by the cache in this month; nothing: the cache cannot be read
};

std::int64_t times(NanoUsd left, std::int64_t count, NanoUsd cost) {
  constexpr std::int64_t kMostCount = 1'000'000;
  // Divided first where the product would not fit.
  return count < kMostCount && left.value < INT64_MAX / kMostCount
             ? left.value * count / cost.value
             : left.value / std::max<std::int64_t>(1, cost.value / count);
}

std::optional<Room> room_of(const BudgetPicture& picture) {
  const ledger::MonthSummary& month = picture.standing.month;
  if (month.spent.value <= 0 || month.calls == 0) return std::nullopt;
  const NanoUsd left = remaining(picture.policy.monthly_cap, month);
  const Tokens tokens = month.input_tokens + month.output_tokens;
  return Room{times(left, month.calls, month.spent), tokens == 0 ? 0 : times(left, tokens, month.spent)};
}

Report report_of(BudgetPicture picture, std::optional<NanoUsd> saved) {
  const ledger::Standing& standing = picture.standing;
  const ledger::MonthSummary& month = standing.month;
  const auto forecast =
      domain::forecast({month.start, standing.now, month.reset_at, month.committed(), picture.policy.monthly_cap});
  const auto room = room_of(picture);
  const auto recommended = domain::recommended_cap(standing.past_months);
  return {std::move(picture), forecast, room, recommended, saved};
}

std::string instant_text(UnixMillis instant, const TimeZone& zone) {
  return to_rfc3339(instant, zone.offset_seconds(instant));
}

std::string date_text(UnixMillis instant, const TimeZone& zone) {
  return instant_text(instant, zone).substr(0, 10);
}

std::string bar(std::int64_t permille) {
  constexpr std::size_t kWidth = 50;
  const auto filled = std::min(kWidth, static_cast<std::size_t>(permille) * kWidth / 1000);
  return "[" + std::string(filled, '#') + std::string(kWidth - filled, '.') + "]";
}

std::string cap_text(NanoUsd cap, const ledger::Charged& charged) {
  return fmt::format("{} of {} ({})", domain::format_usd(charged.committed()), domain::format_usd(cap),
                     percent_text(domain::used_permille(cap, charged.committed())));
}

std::string forecast_text(const Report& report) {
  const ledger::Standing& standing = report.picture.standing;
  std::string text = "~" + domain::format_usd(report.forecast.at_month_end) + " at the end of the month";
  if (report.forecast.crosses_at)
    text += ", crossing the cap on " + date_text(*report.forecast.crosses_at, standing.zone);
  return text;
}

LabelledRows figures(const Report& report) {
  const BudgetPicture& picture = report.picture;
  const ledger::Standing& standing = picture.standing;
  const ledger::MonthSummary& month = standing.month;
  LabelledRows rows{{"spent", (month.estimated_calls > 0 ? "~" : "") + domain::format_usd(month.spent)},
                    {"reserved", domain::format_usd(month.reserved)},
                    {"remaining", domain::format_usd(remaining(picture.policy.monthly_cap, month))}};
  if (picture.policy.daily_cap) rows.emplace_back("today", cap_text(*picture.policy.daily_cap, standing.day));
  rows.emplace_back("burn rate", "~" + domain::format_usd(report.forecast.per_day) + " a day");
  rows.emplace_back("forecast", forecast_text(report));
  if (report.room) {
    rows.emplace_back("room for", fmt::format("~{} files or ~{} tokens, at this month's averages",
                                              format_count(report.room->files), format_count(report.room->tokens)));
  }
  if (report.saved) rows.emplace_back("saved", domain::format_usd(*report.saved) + " by the cache this month");
  rows.emplace_back("calls", format_count(month.calls));
  rows.emplace_back("tokens", fmt::format("{} in ({} cached), {} out", format_count(month.input_tokens),
                                          format_count(month.cached_tokens), format_count(month.output_tokens)));
  if (month.estimated_calls > 0) rows.emplace_back("estimated", "~" + counted(month.estimated_calls, "call", "calls"));
  if (month.unknown_costs > 0) rows.emplace_back("unknown cost", counted(month.unknown_costs, "call", "calls"));
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

std::string unsettled_text(const ledger::Standing& standing) {
  constexpr std::size_t kShown = 10;
  if (standing.unsettled_count == 0) return {};
  std::string text =
      fmt::format("\nunsettled: {}, {}; charged in full, as nobody knows whether they were billed\n",
                  counted(standing.unsettled_count, "call", "calls"), domain::format_usd(standing.unsettled_amount));
  LabelledRows rows;
  for (std::size_t i = 0; i < std::min(kShown, standing.unsettled.size()); ++i) {
    const ledger::OpenCall& call = standing.unsettled[i];
    rows.emplace_back(fmt::format("  {}", call.id),
                      fmt::format("{}  {}  {} {}  {}", instant_text(call.at, standing.zone),
                                  call.reserved ? domain::format_usd(*call.reserved) : "unknown",
                                  name_of(call.provider), neutralise(call.model), place_of(call)));
  }
  return text + aligned(rows) + "when you know: rustassistant budget settle ID --cost USD, or --none\n";
}

std::string report_text(const Report& report, const Paint& paint) {
  const BudgetPicture& picture = report.picture;
  const auto permille = domain::used_permille(picture.policy.monthly_cap, picture.standing.month.committed());
  std::string text = budget_line(picture, paint) + bar(permille) + "\n" + aligned(figures(report));
  LabelledRows repos;
  for (const ledger::RepoStanding& repo : picture.standing.repos)
    repos.emplace_back("  " + neutralise(repo.cap.path), cap_text(repo.cap.monthly_cap, repo));
  if (!repos.empty()) text += "\nrepositories with a cap\n" + aligned(repos);
  return text + unsettled_text(picture.standing);
}

Json amount_json(const std::optional<NanoUsd>& amount) {
  return amount ? Json(amount->value) : Json(nullptr);
}

Json unsettled_json(const ledger::Standing& standing) {
  Json calls = Json::array();
  for (const ledger::OpenCall& call : standing.unsettled) {
    calls.push_back({{"id", call.id},
                     {"at", to_rfc3339(call.at)},
                     {"provider", name_of(call.provider)},
                     {"model", to_valid_utf8(call.model)},
                     {"repository", to_valid_utf8(call.repo_path)},
                     {"path", to_valid_utf8(call.path)},
                     {"reserved_nano_usd", amount_json(call.reserved)}});
  }
  return {
      {"count", standing.unsettled_count}, {"nano_usd", standing.unsettled_amount.value}, {"calls", std::move(calls)}};
}

Json report_json(const Report& report) {
  const ledger::Standing& standing = report.picture.standing;
  Json document = {{"schema", "rustassistant.budget-status/1"}, {"tool_version", RUSTASSISTANT_VERSION}};
  document.update(budget_json(report.picture));
  document["timezone"] = standing.zone_name;
  document["burn_rate_nano_usd_per_day"] = report.forecast.per_day.value;
  document["forecast"] = {
      {"month_end_nano_usd", report.forecast.at_month_end.value},
      {"crosses_cap_at", report.forecast.crosses_at ? Json(to_rfc3339(*report.forecast.crosses_at)) : Json(nullptr)}};
  document["room"] = report.room ? Json{{"files", report.room->files}, {"tokens", report.room->tokens}} : Json(nullptr);
  document["saved_nano_usd"] = amount_json(report.saved);
  document["recommended_cap_nano_usd"] = amount_json(report.recommended_cap);
  document["unsettled"] = unsettled_json(standing);
  return document;
}

}  // namespace

Result<void> show_budget(const config::Loaded& loaded, const Context& context) {
  TRY_ASSIGN(BudgetPicture picture, budget_picture(loaded.settings, context.services));
  const auto saved = app::saved_this_month(loaded.settings, context.services);
  const Report report = report_of(std::move(picture), saved);
  Output output("");
  output.write(context.json() ? codec::dump_json(report_json(report), codec::JsonStyle::pretty) + "\n"
                              : report_text(report, Paint(context.color)));
  return output.finish();
}

}  // namespace rustassistant::cli
