// SPDX-License-Identifier: MIT
#include "rustassistant/render/cost_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "block_chart.hpp"
#include "budget_lines.hpp"
#include "cost_report.hpp"
#include "findings_texts.hpp"
#include "reuse_lines.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/base/time_zone.hpp"
#include "rustassistant/domain/money.hpp"
#include "rustassistant/render/table.hpp"

namespace rustassistant::render {
namespace {

using domain::format_usd;

constexpr std::size_t kWidest = 100;  // of a chart

std::string heading(std::string_view text, const Paint& paint) {
  return "\n" + paint.bold(text) + "\n";
}

// Under a chart of days, with what its top stands for. Nothing where every column would be empty.
std::string chart(const app::CostReport& report, const std::vector<std::int64_t>& values, Neighbors neighbors,
                  const View& view) {
  if (std::ranges::all_of(values, [](std::int64_t value) { return value <= 0; })) return {};
  constexpr std::size_t kLines = 6;
  const Paint paint(view.color);
  const std::size_t columns = std::min(view.columns, kWidest) - 2;
  std::string text;
  const auto lines = block_columns(values, columns, kLines, neighbors);
  for (const std::string& line : lines) text += "  " + paint.cyan(line) + "\n";
  const std::string from = day_text(report.from_day);
  const std::string to = day_text(report.to_day);
  const std::size_t width = lines.empty() ? 0 : display_width(lines.front());
  const std::size_t gap = width > from.size() + to.size() ? width - from.size() - to.size() : 1;
  return text + "  " + from + std::string(gap, ' ') + to + "\n";
}

std::string spending_text(const app::CostReport& report, const View& view) {
  const app::HistoryRow& total = report.by_day.total;
  const Paint paint(view.color);
  if (total.calls == 0 && total.reserved.value == 0) return heading("Spent by day", paint) + "  nothing\n";
  std::vector<std::int64_t> values;
  values.reserve(report.days.size());
  for (const app::ReportDay& day : report.days) values.push_back(day.spent.value);
  const auto most = std::ranges::max_element(report.days, {}, &app::ReportDay::spent);
  std::string text = heading("Spent by day", paint);
  text += fmt::format("  {}{} in {}, most on {}: {}\n", total.estimated_calls > 0 ? "~" : "", format_usd(total.spent),
                      counted(total.calls, "call", "calls"), day_text(most->day), format_usd(most->spent));
  if (total.reserved.value > 0)
    text += "  and " + format_usd(total.reserved) + " reserved by calls that are not settled\n";
  if (total.unknown_costs > 0) text += "  and " + counted(total.unknown_costs, "call", "calls") + " of unknown cost\n";
  return text + chart(report, values, Neighbors::added, view);
}

std::string hit_rate_text(const app::CostReport& report, const View& view) {
  const app::Effectiveness& gain = report.effectiveness;
  if (gain.hits + gain.misses == 0) return {};
  std::vector<std::int64_t> values;
  values.reserve(report.days.size());
  for (const app::ReportDay& day : report.days) values.push_back(day.hit_permille().value_or(0));
  const auto rate = gain.hits * 1000 / (gain.hits + gain.misses);
  const std::int64_t most = *std::ranges::max_element(values);
  return heading("Hit rate by day", Paint(view.color)) +
         fmt::format("  {} of {} in all{}\n", percent_text(rate),
                     counted(gain.hits + gain.misses, "look-up", "look-ups"),
                     most == 0 ? "" : "; the highest column is " + percent_text(most)) +
         chart(report, values, Neighbors::averaged, view);
}

std::string groups_text(const char* title, const app::History& history, const View& view) {
  constexpr std::size_t kShown = 10;
  constexpr std::size_t kBar = 20;
  const auto rows = rows_with_calls(history);
  if (rows.empty()) return {};
  const Paint paint(view.color);
  Table table({{"", Side::left, Cut::beginning},
               {"calls", Side::right},
               {"spent", Side::right},
               {"", Side::left, Cut::column}});
  const std::int64_t most = rows.front().spent.value;
  app::HistoryRow others;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const app::HistoryRow& row = rows[i];
    if (i >= kShown) {
      others += row;
      continue;
    }
    table.add({row.key.empty() ? "(unknown)" : neutralise(row.key), count_cell(row.calls), format_usd(row.spent),
               block_bar(row.spent.value, most, kBar)});
  }
  if (rows.size() > kShown) table.add({"others", count_cell(others.calls), format_usd(others.spent)});
  return heading(title, paint) + table.text(paint, view.columns, "  ");
}

std::string ages_text(const app::Effectiveness& gain) {
  std::string text;
  for (std::size_t age = 0; age < gain.hits_by_age.size(); ++age) {
    if (gain.hits_by_age.at(age) == 0) continue;
    text += (text.empty() ? "" : ", ") + format_count(gain.hits_by_age.at(age)) + " " + app::kAgeNames.at(age);
  }
  return text;
}

std::string size_text(std::int64_t bytes) {
  return bytes == 0 ? "no limit" : format_size(bytes);
}

void add_what_if(const app::WhatIf& what_if, LabelledRows& rows) {
  const auto outcome = [](std::int64_t bytes, const cache::Replayed& played) {
    return fmt::format("with {}: {} would have left, {} of them asked for again for {}; at most {} in use",
                       size_text(bytes), counted(played.evicted, "answer", "answers"), format_count(played.paid_again),
                       format_usd(played.paid_again_cost), format_size(played.peak_bytes));
  };
  rows.emplace_back("what if", outcome(what_if.asked_bytes, what_if.played.asked));
  rows.emplace_back("as it is", outcome(what_if.present_bytes, what_if.played.present));
  rows.emplace_back("replayed",
                    fmt::format("{} of paid answers since {}", counted(what_if.played.asked.requests, "use", "uses"),
                                to_rfc3339(what_if.played.since).substr(0, 10)));
}

std::string effectiveness_text(const app::CostReport& report, const View& view) {
  const app::Effectiveness& gain = report.effectiveness;
  LabelledRows rows;
  const auto saved = gain.saved_permille();
  rows.emplace_back("saved",
                    format_usd(gain.saved) + (saved ? " (" + percent_text(*saved) + " of what was spent)" : ""));
  for (const cache::TypeLookups& type : gain.by_type) {
    const std::int64_t all = std::max<std::int64_t>(1, type.hits + type.misses);
    rows.emplace_back(name_of(type.type),
                      fmt::format("{} of {} found, {} saved", percent_text(type.hits * 1000 / all),
                                  counted(type.hits + type.misses, "look-up", "look-ups"), format_usd(type.saved)));
  }
  if (gain.hits > 0) rows.emplace_back("found at age", ages_text(gain));
  if (report.cache->reused.answers > 0)
    rows.emplace_back("reused", reused_text(report.cache->reused) + ", of all time");
  rows.emplace_back("never used", fmt::format("{} of {}, {}", counted(gain.unused, "answer", "answers"),
                                              format_usd(gain.unused_cost), format_size(gain.unused_bytes)));
  if (gain.pruned_entries > 0)
    rows.emplace_back("made room", fmt::format("{} of {} left", counted(gain.pruned_entries, "answer", "answers"),
                                               format_usd(gain.pruned_cost)));
  if (gain.paid_again > 0)
    rows.emplace_back("paid again",
                      fmt::format("{} that had left, for {}", counted(gain.paid_again, "answer", "answers"),
                                  format_usd(gain.paid_again_cost)));
  if (gain.what_if) add_what_if(*gain.what_if, rows);
  std::string text = heading("What the cache bought", Paint(view.color)) + aligned(rows, view.columns, "  ");
  if (gain.recorded_since > report.from_day)
    text += "  look-ups are recorded by day since " + day_text(gain.recorded_since) + "\n";
  return text;
}

std::string findings_text(const app::CostReport& report, const View& view) {
  if (!report.findings) return {};
  const app::RepositoryFindings& findings = *report.findings;
  const auto [found, known, changed] = findings_texts(findings, report.budget.picture.standing.zone);
  const Paint paint(view.color);
  std::string text = heading("Hot spots", paint);
  for (const std::string& sentence : {found, known, changed}) text += wrapped(sentence, view.columns - 2, "  ");
  Table spots({{"", Side::left, Cut::beginning},
               {"findings", Side::right},
               {"critical", Side::right},
               {"high", Side::right},
               {"medium", Side::right},
               {"low", Side::right},
               {"before", Side::right}});
  for (const app::HotSpot& spot : findings.hot_spots) {
    const auto& [low, medium, high, critical] = spot.severities;
    spots.add({neutralise(spot.path), count_cell(spot.findings), count_cell(critical), count_cell(high),
               count_cell(medium), count_cell(low), spot.before ? format_count(*spot.before) : ""});
  }
  if (!spots.empty()) text += spots.text(paint, view.columns, "  ");
  std::string kinds;
  for (const app::KindCount& kind : findings.by_kind)
    kinds += (kinds.empty() ? "kinds: " : ", ") + format_count(kind.findings) + " " + kind.kind;
  return text + (kinds.empty() ? kinds : wrapped(kinds, view.columns - 2, "  "));
}

std::string advice_lines(const app::CostReport& report, const View& view) {
  if (report.advice.empty()) return {};
  std::string text = heading("What to change", Paint(view.color));
  for (const domain::Advice& advice : report.advice) {
    const std::string saving = advice.saving ? format_usd(*advice.saving) + ": " : "";
    text += wrapped("- " + saving + neutralise(advice_text(advice)), view.columns - 2, "  ");
  }
  return text;
}

std::string report_text(const app::CostReport& report, const View& view) {
  const Paint paint(view.color);
  std::string text = paint.bold("report " + day_text(report.from_day) + " to " + day_text(report.to_day));
  if (!report.repo_path.empty()) text += " of " + neutralise(report.repo_path);
  text += "\n" + budget_line(report.budget.picture, paint);
  const domain::Forecast& forecast = report.budget.forecast;
  text += "forecast ~" + format_usd(forecast.at_month_end) + " at the end of the month";
  if (forecast.interval)
    text += fmt::format(", {} to {} in 8 of 10 such months", format_usd(forecast.interval->low),
                        format_usd(forecast.interval->high));
  text += "\n" + spending_text(report, view) + groups_text("By model", report.by_model, view) +
          groups_text("By repository", report.by_repository, view) + groups_text("By type", report.by_type, view) +
          groups_text("By extension", report.by_extension, view);
  if (report.cache) text += hit_rate_text(report, view) + effectiveness_text(report, view);
  return text + findings_text(report, view) + advice_lines(report, view);
}

}  // namespace

