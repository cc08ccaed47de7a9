// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "rustassistant/base/units.hpp"

// Where a month's spending is going. Estimates for display; no decision rests on them. Pure.
namespace rustassistant::domain {

// A month so far.
struct MonthPace {
  UnixMillis start;
  UnixMillis now;
  UnixMillis end;
  NanoUsd committed;  // settled plus reserved
  NanoUsd cap;
};

struct Forecast {
  NanoUsd per_day;                       // what was committed, divided by the time that passed (at least a day)
  NanoUsd at_month_end;                  // if it goes on like that
  std::optional<UnixMillis> crosses_at;  // when it reaches the cap, where that is still to come in this month
};

[[nodiscard]] Forecast forecast(const MonthPace& pace);

// How many more files or tokens an amount pays for, at the average of the calls behind it.
struct Room {
  std::int64_t files = 0;
  std::int64_t tokens = 0;
};
// `spent` is what `calls` calls with `tokens` tokens cost. Nothing where they cost nothing.
[[nodiscard]] std::optional<Room> room_for(NanoUsd left, NanoUsd spent, std::int64_t calls, Tokens tokens);

// A fifth more than the dearest of three months, rounded up to ten cents. Nothing unless money was spent in each.
[[nodiscard]] std::optional<NanoUsd> recommended_cap(std::span<const NanoUsd> months);

}  // namespace rustassistant::domain
