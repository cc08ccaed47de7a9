// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <string_view>

#include "drawing.hpp"

namespace rustassistant::render {
namespace {

// The square that lines are drawn in before they are stretched over the plot.
constexpr std::int64_t kSquare = 1'000;
constexpr std::size_t kMostMarkers = 45;
constexpr std::array<std::string_view, 3> kLineClasses{"line", "line dashed", "line dotted"};

// "M12 40L30 25": a new line after what is not known.
std::string path_through(const Values& values, const Axis& axis) {
  std::string path;
  bool drawing = false;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i]) {
      path += (drawing ? "L" : "M") + std::to_string(slot_middle(i, values.size()) / 10) + " " +
              std::to_string(kSquare - scaled(*values[i], axis.top, kSquare));
    }
    drawing = values[i].has_value();
  }
  return path;
}

// Along the upper bounds, and back along the lower ones.
std::string path_around(const Band& band, const Axis& axis) {
  std::string there;
  std::string back;
  const auto point = [&](std::size_t i, std::int64_t value) {
    return std::to_string(slot_middle(i, band.low.size()) / 10) + " " +
           std::to_string(kSquare - scaled(value, axis.top, kSquare));
  };
  for (std::size_t i = 0; i < band.low.size(); ++i) {
    if (!band.low[i] || !band.high[i]) continue;
    there += (there.empty() ? "M" : "L") + point(i, *band.high[i]);
    back.insert(0, "L" + point(i, *band.low[i]));
  }
  return there.empty() ? there : there + back + "Z";
}

Html markers(const Chart& chart, const Series& series, std::size_t number, const Axis& axis) {
  Html drawn;
  const std::size_t slots = chart.slots.size();
  for (std::size_t i = 0; i < slots; ++i) {
    const auto& value = series.values.at(i);
    if (!value) continue;
    drawn += filled(R"(<circle class="$" cx="$" cy="$" r="3" data-v="$"><title>$</title></circle>)",
                    {number == 0 ? "full" : "hollow", percent(slot_middle(i, slots)),
                     height_text(kPlotBottom * 10 - tenths_up(*value, axis)), *value,
                     value_title(chart.slots[i], series.name, *value, chart.measure)});
  }
  return filled(R"(<g class="$" data-series="$">$</g>)",
                {slots > kMostMarkers ? "markers small" : "markers", series.name, drawn});
}

Html limit_line(const Limit& limit, const Axis& axis, Measure measure) {
  const std::int64_t at = kPlotBottom * 10 - tenths_up(limit.value, axis);
  const std::string y = height_text(at);
  return filled(R"(<line class="limit" x1="0" x2="100%" y1="$" y2="$" data-v="$"/>)"
                R"(<text class="tb strong" x="4" y="$">$ $</text>)",
                {y, y, limit.value, height_text(at - 50), limit.name, figure_text(limit.value, measure)});
}

std::int64_t greatest(const Lines& lines) {
  std::int64_t most = lines.limit ? lines.limit->value : 0;
  for (const Series& series : lines.series) {
    for (const auto& value : series.values) most = std::max(most, value.value_or(0));
  }
  if (!lines.band) return most;
  for (const auto& value : lines.band->high) most = std::max(most, value.value_or(0));
  return most;
}

Html stretched(const Html& drawn) {
  return filled(R"(<svg y="$" width="100%" height="$" viewBox="0 0 1000 1000" preserveAspectRatio="none">$</svg>)",
                {kPlotTop, kPlotHeight, drawn});
}

}  // namespace

Html line_chart(const Chart& chart, const Lines& lines) {
  const Axis axis = axis_to(greatest(lines), chart.measure);
  Html paths;
  Html points;
  std::vector<KeyRow> key;
  std::vector<const Series*> columns;
  Series low;
  Series high;
  if (lines.band) {
    paths += filled(R"(<path class="band" d="$"/>)", {path_around(*lines.band, axis)});
    key.push_back({lines.band->name, Html::trusted(R"(<rect class="band" width="26" height="12"/>)")});
    low = {lines.band->name + ", from", lines.band->low};
    high = {lines.band->name + ", to", lines.band->high};
  }
  for (std::size_t i = 0; i < std::min(lines.series.size(), kLineClasses.size()); ++i) {
    const Series& series = lines.series[i];
    const std::string_view line = kLineClasses.at(i);
    paths += filled(R"(<path class="$" d="$"/>)", {line, path_through(series.values, axis)});
    points += markers(chart, series, i, axis);
    key.push_back({series.name, filled(R"(<path class="$" d="M0 6L26 6"/>)", {line})});
    columns.push_back(&series);
  }
  if (lines.band) columns.insert(columns.end(), {&low, &high});
  Html drawn = axes(chart, axis) + stretched(paths) + points;
  if (lines.limit) drawn += limit_line(*lines.limit, axis, chart.measure);
  if (key.size() < 2) key.clear();
  return figure_of(chart, drawn, key, columns);
}

Html sparkline(const Values& values, const std::string& title) {
  Axis axis;
  for (const auto& value : values) axis.top = std::max(axis.top, value.value_or(0));
  return filled(R"(<svg class="spark" role="img" aria-label="$" width="96" height="20" viewBox="0 -40 1000 1080" )"
                R"(preserveAspectRatio="none"><path class="line" d="$"/></svg>)",
                {title, path_through(values, axis)});
}

}  // namespace rustassistant::render