std::string advice_text(const domain::Advice& advice) {
  const std::string now = format_usd(advice.now);
  const std::string then = format_usd(advice.then);
  switch (advice.kind) {
    case domain::AdviceKind::cheaper_model:
      return fmt::format("{} cost {}; at the same tokens {} would have cost {}, if its answers do", advice.subject, now,
                         advice.other, then);
    case domain::AdviceKind::batch:
      return fmt::format("calls to {} cost {}; what can wait a day costs less by `cache build --batch`: {} for all",
                         advice.subject, now, then);
    case domain::AdviceKind::set_cap:
      return fmt::format("a monthly cap of {} fits what is spent better than {} (`budget set --monthly`)",
                         domain::format_cap(advice.then), domain::format_cap(advice.now));
    case domain::AdviceKind::asked_again:
      return fmt::format("{} was paid for {}, {} in all; exclude it, or review it when it is done", advice.subject,
                         counted(advice.count, "time", "times"), now);
    case domain::AdviceKind::fills_cache:
      return fmt::format("{} of {} fill {} of the cache and were never asked for again (`cache prune --older-than`)",
                         counted(advice.count, "answer", "answers"), advice.subject, format_size(advice.bytes));
    case domain::AdviceKind::eviction_costs:
      return fmt::format("{} that had left to make room were paid for again, for {}; raise cache.max_size",
                         counted(advice.count, "answer", "answers"), now);
  }
  return {};
}

std::string cost_report(const app::CostReport& report, const View& view) {
  if (view.format == Format::json) return cost_report_json(report);
  return view.format == Format::csv ? cost_report_csv(report, view) : report_text(report, view);
}

}  // namespace rustassistant::render
