// SPDX-License-Identifier: MIT
// Forecasts: figures that can be worked out by hand, bounds, and one drawn forecast that stays as it is.
#include <catch2/catch.hpp>
#include <limits>
#include <vector>

#include "rustassistant/base/time_zone.hpp"
#include "rustassistant/domain/forecast.hpp"

using namespace rustassistant;
using namespace rustassistant::domain;

namespace {

constexpr std::int64_t kDayMillis = 86'400'000;
constexpr std::int64_t kForecastDollar = 1'000'000'000;
constexpr std::int64_t kMostNano = std::numeric_limits<std::int64_t>::max();
constexpr int kDecember = 20'788;  // 2026-12-01, in days since 1970

// A month of 30 days.
MonthPace pace_at(std::int64_t millis, std::int64_t committed, std::int64_t cap) {
  return {{0}, {millis}, {30 * kDayMillis}, {committed}, {cap}};
}

int date_at(int serial) {
  return plus_days(20'261'201, serial - kDecember);
}

// December, after ten days of it, with what the days before came to, the last of them first.
MonthPace december(std::vector<DaySpent>& past, const std::vector<std::int64_t>& latest_first) {
  past.clear();
  const int today = kDecember + 10;
  for (std::size_t i = latest_first.size(); i-- > 0;)
    past.push_back({date_at(today - 1 - static_cast<int>(i)), {latest_first[i]}});
  MonthPace pace{{kDecember * kDayMillis},
                 {today * kDayMillis},
                 {(kDecember + 31) * kDayMillis},
                 {kForecastDollar},
                 {900 * kForecastDollar}};
  pace.today = date_at(today);
  pace.past = past;
  return pace;
}

}  // namespace

TEST_CASE("a cap is crossed when the pace says so, at the end of the month at the latest") {
  struct Row {
    std::int64_t day;
    std::int64_t committed;
    std::int64_t cap;
    std::optional<std::int64_t> crosses_on;
  };
  for (const Row& row : {
           Row{15, 1'500, 3'000, 30},
           Row{15, 1'499, 3'000, {}},
           Row{15, 3'000, 3'000, {}},
           Row{10, 1'000, 1'500, 15},
           Row{10, 10'000 * kForecastDollar, 15'000 * kForecastDollar, 15},
           Row{10, 1'000'000 * kForecastDollar, 1'500'000 * kForecastDollar, 15},
       }) {
    const Forecast forecast = domain::forecast(pace_at(row.day * kDayMillis, row.committed, row.cap));
    CAPTURE(row.day, row.committed);
    CHECK(forecast.per_day.value == row.committed / row.day);
    CHECK(forecast.at_month_end.value == row.committed * 30 / row.day);
    CHECK(forecast.crosses_at.has_value() == row.crosses_on.has_value());
    if (row.crosses_on && forecast.crosses_at) CHECK(forecast.crosses_at->value == *row.crosses_on * kDayMillis);
  }
}

