// SPDX-License-Identifier: MIT
#include "rustassistant/domain/forecast.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "rustassistant/base/time_zone.hpp"

namespace rustassistant::domain {
namespace {

constexpr std::int64_t kDaySeconds = 86'400;
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

// amount * factor / divisor, for factors and divisors below 2^31; the largest number where it does not fit.
std::int64_t scaled(std::int64_t amount, std::int64_t factor, std::int64_t divisor) {
  const std::int64_t whole = amount / divisor;
  if (factor != 0 && whole > kMost / factor / 2) return kMost;
  return whole * factor + amount % divisor * factor / divisor;
}

// The same for the rest of the month as for what passed of it, in seconds.
NanoUsd plus_at_pace(const MonthPace& pace, std::int64_t left, std::int64_t passed) {
  const std::int64_t more = scaled(pace.committed.value, left, passed);
  return {more > kMost - pace.committed.value ? kMost : pace.committed.value + more};
}

// left * count / cost, divided first where the product would not fit.
std::int64_t times(NanoUsd left, std::int64_t count, NanoUsd cost) {
  if (count == 0) return 0;
  if (left.value <= kMost / count) return left.value * count / cost.value;
  return left.value / std::max<std::int64_t>(1, cost.value / count);
}

// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014) as a number from 0 to below 1.
class Random {
 public:
  double next() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15U;
    z = (z ^ z >> 30U) * 0xbf58476d1ce4e5b9U;
    z = (z ^ z >> 27U) * 0x94d049bb133111ebU;
    return static_cast<double>((z ^ z >> 31U) >> 11U) * 0x1p-53;
  }

 private:
  std::uint64_t state_ = 1;
};

constexpr int kWeek = 7;

// What days came to, by weekday, to draw from. Estimates: in floating point.
class Days {
 public:
  Days(std::span<const DaySpent> past, int today) {
    const auto spent = [](const DaySpent& one) { return one.amount.value > 0; };
    const auto first = std::find_if(past.begin(), past.end(), spent);
    if (first == past.end()) return;
    const int from = std::max(days_since_1970(first->day), today - kForecastDays);
    auto next = first;
    for (int serial = from; serial < today; ++serial, ++count_) {
      double amount = 0;
      for (; next != past.end() && days_since_1970(next->day) <= serial; ++next) {
        if (days_since_1970(next->day) == serial) amount += static_cast<double>(next->amount.value);
      }
      Weekday& same = of(serial);
      const double weight = std::exp2(-static_cast<double>(today - serial) / kHalfLife);
      same.weight += weight;
      weights_ += weight;
      squares_ += weight * weight;
      same.days.push_back({same.weight, amount});
    }
  }

  [[nodiscard]] int count() const { return count_; }

  // How many days of equal weight would say as much (Kish, Survey Sampling, 1965).
  [[nodiscard]] double effective_count() const { return weights_ * weights_ / squares_; }

  // What a day may come to.
  [[nodiscard]] double draw(int serial, Random& random) {
    const Weekday& same = of(serial);
    const double at = random.next() * same.weight;
    const auto found = std::upper_bound(same.days.begin(), same.days.end() - 1, at,
                                        [](double weight, const Day& day) { return weight < day.until; });
    return found->amount;
  }

 private:
  static constexpr double kHalfLife = 28;
  struct Day {
    double until = 0;  // of the weights up to it
    double amount = 0;
  };
  struct Weekday {
    std::vector<Day> days;
    double weight = 0;
  };
  Weekday& of(int serial) { return weekdays_.at(static_cast<std::size_t>(serial % kWeek)); }

  std::array<Weekday, kWeek> weekdays_;
  int count_ = 0;
  double weights_ = 0;
  double squares_ = 0;
};

// Nothing is taken back that was spent.
NanoUsd plus(NanoUsd committed, double more) {
  more = std::max(0.0, more);
  const double sum = static_cast<double>(committed.value) + more;
  return sum < 9e18 ? NanoUsd{committed.value + static_cast<std::int64_t>(more)} : NanoUsd{kMost};
}

// The end of the month by drawing the days that are left.
void draw_days(const MonthPace& pace, Forecast& result) {
  constexpr std::size_t kDraws = 1000;
  if (pace.today == 0) return;
  const int today = days_since_1970(pace.today);
  Days days(pace.past, today);
  if (days.count() < kWeek) return;
  constexpr double kDayMillis = 1000.0 * kDaySeconds;
  const double left = std::max(0.0, static_cast<double>(pace.end.value - pace.now.value)) / kDayMillis;
  const double whole = std::max(0.0, std::ceil(left) - 1);
  Random random;
  std::vector<double> sums(kDraws, 0.0);
  for (double& sum : sums) {
    sum = (left - whole) * days.draw(today, random);
    for (int day = 1; day <= static_cast<int>(whole); ++day) sum += days.draw(today + day, random);
  }
  std::sort(sums.begin(), sums.end());
  // What days come to is itself known only from those that were seen: so few of each weekday vary less than all would,
  // and the mean of them is off by as much as the mean of that many days is.
  const double seen = days.effective_count();
  const double widening = std::sqrt((1 + left / seen) * seen / std::max(1.0, seen - kWeek));
  const double middle = sums[kDraws / 2];
  const auto at = [&](std::size_t hundredth) {
    return plus(pace.committed, middle + widening * (sums[kDraws / 100 * hundredth] - middle));
  };
  result.at_month_end = plus(pace.committed, middle);
  result.interval = Interval{at(10), at(90), days.count()};
}

}  // namespace

Forecast forecast(const MonthPace& pace) {
  const std::int64_t passed = std::max(kDaySeconds, (pace.now.value - pace.start.value) / 1000);
  const std::int64_t left = std::max<std::int64_t>(0, (pace.end.value - pace.now.value) / 1000);
  Forecast result;
  result.per_day = {scaled(pace.committed.value, kDaySeconds, passed)};
  result.at_month_end = plus_at_pace(pace, left, passed);
  draw_days(pace, result);
  if (pace.committed < pace.cap && result.at_month_end >= pace.cap) {
    // left * missing / more, with digits given up that the product has no room for.
    std::int64_t missing = (pace.cap - pace.committed).value;
    std::int64_t spent = (result.at_month_end - pace.committed).value;
    for (; spent >= std::int64_t{1} << 40; spent /= 2) missing /= 2;
    result.crosses_at = UnixMillis{pace.now.value + left * missing / std::max<std::int64_t>(1, spent) * 1000};
  }
  return result;
}

std::optional<Room> room_for(NanoUsd left, NanoUsd spent, std::int64_t calls, Tokens tokens) {
  if (spent.value <= 0 || calls <= 0) return std::nullopt;
  return Room{times(left, calls, spent), times(left, tokens, spent)};
}

std::optional<NanoUsd> recommended_cap(std::span<const NanoUsd> months) {
  constexpr std::int64_t kTenCents = 100'000'000;
  if (months.size() < 3 || std::any_of(months.begin(), months.end(), [](NanoUsd spent) { return spent.value <= 0; }))
    return std::nullopt;
  const std::int64_t most = std::max_element(months.begin(), months.end())->value;
  const std::int64_t wanted = scaled(most, 6, 5);
  if (wanted > kMost - kTenCents) return std::nullopt;
  return NanoUsd{(wanted + kTenCents - 1) / kTenCents * kTenCents};
}

}  // namespace rustassistant::domain
