// SPDX-License-Identifier: MIT
#include "rustassistant/domain/forecast.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

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

// left * count / cost, divided first where the product would not fit.
std::int64_t times(NanoUsd left, std::int64_t count, NanoUsd cost) {
  if (count == 0) return 0;
  if (left.value <= kMost / count) return left.value * count / cost.value;
  return left.value / std::max<std::int64_t>(1, cost.value / count);
}

}  // namespace

Forecast forecast(const MonthPace& pace) {
  const std::int64_t passed = std::max(kDaySeconds, (pace.now.value - pace.start.value) / 1000);
  const std::int64_t left = std::max<std::int64_t>(0, (pace.end.value - pace.now.value) / 1000);
  const std::int64_t more = scaled(pace.committed.value, left, passed);
  Forecast result;
  result.per_day = {scaled(pace.committed.value, kDaySeconds, passed)};
  result.at_month_end = {more > kMost - pace.committed.value ? kMost : pace.committed.value + more};
  if (pace.committed < pace.cap && result.at_month_end >= pace.cap) {
    // left * missing / more, with digits given up that the product has no room for.
    std::int64_t missing = (pace.cap - pace.committed).value;
    std::int64_t spent = more;
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
