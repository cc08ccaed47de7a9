// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "rustassistant/base/units.hpp"

// Where a month's spending is going. Estimates for display; no decision rests on them. Pure.
namespace rustassistant::domain {

// What was committed on one day: 20261121.
struct DaySpent {
  int day = 0;
  NanoUsd amount;
};

// How far back days are looked at.
inline constexpr int kForecastDays = 92;

// A month so far.
struct MonthPace {
  UnixMillis start;
  UnixMillis now;
  UnixMillis end;
  NanoUsd committed;  // settled plus reserved
  NanoUsd cap;
  int today = 0;                        // 0: days are not looked at
  std::span<const DaySpent> past = {};  // days before today, in their order; those that are missing cost nothing
};

// In eight of ten months like this one, the end lies between them.
struct Interval {
  NanoUsd low;
  NanoUsd high;
  int days = 0;  // that it was made from
};

struct Forecast {
  NanoUsd per_day;                       // what was committed, divided by the time that passed (at least a day)
  NanoUsd at_month_end;                  // what it will most likely be
  std::optional<UnixMillis> crosses_at;  // when it reaches the cap, where that is still to come in this month
  std::optional<Interval> interval;      // nothing: there are fewer than a week of days to go by
};

// From a week of days on, at most kForecastDays, counted from the first on which anything was spent: a thousand times,
// each day that is left is given what a day of the same weekday came to, recent ones more often (half as often for each
// four weeks back); the end of the month is the median of the sums, the interval reaches from the tenth to the
// ninetieth hundredth. The same figures give the same forecast. Before that: the month goes on at its pace so far.
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
