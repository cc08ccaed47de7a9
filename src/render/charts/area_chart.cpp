// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <string_view>

#include "drawing.hpp"

namespace rustassistant::render {
namespace {

constexpr std::size_t kPatterns = 5;

std::int64_t highest_pile(const std::vector<Series>& series, std::size_t slots) {
  std::int64_t most = 0;
  for (std::size_t i = 0; i < slots; ++i) {
    std::int64_t pile = 0;
    for (const Series& one : series) pile += one.values.at(i).value_or(0);
    most = std::max(most, pile);
  }
  return most;
}

}  // namespace

Html area_chart(const Chart& chart, const std::vector<Series>& series) {
  const std::size_t slots = chart.slots.size();
  const Axis axis = axis_to(highest_pile(series, slots), chart.measure);
  std::vector<std::int64_t> below(slots, 0);
  Html drawn = axes(chart, axis);
  std::vector<KeyRow> key;
  std::vector<const Series*> columns;
  for (std::size_t number = 0; number < series.size(); ++number) {
    const Series& one = series[number];
    Html rows;
    for (std::size_t i = 0; i < slots; ++i) {
      const std::int64_t value = one.values.at(i).value_or(0);
      if (value <= 0) continue;
      const std::int64_t foot = tenths_up(below[i], axis);
      below[i] += value;
      const std::int64_t head = tenths_up(below[i], axis);
      rows += filled(R"(<rect x="$" y="$" width="$" height="$" data-v="$"><title>$</title></rect>)",
                     {percent(slot_begin(i, slots)), height_text(kPlotBottom * 10 - head),
                      percent(slot_begin(i + 1, slots) - slot_begin(i, slots)), height_text(head - foot), value,
                      value_title(chart.slots[i], one.name, value, chart.measure)});
    }
    const auto pattern = static_cast<std::int64_t>(std::min(number, kPatterns - 1) + 1);
    drawn += filled(R"-(<g class="area" fill="url(#p$)" data-series="$">$</g>)-", {pattern, one.name, rows});
    key.push_back({one.name, filled(R"-(<rect fill="url(#p$)" width="26" height="12"/>)-", {pattern})});
    columns.push_back(&one);
  }
  // As they are piled.
  std::reverse(key.begin(), key.end());
  return figure_of(chart, drawn, key, columns);
}

Html chart_patterns() {
  // Tiles of 6 by 6 pixels in the color of a series, with marks in that of the page.
  constexpr std::array<std::string_view, kPatterns> kMarks{"", "M-1 7L7 -1", "M0 3L6 3", "M3 0L3 6",
                                                           "M-1 7L7 -1M-1 -1L7 7"};
  Html patterns;
  for (std::int64_t number = 1; number <= static_cast<std::int64_t>(kPatterns); ++number) {
    patterns += filled(R"(<pattern id="p$" width="6" height="6" patternUnits="userSpaceOnUse">)"
                       R"(<rect class="c$" width="6" height="6"/><path class="mark" d="$"/></pattern>)",
                       {number, number, kMarks.at(static_cast<std::size_t>(number) - 1)});
  }
  return filled(
      R"(<svg class="patterns" width="0" height="0" aria-hidden="true" focusable="false"><defs>$</defs></svg>)",
      {patterns});
}

}  // namespace rustassistant::render
