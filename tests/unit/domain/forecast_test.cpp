// SPDX-License-Identifier: MIT
#include "rustassistant/domain/forecast.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "rustassistant/base/time_zone.hpp"

using namespace rustassistant;
using namespace rustassistant::domain;

namespace {

constexpr std::int64_t kDay = 86'400'000;
constexpr std::int64_t kDollar = 1'000'000'000;

// A month of 30 days with a cap of $3.
MonthPace after(std::int64_t milliseconds, std::int64_t committed) {
  return {{0}, {milliseconds}, {30 * kDay}, {committed}, {3 * kDollar}};
}

}  // namespace

TEST_CASE("spending goes on as it did so far") {
  const Forecast half = forecast(after(15 * kDay, kDollar));
  CHECK(half.per_day == NanoUsd{66'666'666});
  CHECK(half.at_month_end == NanoUsd{2 * kDollar});
  CHECK_FALSE(half.crosses_at);
}

TEST_CASE("a cap that will be reached is reached at a time") {
  const Forecast fast = forecast(after(10 * kDay, 2 * kDollar));
  CHECK(fast.at_month_end == NanoUsd{6 * kDollar});
  REQUIRE(fast.crosses_at);
  CHECK(*fast.crosses_at == UnixMillis{15 * kDay});
}

TEST_CASE("what is exceeded already will not be crossed again") {
  CHECK_FALSE(forecast(after(10 * kDay, 3 * kDollar)).crosses_at);
}

