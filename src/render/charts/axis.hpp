// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

// Scales of charts. Pure.
namespace rustassistant::render {

// What a chart's integers are.
enum class Measure : std::uint8_t {
  money,     // nano-dollars
  permille,  // shown as percent
  count,
  bytes,
};

// A figure as a table shows it: "$1.23", "14.0 %", "1,234", "35.2 MB".
[[nodiscard]] std::string figure_text(std::int64_t value, Measure measure);

struct Tick {
  std::int64_t value = 0;
  std::string text;  // "$0.50", "50 %", "20 k": as short as the distance of ticks allows
};

struct Axis {
  std::vector<Tick> ticks;  // from zero up to `top`, at even distances of 1, 2 or 5 times a power of ten
  std::int64_t top = 1;
};

// An axis from zero to at least `most`, with three to six ticks. Percent end at 100.
[[nodiscard]] Axis axis_to(std::int64_t most, Measure measure);

// The whole width or share, in hundredths of a percent.
inline constexpr std::int64_t kAllAcross = 10'000;

// Where `value` lies between 0 and `top`, as a whole number between 0 and `length`.
[[nodiscard]] std::int64_t scaled(std::int64_t value, std::int64_t top, std::int64_t length);

}  // namespace rustassistant::render
