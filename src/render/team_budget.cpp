// SPDX-License-Identifier: MIT
#include "team_budget.hpp"

#include <algorithm>

#include "rustassistant/base/percent.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/domain/budget.hpp"
#include "rustassistant/domain/money.hpp"
#include "rustassistant/render/budget.hpp"
#include "rustassistant/render/table.hpp"

namespace rustassistant::render {
namespace {

std::string period_text(const tier::TeamPeriod& period) {
  const NanoUsd committed = period.spent + period.reserved;
  std::string text = domain::format_usd(committed);
  if (period.cap)
    text += " of " + domain::format_cap(*period.cap) + " (" +
            percent_text(domain::used_permille(*period.cap, committed)) + ")";
  return text + (period.cap ? "" : ", no cap") + ", " + domain::format_usd(period.reserved) +
         " of it reserved, until " + neutralise(period.ends_at);
}

Json period_json(const tier::TeamPeriod& period) {
  return {{"cap_nano_usd", amount(period.cap)},
          {"spent_nano_usd", period.spent.value},
          {"reserved_nano_usd", period.reserved.value},
          {"ends_at", json_text(period.ends_at)}};
}

Json database_json(const app::TeamSetupReport& report) {
  return {{"database", json_text(report.database)},
          {"team", json_text(report.team)},
          {"team_is_new", report.done.team_is_new},
          {"version_before", report.done.version_before},
          {"version", report.done.version}};
}

}  // namespace

std::string team_text(const app::TeamReport& report, const View& view) {
  constexpr std::size_t kShown = 10;
  LabelledRows rows{{"month", period_text(report.standing.month)}, {"day", period_text(report.standing.day)}};
  if (report.owed > 0) rows.emplace_back("not told yet", counted(report.owed, "call", "calls") + " of this machine");
  std::string text = "\nteam " + neutralise(report.team) + ", " + neutralise(report.database) + ", " +
                     neutralise(report.standing.timezone) + "\n" + aligned(rows, view.columns, "  ");
  const auto& open = report.standing.open;
  if (open.empty()) return text;
  text += "  open calls, the oldest first\n";
  LabelledRows calls;
  for (std::size_t i = 0; i < std::min(kShown, open.size()); ++i) {
    calls.emplace_back(neutralise(open[i].at), domain::format_usd(open[i].reserved) + "  " + neutralise(open[i].who) +
                                                   "  " + neutralise(open[i].model));
  }
  return text + aligned(calls, view.columns, "    ");
}

Json team_json(const app::TeamReport& report) {
  Json open = Json::array();
  for (const tier::TeamCall& call : report.standing.open) {
    open.push_back({{"request", json_text(call.request)},
                    {"at", json_text(call.at)},
                    {"who", json_text(call.who)},
                    {"model", json_text(call.model)},
                    {"reserved_nano_usd", call.reserved.value}});
  }
  return {{"database", json_text(report.database)},
          {"name", json_text(report.team)},
          {"timezone", json_text(report.standing.timezone)},
          {"month", period_json(report.standing.month)},
          {"day", period_json(report.standing.day)},
          {"owed", report.owed},
          {"open", std::move(open)}};
}

std::string team_setup(std::span<const app::TeamSetupReport> reports, const View& view) {
  if (view.format == Format::json) {
    Json json = document("rustassistant.cache-remote/1");
    json.update(database_json(reports.front()));
    json["answers"] = reports.size() > 1 ? database_json(reports.back()) : Json();
    return to_text(json);
  }
  std::string text;
  for (const app::TeamSetupReport& report : reports) {
    const tier::TeamDatabase& done = report.done;
    const bool is_new = done.version_before != done.version;
    const LabelledRows rows{
        {"database", neutralise(report.database)},
        {"schema", "version " + std::to_string(done.version) + (is_new ? ", set up" : ", as it was")},
        {"team", neutralise(report.team) + (done.team_is_new    ? ", added"
                                            : report.sets_terms ? ", with the caps and time zone that were given"
                                                                : ", as it was")}};
    text += (text.empty() ? "" : "\n") + aligned(rows, view.columns);
  }
  return text;
}

}  // namespace rustassistant::render