TEST_CASE("the pace is that of a day at least, and of a month that is over nothing is left") {
  CHECK(forecast(pace_at(kDayMillis / 2, 100, 9'999)).per_day == NanoUsd{100});
  CHECK(forecast(pace_at(kDayMillis, 100, 9'999)).per_day == NanoUsd{100});
  CHECK(forecast(pace_at(2 * kDayMillis, 100, 9'999)).per_day == NanoUsd{50});
  for (const std::int64_t day : {30, 31}) {
    const Forecast over = forecast(pace_at(day * kDayMillis, 3'100, 3'100));
    CHECK(over.at_month_end == NanoUsd{3'100});
    CHECK_FALSE(over.crosses_at);
  }
}

TEST_CASE("what is left pays for as much as it divides into, whether or not the product fits") {
  struct Row {
    std::int64_t left;
    std::int64_t spent;
    std::int64_t calls;
    std::int64_t tokens;
    std::int64_t files_paid;
    std::int64_t tokens_paid;
  };
  for (const Row& row : {
           Row{30, 20, 4, 1'000, 6, 1'500},
           Row{30, 20, 1, 0, 1, 0},
           Row{29, 10, 1, 1, 2, 2},
           Row{kMostNano, 1, 2, 3, kMostNano, kMostNano},
           Row{kMostNano / 3, 1, 3, 3, kMostNano / 3 * 3, kMostNano / 3 * 3},
           Row{kMostNano, 12, 3, 4, kMostNano / 4, kMostNano / 3},
       }) {
    const auto room = room_for({row.left}, {row.spent}, row.calls, row.tokens);
    REQUIRE(room);
    CAPTURE(row.left, row.spent);
    CHECK(room->files == row.files_paid);
    CHECK(room->tokens == row.tokens_paid);
  }
  CHECK_FALSE(room_for({1}, {0}, 1, 1));
  CHECK_FALSE(room_for({1}, {-1}, 1, 1));
  CHECK_FALSE(room_for({1}, {1}, 0, 1));
  CHECK_FALSE(room_for({1}, {1}, -1, 1));
  CHECK(room_for({1}, {1}, 1, 1));
}

TEST_CASE("a recommended cap is a fifth above the dearest of three months, in whole ten cents") {
  const auto cap_of = [](std::vector<std::int64_t> spent) {
    std::vector<NanoUsd> months;
    for (const std::int64_t one : spent) months.push_back({one});
    const auto cap = recommended_cap(months);
    return cap ? cap->value : -1;
  };
  CHECK(cap_of({500'000'000, 1, 2}) == 600'000'000);
  CHECK(cap_of({1, 500'000'001, 2}) == 700'000'000);
  CHECK(cap_of({1, 2, 500'000'005}) == 700'000'000);
  CHECK(cap_of({1, 1, 1}) == 100'000'000);
  CHECK(cap_of({1, 1}) == -1);
  CHECK(cap_of({0, 1, 1}) == -1);
  CHECK(cap_of({1, 1, -1}) == -1);
  const std::int64_t fits = kMostNano / 12 * 5;
  CHECK(cap_of({fits, 1, 1}) >= kMostNano / 12 * 6);
  CHECK(cap_of({fits + 5, 1, 1}) == -1);
}

TEST_CASE("days that all came to the same leave nothing to chance") {
  std::vector<DaySpent> past;
  for (const std::size_t days : {std::size_t{7}, std::size_t{28}}) {
    MonthPace pace = december(past, std::vector<std::int64_t>(days, kForecastDollar));
    Forecast forecast = domain::forecast(pace);
    REQUIRE(forecast.interval);
    CHECK(forecast.at_month_end == NanoUsd{22 * kForecastDollar});
    CHECK(forecast.interval->low == forecast.at_month_end);
    CHECK(forecast.interval->high == forecast.at_month_end);
    CHECK(forecast.interval->days == static_cast<int>(days));
    CHECK(forecast.per_day == NanoUsd{kForecastDollar / 10});
    // Of today only what is left of it counts.
    pace.now.value += kDayMillis / 4;
    CHECK(domain::forecast(pace).at_month_end == NanoUsd{21 * kForecastDollar + kForecastDollar * 3 / 4});
    pace.now = pace.end;
    CHECK(domain::forecast(pace).at_month_end == pace.committed);
    pace.now.value += kDayMillis;
    CHECK(domain::forecast(pace).at_month_end == pace.committed);
    pace.today = 0;
    CHECK_FALSE(domain::forecast(pace).interval);
  }
}

TEST_CASE("each day that is left is like those of its weekday") {
  // Only the last seven days are known, so that every weekday has one amount: 21 days are left, three of each.
  std::vector<DaySpent> past;
  const std::vector<std::int64_t> week{1'000, 20'000, 300'000, 4'000'000, 50'000'000, 600'000'000, 7'000'000'000};
  std::int64_t sum = 0;
  for (const std::int64_t amount : week) sum += 3 * amount;
  CHECK(forecast(december(past, week)).at_month_end == NanoUsd{kForecastDollar + sum});
  // After 29 days two are left: they are like those of a week before, which is the last but five and but six.
  MonthPace pace = december(past, week);
  pace.end.value -= 19 * kDayMillis;
  CHECK(forecast(pace).at_month_end == NanoUsd{kForecastDollar + week[6] + week[5]});
  // Rows of one day add up, and days without a row cost nothing.
  past.insert(past.begin(), {past.front().day, {5}});
  past.erase(past.begin() + 2);
  pace.past = past;
  CHECK(forecast(pace).at_month_end == NanoUsd{kForecastDollar + week[6] + 5});
}

TEST_CASE("days count from the first on which anything was spent, for 92 days") {
  std::vector<DaySpent> past;
  std::vector<std::int64_t> amounts(200, 5);
  CHECK(forecast(december(past, amounts)).interval->days == 92);
  amounts.assign(92, 5);
  CHECK(forecast(december(past, amounts)).interval->days == 92);
  amounts.assign(91, 5);
  CHECK(forecast(december(past, amounts)).interval->days == 91);
  amounts.assign(50, 0);
  CHECK_FALSE(forecast(december(past, amounts)).interval);
  amounts[7] = 1;
  CHECK(forecast(december(past, amounts)).interval->days == 8);
  CHECK_FALSE(forecast(december(past, {})).interval);
}

TEST_CASE("the same figures give the same forecast for good") {
  std::vector<DaySpent> past;
  std::vector<std::int64_t> amounts;
  for (std::int64_t i = 0; i < 60; ++i) amounts.push_back((i * i * 7'919 % 997 + i) * 1'000'000);
  MonthPace pace = december(past, amounts);
  pace.now.value += kDayMillis / 3;
  const Forecast forecast = domain::forecast(pace);
  REQUIRE(forecast.interval);
  // Within a millionth: the last bits of floating point are the machine's.
  const auto near = [](NanoUsd amount, double expected) {
    return static_cast<double>(amount.value) == Approx(expected).epsilon(1e-6);
  };
  CAPTURE(forecast.interval->low.value, forecast.at_month_end.value, forecast.interval->high.value);
  CHECK(near(forecast.interval->low, 8'863'885'528));
  CHECK(near(forecast.at_month_end, 10'739'000'000));
  CHECK(near(forecast.interval->high, 12'529'017'376));
}
