// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "charts.hpp"

// What charts have in common. Pure.
namespace rustassistant::render {

// Pixels, from the top of a picture.
inline constexpr std::int64_t kPlotTop = 12;
inline constexpr std::int64_t kPlotHeight = 160;
inline constexpr std::int64_t kPlotBottom = kPlotTop + kPlotHeight;
inline constexpr std::int64_t kPictureHeight = kPlotBottom + 26;

// "12.34%" for 1234.
[[nodiscard]] std::string percent(std::int64_t hundredths);
// Where slot `i` of `slots` begins, and its middle, in hundredths of a percent.
[[nodiscard]] std::int64_t slot_begin(std::size_t i, std::size_t slots);
[[nodiscard]] std::int64_t slot_middle(std::size_t i, std::size_t slots);
// Pixels from the top for a value, with a tenth: "71.5".
[[nodiscard]] std::string height_text(std::int64_t tenths);
[[nodiscard]] std::int64_t tenths_up(std::int64_t value, const Axis& axis);

// Lines of the axis with their words, and words below some of the slots.
[[nodiscard]] Html axes(const Chart& chart, const Axis& axis);

// What a key shows of a series: its name, and its pattern or line.
struct KeyRow {
  std::string name;
  Html sample;
};
// The whole figure around what was drawn. `columns`: what the table shows.
[[nodiscard]] Html figure_of(const Chart& chart, const Html& drawn, const std::vector<KeyRow>& key,
                             const std::vector<const Series*>& columns);
// What is shown where a mark is pointed at.
[[nodiscard]] std::string value_title(const Slot& slot, const std::string& name, std::int64_t value, Measure measure);

}  // namespace rustassistant::render
