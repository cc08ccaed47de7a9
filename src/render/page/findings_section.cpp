// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "charts.hpp"
#include "findings_texts.hpp"
#include "periods.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/domain/findings.hpp"
#include "rustassistant/domain/kind_catalog.hpp"
#include "rustassistant/render/table.hpp"
#include "sections.hpp"
#include "tables.hpp"

namespace rustassistant::render {
namespace {

using app::RepositoryFindings;
constexpr std::array kWorstFirst{domain::Severity::critical, domain::Severity::high, domain::Severity::medium,
                                 domain::Severity::low};

std::int64_t count_of(const domain::SeverityCounts& counts, domain::Severity severity) {
  return counts.at(static_cast<std::size_t>(severity));
}

// Nothing for 0, which says nothing in a table.
Cell severity_cell(std::int64_t count) {
  return {text(count_cell(count)), count};
}

// What was known on each day: a day without a change is like the one before.
std::vector<const app::FindingsDay*> known_on(const std::vector<Period>& periods, const RepositoryFindings& findings) {
  std::vector<const app::FindingsDay*> known;
  for (const Period& period : periods) {
    const app::FindingsDay* last = nullptr;
    for (const app::FindingsDay& day : findings.days) {
      if (day.day <= period.days.back().day) last = &day;
    }
    known.push_back(last);
  }
  return known;
}

Html days_chart(const app::CostReport& report, const RepositoryFindings& findings) {
  const auto periods = periods_of(report);
  if (periods.empty() || findings.days.empty()) return {};
  const auto known = known_on(periods, findings);
  std::vector<Series> series;
  for (const domain::Severity severity : kWorstFirst) {
    Series one{std::string(name_of(severity)), {}};
    for (const app::FindingsDay* day : known)
      one.values.push_back(day == nullptr ? std::optional<std::int64_t>() : count_of(day->severities, severity));
    series.push_back(std::move(one));
  }
  return area_chart({"findings-by-day", "Findings by severity",
                     "As the reports of these days found them; a day without one is like the day before.",
                     Measure::count, slot_title_of(periods), slots_of(periods)},
                    series);
}

Html place_of(const app::HotSpot& spot) {
  Html path = filled(R"(<span class="path">$</span>)", {path_text(spot.path)});
  if (spot.worst.empty()) return path;
  const Html line = spot.worst_line > 0 ? filled("line $: ", {spot.worst_line}) : Html();
  return path + filled(R"(<br><span class="meta">$$</span>)", {line, name_text(spot.worst)});
}

Html hot_spots_card(const RepositoryFindings& findings) {
  constexpr std::size_t kMostRows = 20;
  PageTable table{
      "Files with the worst findings", {{"file"}, {"findings", ColumnKind::number}, {"", ColumnKind::bar}}, {}};
  for (const domain::Severity severity : kWorstFirst) table.headings.push_back({name_of(severity), ColumnKind::number});
  if (findings.change) table.headings.push_back({"before", ColumnKind::number});
  std::int64_t most = 0;
  for (const app::HotSpot& spot : findings.hot_spots) most = std::max(most, spot.findings);
  for (const app::HotSpot& spot : findings.hot_spots) {
    if (table.rows.size() == kMostRows) break;
    std::vector<Cell> row{{place_of(spot), std::nullopt},
                          figure_cell(spot.findings, Measure::count),
                          {bar_of_cell(spot.findings, most), std::nullopt}};
    for (const domain::Severity severity : kWorstFirst)
      row.push_back(severity_cell(count_of(spot.severities, severity)));
    if (findings.change) row.push_back(figure_cell(spot.before, Measure::count));
    table.rows.push_back(std::move(row));
  }
  if (table.rows.empty()) return {};
  table.left_out = rows_left_out(findings.affected - static_cast<std::int64_t>(table.rows.size()));
  return table_card(table);
}

Html kinds_card(const RepositoryFindings& findings) {
  constexpr std::size_t kMostRows = 12;
  PageTable table{"Kinds of findings", {{"kind"}, {"findings", ColumnKind::number}, {"", ColumnKind::bar}}, {}};
  const std::size_t shown = std::min(kMostRows, findings.by_kind.size());
  if (shown == 0) return {};
  const std::int64_t most = findings.by_kind.front().findings;
  for (std::size_t i = 0; i < shown; ++i) {
    const app::KindCount& kind = findings.by_kind[i];
    const domain::KindFacts* facts = domain::facts_of(kind.kind);
    table.rows.push_back({{facts != nullptr ? text(facts->title) : name_text(kind.kind), std::nullopt},
                          figure_cell(kind.findings, Measure::count),
                          {bar_of_cell(kind.findings, most), std::nullopt}});
  }
  table.left_out = rows_left_out(static_cast<std::int64_t>(findings.by_kind.size() - shown));
  return table_card(table);
}

}  // namespace

Html findings_section(const app::CostReport& report) {
  if (!report.findings) return {};
  const RepositoryFindings& findings = *report.findings;
  const auto [found, known, changed] = findings_texts(findings, report.budget.picture.standing.zone);
  const Html about =
      filled(R"(<p class="path">$</p><p>$</p><p class="lead">$</p>)", {path_text(findings.repo_path), known, changed});
  return section_of(
      "findings", "Hot spots", found,
      about + hot_spots_card(findings) + side_by_side(days_chart(report, findings) + kinds_card(findings)));
}

}  // namespace rustassistant::render
