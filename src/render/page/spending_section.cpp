// SPDX-License-Identifier: MIT
#include <algorithm>

#include "budget_lines.hpp"
#include "charts.hpp"
#include "periods.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/domain/money.hpp"
#include "sections.hpp"
#include "tables.hpp"

namespace rustassistant::render {
namespace {

using app::History;
using app::HistoryRow;

enum class Tokenwise : bool { no, yes };

struct Breakdown {
  std::string_view caption;
  std::string_view what;
  const History* history = nullptr;
  Tokenwise tokens = Tokenwise::no;
  bool of_paths = false;
};

std::vector<Cell> cells_of(const Html& name, const HistoryRow& row, const Breakdown& breakdown, std::int64_t most) {
  const std::string spent = (row.estimated_calls > 0 ? "~" : "") + domain::format_usd(row.spent);
  std::vector<Cell> cells{{name, std::nullopt},
                          {text(spent), row.spent.value},
                          {most > 0 ? bar_of_cell(row.spent.value, most) : Html(), std::nullopt},
                          figure_cell(row.calls, Measure::count)};
  if (breakdown.tokens == Tokenwise::yes) {
    cells.push_back(figure_cell(row.input_tokens, Measure::count));
    cells.push_back(figure_cell(row.cached_tokens, Measure::count));
    cells.push_back(figure_cell(row.output_tokens, Measure::count));
  }
  return cells;
}

Html name_of_row(const HistoryRow& row, const Breakdown& breakdown) {
  if (row.key.empty()) return text("(unknown)");
  return breakdown.of_paths ? filled(R"(<span class="path">$</span>)", {path_text(row.key)}) : name_text(row.key);
}

Html breakdown_card(const Breakdown& breakdown) {
  constexpr std::size_t kMostRows = 12;
  const History& history = *breakdown.history;
  PageTable table{
      breakdown.caption,
      {{breakdown.what}, {"spent", ColumnKind::number}, {"", ColumnKind::bar}, {"calls", ColumnKind::number}},
      {}};
  if (breakdown.tokens == Tokenwise::yes) {
    for (const std::string_view title : {"tokens in", "of them cached", "tokens out"})
      table.headings.push_back({title, ColumnKind::number});
  }
  std::int64_t most = 0;
  const std::vector<HistoryRow> rows = rows_with_calls(history);
  for (const HistoryRow& row : rows) most = std::max(most, row.spent.value);
  HistoryRow others = history.others.value_or(HistoryRow{});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const HistoryRow& row = rows[i];
    if (i < kMostRows) {
      table.rows.push_back(cells_of(name_of_row(row, breakdown), row, breakdown, most));
    } else {
      others += row;
    }
  }
  if (history.others || rows.size() > kMostRows)
    table.rows.push_back(cells_of(text("others"), others, breakdown, most));
  table.total = cells_of(text("all"), history.total, breakdown, 0);
  return table_card(table);
}

std::string sentence_of(const History& history) {
  std::string sentence = domain::format_usd(history.total.spent) + " for " +
                         counted(history.total.calls, "call", "calls") + " in the period.";
  if (history.total.reserved.value > 0)
    sentence += " " + domain::format_usd(history.total.reserved) + " more is reserved by calls that are not settled.";
  if (history.total.unknown_costs > 0)
    sentence += " The cost of " + counted(history.total.unknown_costs, "call", "calls") + " is unknown.";
  if (history.total.estimated_calls > 0) sentence += " What is marked ~ is in part an estimate.";
  return sentence;
}

Html days_chart(const app::CostReport& report) {
  const auto periods = periods_of(report);
  if (periods.empty()) return {};
  const Series spent{"spent", sums_of(periods, [](const app::ReportDay& day) { return day.spent.value; })};
  const auto most = std::max_element(spent.values.begin(), spent.values.end());
  const auto& slot = periods[static_cast<std::size_t>(most - spent.values.begin())].slot;
  const std::string sentence = most->value_or(0) == 0
                                   ? "Nothing was spent."
                                   : "The most was " + domain::format_usd(NanoUsd{**most}) + ", on " + slot.name + ".";
  return bar_chart(
      {"spent-by-day", "Spent by day", sentence, Measure::money, slot_title_of(periods), slots_of(periods)}, spent);
}

}  // namespace

Html spending_section(const app::CostReport& report) {
  return section_of("spending", "Where the money went", sentence_of(report.by_day),
                    days_chart(report) + breakdown_card({"By model", "model", &report.by_model, Tokenwise::yes}) +
                        breakdown_card({"By repository", "repository", &report.by_repository, Tokenwise::yes, true}) +
                        side_by_side(breakdown_card({"By analysis type", "type", &report.by_type}) +
                                     breakdown_card({"By file extension", "extension", &report.by_extension})));
}

}  // namespace rustassistant::render
