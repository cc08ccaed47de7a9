// SPDX-License-Identifier: MIT
#include "axis.hpp"

#include <algorithm>
#include <cmath>

#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/units.hpp"
#include "rustassistant/domain/money.hpp"
#include "rustassistant/render/table.hpp"

namespace rustassistant::render {
namespace {

constexpr std::int64_t kDollar = 1'000'000'000;
constexpr std::int64_t kMostOfAxis = 1'000'000'000'000'000'000;
constexpr std::int64_t kWhole = 1'000;  // in permille

// The least of 1, 2 and 5 times a power of ten that is `least` or more.
std::int64_t even_step(std::int64_t least) {
  std::int64_t power = 1;
  while (power * 10 <= least) power *= 10;
  for (const std::int64_t factor : {1, 2, 5}) {
    if (power * factor >= least) return power * factor;
  }
  return power * 10;
}

// "$0.05" beside "$0.10": as many decimals as the step has, and cents at least below a hundred dollars.
std::string money_tick(std::int64_t value, std::int64_t step) {
  int decimals = step % kDollar == 0 && value >= kDollar * 100 ? 0 : 2;
  std::int64_t unit = kDollar / 100;
  while (step % unit != 0) {
    unit /= 10;
    ++decimals;
  }
  std::string text = "$" + format_count(value / kDollar);
  if (value == 0 || decimals == 0) return text;
  const std::string fraction = std::to_string(kDollar + value % kDollar).substr(1);
  return text + "." + fraction.substr(0, static_cast<std::size_t>(decimals));
}

std::string scaled_tick(std::int64_t value, bool of_bytes) {
  struct Unit {
    std::int64_t size;
    const char* count;
    const char* bytes;
  };
  constexpr Unit kUnits[] = {
      {1'000'000'000'000, " T", " TB"}, {1'000'000'000, " G", " GB"}, {1'000'000, " M", " MB"}, {1'000, " k", " kB"}};
  // A tick has one figure before its zeros, or two: 2.5 k does not occur.
  for (const Unit& unit : kUnits) {
    if (value >= unit.size && (of_bytes || value >= 10'000)) {
      const std::int64_t tenths = value / (unit.size / 10) % 10;
      return format_count(value / unit.size) + (tenths == 0 ? "" : "." + std::to_string(tenths)) +
             (of_bytes ? unit.bytes : unit.count);
    }
  }
  return format_count(value) + (of_bytes && value > 0 ? " B" : "");
}

std::string tick_text(std::int64_t value, std::int64_t step, Measure measure) {
  switch (measure) {
    case Measure::money:
      return money_tick(value, step);
    case Measure::permille:
      return format_count(value / 10) + " %";
    case Measure::count:
    case Measure::bytes:
      break;
  }
  return scaled_tick(value, measure == Measure::bytes);
}

}  // namespace

std::string figure_text(std::int64_t value, Measure measure) {
  switch (measure) {
    case Measure::money:
      return domain::format_usd(NanoUsd{value});
    case Measure::permille:
      return percent_text(value);
    case Measure::bytes:
      return format_size(value);
    case Measure::count:
      break;
  }
  return format_count(value);
}

Axis axis_to(std::int64_t most, Measure measure) {
  constexpr std::int64_t kSteps = 4;
  const std::int64_t least = measure == Measure::money && most == 0 ? kDollar : 1;
  const std::int64_t reach = std::clamp<std::int64_t>(most, least, kMostOfAxis);
  const std::int64_t step = measure == Measure::permille ? kWhole / kSteps : even_step((reach + kSteps - 1) / kSteps);
  Axis axis;
  axis.top = measure == Measure::permille ? kWhole : (reach + step - 1) / step * step;
  for (std::int64_t value = 0; value <= axis.top; value += step)
    axis.ticks.push_back({value, tick_text(value, step, measure)});
  return axis;
}

std::int64_t scaled(std::int64_t value, std::int64_t top, std::int64_t length) {
  if (value <= 0 || top <= 0) return 0;
  if (value >= top) return length;
  return std::llround(static_cast<double>(value) / static_cast<double>(top) * static_cast<double>(length));
}

}  // namespace rustassistant::render
