// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "charts.hpp"
#include "instant_text.hpp"
#include "periods.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/time_zone.hpp"
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

std::int64_t all_of(const domain::SeverityCounts& counts) {
  std::int64_t all = 0;
  for (const std::int64_t count : counts) all += count;
  return all;
}

std::string change_text(const app::FindingsChange& change, const TimeZone& zone) {
  return "Since the last report of " + instant_text(change.since, zone).substr(0, 10) + ": " +
         format_count(change.added) + " new, " + format_count(change.gone) + " gone, " + format_count(change.moved) +
         " moved to another file.";
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
                     counted(all_of(findings.severities), "finding", "findings") + " in " +
                         counted(findings.files, "file", "files") + ".",
                     Measure::count, slot_title_of(periods), slots_of(periods)},
                    series);
}

Html hot_spots_card(const RepositoryFindings& findings) {
  constexpr std::size_t kMostRows = 20;
  PageTable table{
      "Files with the most findings", {{"file"}, {"findings", ColumnKind::number}, {"", ColumnKind::bar}}, {}};
  for (const domain::Severity severity : kWorstFirst) table.headings.push_back({name_of(severity), ColumnKind::number});
  table.headings.push_back({"answers", ColumnKind::number});
  std::int64_t most = 0;
  for (const app::HotSpot& spot : findings.hot_spots) most = std::max(most, spot.findings);
  const std::size_t shown = std::min(kMostRows, findings.hot_spots.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const app::HotSpot& spot = findings.hot_spots[i];
    std::vector<Cell> row{{filled(R"(<span class="path">$</span>)", {path_text(spot.path)}), std::nullopt},
                          figure_cell(spot.findings, Measure::count),
                          {bar_of_cell(spot.findings, most), std::nullopt}};
    for (const domain::Severity severity : kWorstFirst)
      row.push_back(severity_cell(count_of(spot.severities, severity)));
    row.push_back(figure_cell(spot.answers, Measure::count));
    table.rows.push_back(std::move(row));
  }
  if (shown == 0) return {};
  table.left_out = rows_left_out(static_cast<std::int64_t>(findings.hot_spots.size() - shown));
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
  const TimeZone& zone = report.budget.picture.standing.zone;
  const std::string sentence = findings.change
                                   ? change_text(*findings.change, zone)
                                   : "This is the first report about the repository: the next one tells what "
                                     "is new, gone and moved.";
  const Html repository = filled(R"(<p class="path">$</p>)", {path_text(findings.repo_path)});
  return section_of(
      "findings", "Hot spots", sentence,
      repository + hot_spots_card(findings) + side_by_side(days_chart(report, findings) + kinds_card(findings)));
}

}  // namespace rustassistant::render
