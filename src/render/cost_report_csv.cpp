// SPDX-License-Identifier: MIT
#include "cost_report.hpp"

#include <algorithm>
#include <vector>

#include "csv.hpp"
#include "rustassistant/base/time_zone.hpp"
#include "rustassistant/domain/money.hpp"

namespace rustassistant::render {
namespace {

using std::to_string;

constexpr std::size_t kColumns = 18;

// The columns from `calls` to `reserved_usd`.
std::vector<std::string> spending_cells(const app::HistoryRow& row) {
  return {to_string(row.calls),         to_string(row.input_tokens),  to_string(row.cached_tokens),
          to_string(row.output_tokens), domain::exact_usd(row.spent), domain::exact_usd(row.reserved)};
}

std::string line(const View& view, std::vector<std::string> cells) {
  cells.resize(kColumns);
  return csv_line(view, cells);
}

std::string day_line(const app::CostReport& report, const app::ReportDay& day, const View& view) {
  const std::string key = day_text(day.day);
  const auto spent = std::ranges::find(report.by_day.rows, key, &app::HistoryRow::key);
  std::vector<std::string> cells{"day", key};
  const auto spending = spending_cells(spent == report.by_day.rows.end() ? app::HistoryRow{} : *spent);
  cells.insert(cells.end(), spending.begin(), spending.end());
  for (std::string cell :
       {to_string(day.hits), to_string(day.misses), domain::exact_usd(day.saved), to_string(day.stored),
        day.kept_bytes ? to_string(*day.kept_bytes) : std::string(), to_string(day.pruned_entries),
        to_string(day.pruned_bytes), to_string(day.paid_again), domain::exact_usd(day.paid_again_cost)}) {
    cells.push_back(std::move(cell));
  }
  return line(view, std::move(cells));
}

std::string group_lines(const char* series, const app::History& history, const View& view) {
  std::string text;
  for (const app::HistoryRow& row : history.rows) {
    std::vector<std::string> cells{series, row.key};
    const auto spending = spending_cells(row);
    cells.insert(cells.end(), spending.begin(), spending.end());
    if (row.looked_up)
      for (std::string cell :
           {to_string(row.looked_up->hits), to_string(row.looked_up->misses), domain::exact_usd(row.looked_up->saved)})
        cells.push_back(std::move(cell));
    text += line(view, std::move(cells));
  }
  return text;
}

std::string finding_lines(const app::RepositoryFindings& findings, const View& view) {
  std::string text;
  const auto add = [&](const char* series, std::string key, std::int64_t count) {
    std::vector<std::string> cells(kColumns);
    cells.front() = series;
    cells[1] = std::move(key);
    cells.back() = to_string(count);
    text += csv_line(view, cells);
  };
  for (std::size_t i = findings.severities.size(); i-- > 0;)
    add("severity", std::string(name_of(static_cast<domain::Severity>(i))), findings.severities.at(i));
  for (const app::KindCount& kind : findings.by_kind) add("kind", kind.kind, kind.findings);
  for (const app::HotSpot& spot : findings.hot_spots) add("hot_spot", spot.path, spot.findings);
  for (const app::FindingsDay& day : findings.days) {
    for (const app::KindCount& kind : day.by_kind)
      add("kind_on_day", day_text(day.day) + " " + kind.kind, kind.findings);
  }
  if (findings.change) {
    add("change", "new", findings.change->added);
    add("change", "gone", findings.change->gone);
    add("change", "moved", findings.change->moved);
  }
  return text;
}

}  // namespace

std::string cost_report_csv(const app::CostReport& report, const View& view) {
  std::string text = csv_line(view, {"series", "key", "calls", "input_tokens", "cached_tokens", "output_tokens",
                                     "spent_usd", "reserved_usd", "hits", "misses", "saved_usd", "stored", "kept_bytes",
                                     "pruned_entries", "pruned_bytes", "paid_again", "paid_again_usd", "findings"});
  for (const app::ReportDay& day : report.days) text += day_line(report, day, view);
  text += group_lines("model", report.by_model, view);
  text += group_lines("repository", report.by_repository, view);
  text += group_lines("type", report.by_type, view);
  text += group_lines("extension", report.by_extension, view);
  for (const cache::TypeLookups& type : report.effectiveness.by_type) {
    std::vector<std::string> cells(kColumns);
    cells[0] = "lookups";
    cells[1] = name_of(type.type);
    cells[8] = to_string(type.hits);
    cells[9] = to_string(type.misses);
    cells[10] = domain::exact_usd(type.saved);
    text += csv_line(view, cells);
  }
  return report.findings ? text + finding_lines(*report.findings, view) : text;
}

}  // namespace rustassistant::render
