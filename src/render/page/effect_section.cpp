// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>

#include "charts.hpp"
#include "instant_text.hpp"
#include "periods.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/domain/money.hpp"
#include "sections.hpp"
#include "tables.hpp"

namespace rustassistant::render {
namespace {

using app::Effectiveness;
using app::ReportDay;

std::optional<std::int64_t> rate_of(std::int64_t hits, std::int64_t misses) {
  ReportDay day;
  day.hits = hits;
  day.misses = misses;
  return day.hit_permille();
}

Chart chart_of(const std::vector<Period>& periods, std::string id, std::string title, std::string sentence,
               Measure measure) {
  return {std::move(id), std::move(title), std::move(sentence), measure, slot_title_of(periods), slots_of(periods)};
}

Html size_chart(const app::CostReport& report, const std::vector<Period>& periods) {
  Values sizes;
  bool known = false;
  for (const Period& period : periods) {
    sizes.push_back(period.days.back().kept_bytes);
    known = known || sizes.back().has_value();
  }
  if (!known) return {};
  const std::int64_t pruned = report.effectiveness.pruned_entries;
  const std::string sentence = pruned == 0
                                   ? "Nothing had to leave to make room."
                                   : counted(pruned, "answer", "answers") + " left to make room; they had cost " +
                                         domain::format_usd(report.effectiveness.pruned_cost) + ".";
  Lines lines;
  lines.series.push_back({"size", sizes});
  std::int64_t most = 0;
  for (const auto& size : sizes) most = std::max(most, size.value_or(0));
  if (report.cache_max_bytes > 0 && report.cache_max_bytes / 5 <= most)
    lines.limit = Limit{"at most", report.cache_max_bytes};
  return line_chart(chart_of(periods, "size", "Size of the cache", sentence, Measure::bytes), lines);
}

Html lookups_charts(const app::CostReport& report) {
  const auto periods = periods_of(report);
  if (periods.empty()) return {};
  const Effectiveness& effect = report.effectiveness;
  const std::string looked = format_count(effect.hits) + " of " +
                             counted(effect.hits + effect.misses, "look-up was", "look-ups were") +
                             " answered by the cache.";
  const Series hits{"hits", sums_of(periods, [](const ReportDay& day) { return day.hits; })};
  const Series misses{"misses", sums_of(periods, [](const ReportDay& day) { return day.misses; })};
  const Series saved{"saved", sums_of(periods, [](const ReportDay& day) { return day.saved.value; })};
  Lines rate;
  rate.series.push_back({"hit rate", hit_rates_of(periods)});
  const std::string sentence =
      domain::format_usd(effect.saved) + " in the period: what the answers that were found had cost.";
  return side_by_side(
      line_chart(chart_of(periods, "hit-rate", "Hit rate", "Days without a look-up have none.", Measure::permille),
                 rate) +
      area_chart(chart_of(periods, "look-ups", "Look-ups", looked, Measure::count), {hits, misses}) +
      bar_chart(chart_of(periods, "saved-by-day", "Saved by day", sentence, Measure::money), saved) +
      size_chart(report, periods));
}

Html types_card(const Effectiveness& effect) {
  PageTable table{"Hit rate by analysis type",
                  {{"type"},
                   {"hit rate", ColumnKind::number},
                   {"", ColumnKind::bar},
                   {"hits", ColumnKind::number},
                   {"misses", ColumnKind::number},
                   {"saved", ColumnKind::number}},
                  {}};
  for (const cache::TypeLookups& type : effect.by_type) {
    const auto rate = rate_of(type.hits, type.misses);
    table.rows.push_back({{text(domain::name_of(type.type)), std::nullopt},
                          figure_cell(rate, Measure::permille),
                          {bar_of_cell(rate.value_or(0), 1000), std::nullopt},
                          figure_cell(type.hits, Measure::count),
                          figure_cell(type.misses, Measure::count),
                          figure_cell(type.saved.value, Measure::money)});
  }
  return table.rows.empty() ? Html() : table_card(table);
}

Html ages_card(const Effectiveness& effect) {
  PageTable table{
      "Age of answers when they were found", {{"age"}, {"hits", ColumnKind::number}, {"", ColumnKind::bar}}, {}};
  const std::int64_t most = *std::max_element(effect.hits_by_age.begin(), effect.hits_by_age.end());
  if (most == 0) return {};
  for (std::size_t i = 0; i < effect.hits_by_age.size(); ++i) {
    const std::int64_t hits = effect.hits_by_age.at(i);
    table.rows.push_back({{text(app::kAgeNames.at(i)), static_cast<std::int64_t>(i)},
                          figure_cell(hits, Measure::count),
                          {bar_of_cell(hits, most), std::nullopt}});
  }
  return table_card(table);
}

std::string limit_text(std::int64_t bytes) {
  return bytes == 0 ? "unlimited" : format_size(bytes);
}

Html what_if_card(const app::WhatIf& what_if, const TimeZone& zone) {
  PageTable table{"The same requests with another size of the cache",
                  {{"size"},
                   {"would have left", ColumnKind::number},
                   {"paid again", ColumnKind::number},
                   {"for", ColumnKind::number},
                   {"most in use", ColumnKind::number}},
                  {}};
  const auto add = [&](std::int64_t bytes, const cache::Replayed& played, const char* which) {
    table.rows.push_back({{text(limit_text(bytes) + which), bytes},
                          figure_cell(played.evicted, Measure::count),
                          figure_cell(played.paid_again, Measure::count),
                          figure_cell(played.paid_again_cost.value, Measure::money),
                          figure_cell(played.peak_bytes, Measure::bytes)});
  };
  add(what_if.present_bytes, what_if.played.present, " (in force)");
  add(what_if.asked_bytes, what_if.played.asked, "");
  table.left_out = "Replayed: " + counted(what_if.played.asked.requests, "recorded request", "recorded requests") +
                   " since " + instant_text(what_if.played.since, zone).substr(0, 10) + ".";
  return table_card(table);
}

Html facts_card(const app::CostReport& report) {
  const Effectiveness& effect = report.effectiveness;
  Html rows;
  const auto add = [&](std::string_view name, const std::string& value) {
    rows += filled("<dt>$</dt><dd>$</dd>", {name, value});
  };
  if (const auto share = effect.saved_permille()) add("saved for each dollar", domain::format_usd(dollars_of(*share)));
  if (report.cache) {
    const cache::Tally& all = report.cache->total;
    add("in the cache", counted(all.entries, "answer", "answers") + ", " + format_size(all.stored_bytes) + " of " +
                            limit_text(report.cache_max_bytes) + ", which had cost " + domain::format_usd(all.cost));
    const cache::ReuseCounts& reused = report.cache->reused;
    if (reused.answers > 0)
      add("asked about edits alone", counted(reused.answers, "answer", "answers") + ", ~" +
                                         domain::format_usd(reused.saved) + " less, of all time");
  }
  add("never used again", counted(effect.unused, "answer", "answers") + ", " + format_size(effect.unused_bytes) +
                              ", which had cost " + domain::format_usd(effect.unused_cost));
  add("left to make room", counted(effect.pruned_entries, "answer", "answers") + ", which had cost " +
                               domain::format_usd(effect.pruned_cost));
  add("paid again after that",
      counted(effect.paid_again, "answer", "answers") + ", for " + domain::format_usd(effect.paid_again_cost));
  return filled(R"(<div class="card"><dl class="facts">$</dl></div>)", {rows});
}

}  // namespace

Html effect_section(const app::CostReport& report) {
  const Effectiveness& effect = report.effectiveness;
  std::string sentence = "Each answer that is found saves what it had cost. Days are days in UTC.";
  if (report.cache_path.empty()) sentence = "The cache cannot be read.";
  Html content = lookups_charts(report) + side_by_side(types_card(effect) + ages_card(effect)) + facts_card(report);
  if (effect.what_if) content += what_if_card(*effect.what_if, report.budget.picture.standing.zone);
  return section_of("cache", "What the cache bought", sentence, content);
}

}  // namespace rustassistant::render
