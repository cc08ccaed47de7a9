// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "budget_values.hpp"
#include "csv.hpp"
#include "output.hpp"
#include "rows.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/base/time_zone.hpp"
#include "rustassistant/codec/json.hpp"
#include "rustassistant/domain/money.hpp"

namespace rustassistant::cli {
namespace {

using Json = nlohmann::ordered_json;
using ledger::HistoryRow;

std::string date_text(int day) {
  return fmt::format("{:04}-{:02}-{:02}", day / 10'000, day / 100 % 100, day % 100);
}

// The days that were asked for; without any of the options, the last thirty.
Result<void> set_days(ledger::HistoryQuery& query, const Context& context, int today) {
  TRY_ASSIGN(const auto days, whole_number_of(context.arguments, "--days", 1, 36'600));
  TRY_ASSIGN(const auto months, whole_number_of(context.arguments, "--months", 1, 1'200));
  TRY_ASSIGN(const auto since, day_of(context.arguments, "--since"));
  TRY_ASSIGN(const auto until, day_of(context.arguments, "--until"));
  if ((days ? 1 : 0) + (months ? 1 : 0) + (since || until ? 1 : 0) > 1)
    return fail(Errc::usage, "the period is given twice", "use one of --days, --months and --since with --until");
  if (since && until && *since > *until)
    return fail(Errc::usage, "--since " + date_text(*since) + " is after --until " + date_text(*until));
  query.to_day = until.value_or(today);
  query.from_day = plus_days(today, -29);
  if (days) query.from_day = plus_days(today, 1 - static_cast<int>(*days));
  if (months) query.from_day = first_of_month(today / 100, 1 - static_cast<int>(*months));
  if (since) query.from_day = *since;
  if (until && !since) query.from_day = 0;
  return {};
}

std::string money_text(const HistoryRow& row) {
  return (row.estimated_calls > 0 ? "~" : "") + domain::format_usd(row.spent);
}

// A bar as long as the row's share of the dearest one.
std::string bar(const HistoryRow& row, NanoUsd most) {
  constexpr std::int64_t kWidth = 30;
  if (most.value <= 0) return {};
  const std::int64_t per_mark = std::max<std::int64_t>(1, most.value / kWidth);
  return std::string(static_cast<std::size_t>(std::min(kWidth, row.spent.value / per_mark)), '#');
}

// Columns, the first to the left and the others to the right, and a bar.
class Table {
 public:
  void add(std::array<std::string, 5> cells, std::string tail) {
    for (std::size_t i = 0; i < cells.size(); ++i) widths_[i] = std::max(widths_[i], display_width(cells[i]));
    lines_.emplace_back(std::move(cells), std::move(tail));
  }
  std::string text() const {
    std::string text;
    for (const auto& [cells, tail] : lines_) {
      std::string line = cells[0] + std::string(widths_[0] - display_width(cells[0]), ' ');
      for (std::size_t i = 1; i < cells.size(); ++i)
        line += "  " + std::string(widths_[i] - display_width(cells[i]), ' ') + cells[i];
      if (!tail.empty()) line += "  " + tail;
      text += line + "\n";
    }
    return text;
  }

 private:
  // Code points, which come close enough to columns.
  static std::size_t display_width(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
  }

  std::array<std::size_t, 5> widths_{};
  std::vector<std::pair<std::array<std::string, 5>, std::string>> lines_;
};

std::string history_text(const ledger::History& history, const ledger::HistoryQuery& query, const std::string& period) {
  if (history.rows.empty()) return "nothing was spent " + period + "\n";
  NanoUsd most;
  for (const HistoryRow& row : history.rows) most = std::max(most, row.spent);
  Table table;
  table.add({std::string(name_of(query.by)), "calls", "input", "output", "spent"}, "");
  const auto add = [&](const std::string& key, const HistoryRow& row, const std::string& tail) {
    table.add({key, format_count(row.calls), format_count(row.input_tokens), format_count(row.output_tokens),
               money_text(row)},
              tail);
  };
  for (const HistoryRow& row : history.rows) add(neutralise(row.key), row, bar(row, most));
  if (history.others) add("others", *history.others, "");
  add("total", history.total, "");
  std::string text = table.text();
  if (history.total.reserved.value > 0)
    text += "and " + domain::format_usd(history.total.reserved) + " reserved by calls that are not settled\n";
  if (history.total.unknown_costs > 0)
    text += "and " + counted(history.total.unknown_costs, "call", "calls") + " of unknown cost\n";
  return text;
}

Json row_json(const HistoryRow& row) {
  return {{"calls", row.calls},
          {"unknown_costs", row.unknown_costs},
          {"estimated_calls", row.estimated_calls},
          {"input_tokens", row.input_tokens},
          {"cached_tokens", row.cached_tokens},
          {"output_tokens", row.output_tokens},
          {"spent_nano_usd", row.spent.value},
          {"reserved_nano_usd", row.reserved.value}};
}

std::string history_json(const ledger::History& history, const ledger::HistoryQuery& query) {
  Json document = {{"schema", "rustassistant.budget-history/1"},
                   {"tool_version", RUSTASSISTANT_VERSION},
                   {"by", name_of(query.by)},
                   {"since", query.from_day == 0 ? Json(nullptr) : Json(date_text(query.from_day))},
                   {"until", date_text(query.to_day)},
                   {"rows", Json::array()}};
  for (const HistoryRow& row : history.rows) {
    Json json = {{"key", to_valid_utf8(row.key)}};
    json.update(row_json(row));
    document["rows"].push_back(std::move(json));
  }
  document["others"] = history.others ? row_json(*history.others) : Json(nullptr);
  document["total"] = row_json(history.total);
  return codec::dump_json(document, codec::JsonStyle::pretty) + "\n";
}

std::string history_csv(const ledger::History& history, const ledger::HistoryQuery& query) {
  std::string text = csv_line({std::string(name_of(query.by)), "calls", "unknown_costs", "estimated_calls",
                               "input_tokens", "cached_tokens", "output_tokens", "spent_usd", "reserved_usd"});
  const auto add = [&](const std::string& key, const HistoryRow& row) {
    text += csv_line({key, std::to_string(row.calls), std::to_string(row.unknown_costs),
                      std::to_string(row.estimated_calls), std::to_string(row.input_tokens),
                      std::to_string(row.cached_tokens), std::to_string(row.output_tokens),
                      domain::exact_usd(row.spent), domain::exact_usd(row.reserved)});
  };
  for (const HistoryRow& row : history.rows) add(row.key, row);
  if (history.others) add("(others)", *history.others);
  return text;
}

}  // namespace

Result<int> run_budget_history(const Context& context) {
  const Arguments& arguments = context.arguments;
  ledger::HistoryQuery query;
  query.by = *ledger::grouping_named(arguments.value("--by", "day"));
  TRY_ASSIGN(const auto top, whole_number_of(arguments, "--top", 1, 1'000'000));
  query.top = top.value_or(0);
  TRY_ASSIGN(const std::string path, app::ledger_path(context.services.environment));
  TRY_ASSIGN(const auto ledger, ledger::Ledger::open(path, context.services.clock, ledger::IfMissing::empty));
  TRY_ASSIGN(const ledger::Standing standing, ledger->standing());
  TRY(set_days(query, context, standing.day.day));
  TRY_ASSIGN(const ledger::History history, ledger->history(query));

  const std::string format = arguments.value("--format", "text");
  const std::string period = (query.from_day == 0 ? std::string() : "from " + date_text(query.from_day) + " ") + "to " +
                             date_text(query.to_day);
  Output output("");
  output.write(format == "json"  ? history_json(history, query)
               : format == "csv" ? history_csv(history, query)
                                 : history_text(history, query, period));
  TRY(output.finish());
  return 0;
}

}  // namespace rustassistant::cli