TEST_CASE("the first hours do not stand for the month") {
  const Forecast first = forecast(after(3'600'000, kDollar / 10));
  CHECK(first.per_day == NanoUsd{kDollar / 10});
  CHECK(first.at_month_end < NanoUsd{3'100'000'000});
}

TEST_CASE("nothing spent is nothing forecast") {
  const Forecast none = forecast(after(10 * kDay, 0));
  CHECK(none.per_day == NanoUsd{0});
  CHECK(none.at_month_end == NanoUsd{0});
  CHECK_FALSE(none.crosses_at);
}

TEST_CASE("sums that are too large for a forecast stay at the largest number") {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  MonthPace pace = after(kDay, kMost - 1);
  pace.cap = {kMost};
  const Forecast result = forecast(pace);
  CHECK(result.at_month_end == NanoUsd{kMost});
  REQUIRE(result.crosses_at);
  CHECK(result.crosses_at->value >= pace.now.value);
  CHECK(result.crosses_at->value <= pace.end.value);
}

TEST_CASE("a cap is recommended from three months in which money was spent") {
  const std::array steady{NanoUsd{kDollar}, NanoUsd{2 * kDollar}, NanoUsd{1'500'000'000}};
  CHECK(recommended_cap(steady) == NanoUsd{2'400'000'000});
  const std::array gap{NanoUsd{kDollar}, NanoUsd{0}, NanoUsd{kDollar}};
  CHECK_FALSE(recommended_cap(gap));
  CHECK_FALSE(recommended_cap({}));
  const std::array odd{NanoUsd{1}, NanoUsd{1}, NanoUsd{1'000'000'001}};
  CHECK(recommended_cap(odd) == NanoUsd{1'300'000'000});
}

TEST_CASE("what is left pays for as many files and tokens as the calls so far did") {
  const auto room = room_for({30}, {20}, 4, 1'000);
  REQUIRE(room);
  CHECK(room->files == 6);
  CHECK(room->tokens == 1'500);
  CHECK_FALSE(room_for({30}, {0}, 4, 1'000));
  CHECK_FALSE(room_for({30}, {20}, 0, 0));
  const auto most = room_for({std::numeric_limits<std::int64_t>::max()}, {1}, 2, 3);
  REQUIRE(most);
  CHECK(most->files > 0);
}

// Made-up spenders: what each of them spends on the days of three months and one more, in dollars.
namespace {

constexpr int kFirst = 20'788;  // 2026-12-01, in days since 1970
constexpr int kBefore = 92;
constexpr int kMonth = 31;

class Spender {
 public:
  Spender(int kind, unsigned run) : kind_(kind), random_(static_cast<unsigned>(kind) * 100'000U + run) {
    one_off_ = static_cast<int>(uniform() * (kBefore + kMonth));
  }

  double on(int day) {
    switch (kind_) {
      case 0:  // steady
        return spread(0.5);
      case 1: {  // hardly at weekends
        const bool rests = day % 7 == 4 || day % 7 == 5;
        return rests ? 0.1 * spread(0.5) : 1.4 * spread(0.4);
      }
      case 2:  // now and then a lot
        return uniform() < 0.12 ? 6 * spread(0.6) : 0.2 * spread(0.5);
      default:  // one batch at some time
        return 0.8 * spread(0.5) + (day == one_off_ ? 25 : 0);
    }
  }

 private:
  double uniform() { return static_cast<double>(random_() >> 11U) * 0x1p-53; }
  // Log-normal, of mean 1.
  double spread(double sigma) {
    const double normal = std::sqrt(-2 * std::log(1 - uniform())) * std::cos(6.283185307179586 * uniform());
    return std::exp(sigma * normal - sigma * sigma / 2);
  }

  int kind_;
  std::mt19937_64 random_;
  int one_off_ = 0;
};

int date_of(int serial) {
  return plus_days(20'261'201, serial - kFirst);
}

struct Judged {
  int within = 0;
  double error = 0;
  double error_of_pace = 0;
};

Judged judge(int kind, int middle, unsigned runs) {
  Judged judged;
  for (unsigned run = 0; run < runs; ++run) {
    Spender spender(kind, run);
    std::vector<DaySpent> past;
    double committed = 0;
    double end = 0;
    for (int day = 0; day < kBefore + kMonth; ++day) {
      const auto amount = static_cast<std::int64_t>(spender.on(day) * 1e8);
      if (day < kBefore + middle) past.push_back({date_of(kFirst - kBefore + day), {amount}});
      if (day >= kBefore) end += static_cast<double>(amount);
      if (day >= kBefore && day < kBefore + middle) committed += static_cast<double>(amount);
    }
    const std::int64_t start = kFirst * kDay;
    const Forecast forecast = domain::forecast({{start},
                                                {start + middle * kDay},
                                                {start + kMonth * kDay},
                                                {static_cast<std::int64_t>(committed)},
                                                {std::numeric_limits<std::int64_t>::max()},
                                                date_of(kFirst + middle),
                                                past});
    REQUIRE(forecast.interval);
    const auto low = static_cast<double>(forecast.interval->low.value);
    const auto high = static_cast<double>(forecast.interval->high.value);
    if (low <= end && end <= high) ++judged.within;
    judged.error += std::abs(static_cast<double>(forecast.at_month_end.value) - end);
    judged.error_of_pace += std::abs(committed / middle * kMonth - end);
  }
  return judged;
}

}  // namespace

TEST_CASE("of a thousand months of each kind of spender, seven to nine in ten end within the interval") {
  for (int kind = 0; kind < 4; ++kind) {
    CAPTURE(kind);
    const Judged judged = judge(kind, 15, 1000);
    CHECK(judged.within >= 700);
    CHECK(judged.within <= 900);
    CHECK(judged.error <= judged.error_of_pace);
  }
}

TEST_CASE("the interval holds early and late in the month, too") {
  for (const int middle : {10, 20, 25}) {
    for (int kind = 0; kind < 4; ++kind) {
      CAPTURE(middle, kind);
      const Judged judged = judge(kind, middle, 200);
      CHECK(judged.within >= 140);
      CHECK(judged.within <= 180);
      CHECK(judged.error <= judged.error_of_pace);
    }
  }
}

TEST_CASE("fewer than a week of days give no interval, and the month goes on at its pace") {
  MonthPace pace{{kFirst * kDay}, {(kFirst + 10) * kDay}, {(kFirst + 31) * kDay}, {kDollar}, {9 * kDollar}};
  pace.today = date_of(kFirst + 10);
  std::vector<DaySpent> past{{date_of(kFirst - 3), {0}}};
  for (int day = 4; day < 10; ++day) past.push_back({date_of(kFirst + day), {kDollar / 6}});
  pace.past = past;
  CHECK_FALSE(forecast(pace).interval);
  CHECK(forecast(pace).at_month_end == NanoUsd{3'100'000'000});
  past.insert(past.begin() + 1, {date_of(kFirst + 3), {1}});
  pace.past = past;
  REQUIRE(forecast(pace).interval);
  CHECK(forecast(pace).interval->days == 7);
}

TEST_CASE("what was spent is never forecast away, and the last moment of a month is certain") {
  MonthPace pace{{kFirst * kDay}, {(kFirst + 31) * kDay - 1}, {(kFirst + 31) * kDay}, {kDollar}, {9 * kDollar}};
  pace.today = date_of(kFirst + 30);
  std::vector<DaySpent> past;
  for (int day = 0; day < 30; ++day) past.push_back({date_of(kFirst + day), {day % 3 == 0 ? kDollar : 0}});
  pace.past = past;
  const Forecast forecast = domain::forecast(pace);
  REQUIRE(forecast.interval);
  CHECK(forecast.interval->low >= pace.committed);
  CHECK(forecast.interval->high.value - kDollar < 100);
}

TEST_CASE("damaged figures are forecast without overflow") {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  MonthPace pace{{kFirst * kDay}, {(kFirst + 10) * kDay}, {(kFirst + 31) * kDay}, {kMost - 5}, {kMost}};
  pace.today = date_of(kFirst + 10);
  std::vector<DaySpent> past;
  for (int day = 0; day < 10; ++day) past.push_back({date_of(kFirst + day), {kMost / 11}});
  pace.past = past;
  const Forecast forecast = domain::forecast(pace);
  REQUIRE(forecast.interval);
  CHECK(forecast.at_month_end >= pace.committed);
  CHECK(forecast.interval->high >= forecast.interval->low);
}
