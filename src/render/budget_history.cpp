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

using ledger::HistoryRow;

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

std::string history_text(const ledger::History& history, const ledger::HistoryQuery& query, const View& view) {
  if (history.rows.empty()) return "nothing was spent " + period_of(query) + "\n";
  NanoUsd most;
  for (const HistoryRow& row : history.rows) most = std::max(most, row.spent);
  Table table({{std::string(name_of(query.by)), Side::left, Cut::beginning},
               {"calls", Side::right},
               {"input", Side::right},
               {"output", Side::right},
               {"spent", Side::right},
               {""}});
  const auto add = [&](const std::string& key, const HistoryRow& row, const std::string& bar) {
    table.add({key, count_cell(row.calls), count_cell(row.input_tokens), count_cell(row.output_tokens), money_text(row),
               bar});
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
  return text;
}

std::string document_of(const ledger::History& history, const ledger::HistoryQuery& query) {
  Json json = document("rustassistant.budget-history/1");
  json["by"] = name_of(query.by);
  json["since"] = query.from_day == 0 ? Json(nullptr) : Json(day_text(query.from_day));
  json["until"] = day_text(query.to_day);
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

std::string history_csv(const ledger::History& history, const ledger::HistoryQuery& query, const View& view) {
  std::string text = csv_line(view, {std::string(name_of(query.by)), "calls", "unknown_costs", "estimated_calls",
                                     "input_tokens", "cached_tokens", "output_tokens", "spent_usd", "reserved_usd"});
  const auto add = [&](const std::string& key, const HistoryRow& row) {
    text += csv_line(
        view, {key, std::to_string(row.calls), std::to_string(row.unknown_costs), std::to_string(row.estimated_calls),
               std::to_string(row.input_tokens), std::to_string(row.cached_tokens), std::to_string(row.output_tokens),
               domain::exact_usd(row.spent), domain::exact_usd(row.reserved)});
  };
  for (const HistoryRow& row : history.rows) add(row.key, row);
  if (history.others) add("(others)", *history.others);
  return text;
}

}  // namespace

std::string budget_history(const ledger::History& history, const ledger::HistoryQuery& query, const View& view) {
  if (view.format == Format::json) return document_of(history, query);
  return view.format == Format::csv ? history_csv(history, query, view) : history_text(history, query, view);
}

}  // namespace rustassistant::render
