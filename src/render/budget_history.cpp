// SPDX-License-Identifier: MIT
#include <algorithm>

#include "budget_lines.hpp"
#include "csv.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/base/time_zone.hpp"
#include "rustassistant/domain/money.hpp"
#include "rustassistant/render/budget.hpp"
#include "rustassistant/render/document.hpp"
#include "rustassistant/render/table.hpp"

namespace rustassistant::render {
namespace {

using app::HistoryRow;

std::string money_text(const HistoryRow& row) {
  return (row.estimated_calls > 0 ? "~" : "") + domain::format_usd(row.spent);
}

// A bar as long as the row's share of the most expensive one.
std::string bar(const HistoryRow& row, NanoUsd most) {
  constexpr std::int64_t kWidth = 30;
  if (most.value <= 0) return {};
  const std::int64_t per_mark = std::max<std::int64_t>(1, most.value / kWidth);
  return std::string(static_cast<std::size_t>(std::min(kWidth, row.spent.value / per_mark)), '#');
}

std::string period_of(const ledger::HistoryQuery& query) {
  return (query.from_day == 0 ? std::string() : "from " + day_text(query.from_day) + " ") + "to " +
         day_text(query.to_day);
}

std::string history_text(const app::HistoryReport& report, const View& view) {
  const auto& [query, history, recorded_since] = report;
  if (history.rows.empty()) return "nothing was spent " + period_of(query) + "\n";
  NanoUsd most;
  for (const HistoryRow& row : history.rows) most = std::max(most, row.spent);
  Table table({{std::string(name_of(query.by)), Side::left, Cut::beginning},
               {"calls", Side::right},
               {"input", Side::right},
               {"output", Side::right},
               {"spent", Side::right},
               {"hits", Side::right},
               {"misses", Side::right},
               {"saved", Side::right},
               {"", Side::left, Cut::column}});
  const auto add = [&](const std::string& key, const HistoryRow& row, const std::string& bar) {
    const auto& found = row.looked_up;
    table.add({key, count_cell(row.calls), count_cell(row.input_tokens), count_cell(row.output_tokens), money_text(row),
               found ? count_cell(found->hits) : "", found ? count_cell(found->misses) : "",
               found && found->saved.value > 0 ? domain::format_usd(found->saved) : "", bar});
  };
  for (const HistoryRow& row : history.rows)
    add(row.key.empty() ? "(unknown)" : neutralise(row.key), row, bar(row, most));
  if (history.others) add("others", *history.others, "");
  add("total", history.total, "");
  std::string text = table.text(Paint(view.color), view.columns);
  if (history.total.reserved.value > 0)
    text += "and " + domain::format_usd(history.total.reserved) + " reserved by calls that are not settled\n";
  if (history.total.unknown_costs > 0)
    text += "and " + counted(history.total.unknown_costs, "call", "calls") + " of unknown cost\n";
  if (recorded_since > query.from_day) text += "look-ups are recorded by day since " + day_text(recorded_since) + "\n";
  return text;
}

std::string document_of(const app::HistoryReport& report) {
  const auto& [query, history, recorded_since] = report;
  Json json = document("rustassistant.budget-history/1");
  json["by"] = name_of(query.by);
  json["since"] = query.from_day == 0 ? Json(nullptr) : Json(day_text(query.from_day));
  json["until"] = day_text(query.to_day);
  json["recorded_since"] = recorded_since == 0 ? Json(nullptr) : Json(day_text(recorded_since));
  json["rows"] = Json::array();
  for (const HistoryRow& row : history.rows) {
    Json line = {{"key", json_text(row.key)}};
    line.update(history_json(row));
    json["rows"].push_back(std::move(line));
  }
  json["others"] = history.others ? history_json(*history.others) : Json(nullptr);
  json["total"] = history_json(history.total);
  return to_text(json);
}

std::string history_csv(const app::HistoryReport& report, const View& view) {
  const app::History& history = report.history;
  std::string text = csv_line(
      view, {std::string(name_of(report.query.by)), "calls", "unknown_costs", "estimated_calls", "input_tokens",
             "cached_tokens", "output_tokens", "spent_usd", "reserved_usd", "hits", "misses", "saved_usd"});
  const auto add = [&](const std::string& key, const HistoryRow& row) {
    const auto& found = row.looked_up;
    text += csv_line(
        view, {key, std::to_string(row.calls), std::to_string(row.unknown_costs), std::to_string(row.estimated_calls),
               std::to_string(row.input_tokens), std::to_string(row.cached_tokens), std::to_string(row.output_tokens),
               domain::exact_usd(row.spent), domain::exact_usd(row.reserved), found ? std::to_string(found->hits) : "",
               found ? std::to_string(found->misses) : "", found ? domain::exact_usd(found->saved) : ""});
  };
  for (const HistoryRow& row : history.rows) add(row.key, row);
  if (history.others) add("(others)", *history.others);
  return text;
}

}  // namespace

std::string budget_history(const app::HistoryReport& report, const View& view) {
  if (view.format == Format::json) return document_of(report);
  return view.format == Format::csv ? history_csv(report, view) : history_text(report, view);
}

}  // namespace rustassistant::render
