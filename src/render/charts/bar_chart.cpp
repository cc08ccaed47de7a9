// SPDX-License-Identifier: MIT
#include <algorithm>

#include "drawing.hpp"

namespace rustassistant::render {
namespace {

std::int64_t greatest(const Values& values) {
  std::int64_t most = 0;
  for (const auto& value : values) most = std::max(most, value.value_or(0));
  return most;
}

// One pixel at least for what is more than nothing.
std::int64_t visible_tenths(std::int64_t value, const Axis& axis) {
  constexpr std::int64_t kPixel = 10;
  return value <= 0 ? 0 : std::max(kPixel, tenths_up(value, axis));
}

}  // namespace

Html bar_chart(const Chart& chart, const Series& series) {
  const Axis axis = axis_to(greatest(series.values), chart.measure);
  const std::size_t slots = chart.slots.size();
  Html bars;
  for (std::size_t i = 0; i < slots; ++i) {
    const auto& value = series.values.at(i);
    if (!value) continue;
    const std::int64_t wide = slot_begin(i + 1, slots) - slot_begin(i, slots);
    const std::int64_t gap = wide / 8;
    const std::int64_t high = visible_tenths(*value, axis);
    bars += filled(R"(<rect x="$" y="$" width="$" height="$" data-v="$"><title>$</title></rect>)",
                   {percent(slot_begin(i, slots) + gap), height_text(kPlotBottom * 10 - high), percent(wide - 2 * gap),
                    height_text(high), *value, value_title(chart.slots[i], series.name, *value, chart.measure)});
  }
  return figure_of(chart, filled(R"($<g class="bars">$</g>)", {axes(chart, axis), bars}), {}, {&series});
}

Html bar_of_cell(std::int64_t value, std::int64_t most) {
  const std::int64_t wide = value <= 0 ? 0 : std::max<std::int64_t>(50, scaled(value, most, kAllAcross));
  return filled(
      R"(<svg class="cell" height="10" aria-hidden="true" focusable="false"><rect width="$" height="10"/></svg>)",
      {percent(wide)});
}

}  // namespace rustassistant::render
