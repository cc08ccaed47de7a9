// SPDX-License-Identifier: MIT
#include "rustassistant/domain/forecast.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <limits>

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
