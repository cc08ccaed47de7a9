// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "axis.hpp"
#include "html.hpp"

// Charts as inline SVG for a page with page.css. Each is a figure: a heading and a sentence, the picture (role img,
// with title and description), a key where there are several series, and the same figures as a table. Positions across
// are percent, so that a chart fits any width without a script and its words keep their size; exact values stand in the
// attributes data-v. Series differ by pattern, dash or marker, never by color alone. Pure.
namespace rustassistant::render {

// A place on the axis of what is known for each: a day.
struct Slot {
  std::string name;   // "2026-11-21"
  std::string brief;  // "21 Nov"
};

using Values = std::vector<std::optional<std::int64_t>>;  // one for each slot; nothing: not known
struct Series {
  std::string name;
  Values values;
};

struct Chart {
  std::string id;  // of the page's own words: "spent-by-day"
  std::string title;
  std::string sentence;  // what the picture shows, for those who do not see it, too
  Measure measure = Measure::count;
  std::string slot_title;  // "day"
  std::vector<Slot> slots;
};

// A line across that values are held against.
struct Limit {
  std::string name;  // "cap"
  std::int64_t value = 0;
};

// Between which values something lies, in the slots where both are known.
struct Band {
  std::string name;
  Values low;
  Values high;
};

struct Lines {
  std::vector<Series> series;  // at most three: the first is solid, the others are dashed
  std::optional<Band> band;
  std::optional<Limit> limit;
};

[[nodiscard]] Html bar_chart(const Chart& chart, const Series& series);
[[nodiscard]] Html line_chart(const Chart& chart, const Lines& lines);
// Values upon each other, the first at the bottom, each slot as broad as the next begins: nothing is drawn between two
// days that nobody measured. At most five series.
[[nodiscard]] Html area_chart(const Chart& chart, const std::vector<Series>& series);

// A line without axes, for a cell of a table; `title` says what it shows.
[[nodiscard]] Html sparkline(const Values& values, const std::string& title);
// A bar for a cell of a table; the figure stands beside it, so that it is hidden from those who are read to.
[[nodiscard]] Html bar_of_cell(std::int64_t value, std::int64_t most);

// The patterns that areas are filled with. Once on a page that has charts, before them.
[[nodiscard]] Html chart_patterns();

}  // namespace rustassistant::render
