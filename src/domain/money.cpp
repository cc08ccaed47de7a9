// SPDX-License-Identifier: MIT
#include "rustassistant/domain/money.hpp"

#include <cstdio>
#include <cstdlib>

namespace rustassistant::domain {
namespace {

// Rounded away from zero to a multiple of `unit`.
std::int64_t rounded_away(std::int64_t value, std::int64_t unit) {
  const std::int64_t rest = value % unit;
  if (rest == 0) return value / unit;
  return value / unit + (value > 0 ? 1 : -1);
}

}  // namespace

std::string format_usd(NanoUsd amount) {
  constexpr std::int64_t kDollar = 1'000'000'000;
  const bool large = amount.value >= kDollar || amount.value <= -kDollar || amount.value == 0;
  const std::int64_t units = rounded_away(amount.value, large ? kDollar / 100 : kDollar / 10'000);
  const std::int64_t per_dollar = large ? 100 : 10'000;
  const std::int64_t magnitude = std::abs(units);
  char text[40];
  std::snprintf(text, sizeof text, large ? "%s$%lld.%02lld" : "%s$%lld.%04lld", units < 0 ? "-" : "",
                static_cast<long long>(magnitude / per_dollar), static_cast<long long>(magnitude % per_dollar));
  return text;
}

std::string exact_usd(NanoUsd amount) {
  constexpr std::int64_t kDollar = 1'000'000'000;
  char text[40];
  std::snprintf(text, sizeof text, "%s%lld.%09lld", amount.value < 0 ? "-" : "",
                static_cast<long long>(std::abs(amount.value / kDollar)),
                static_cast<long long>(std::abs(amount.value % kDollar)));
  return text;
}

std::string format_cap(NanoUsd amount) {
  const bool large = amount.value >= 1'000'000'000 || amount.value <= -1'000'000'000 || amount.value == 0;
  std::string text = exact_usd(amount);
  const std::size_t fewest = text.find('.') + 1 + (large ? 2 : 4);
  while (text.size() > fewest && text.back() == '0') text.pop_back();
  return text.insert(text.front() == '-' ? 1 : 0, "$");
}

}  // namespace rustassistant::domain
