// SPDX-License-Identifier: MIT
#include "rustassistant/domain/money.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace rustassistant::domain {
namespace {

constexpr std::array<std::string_view, 3> kModes{"block", "degrade", "warn"};
constexpr std::array<std::string_view, 4> kStates{"ok", "warning", "alert", "exceeded"};

// Rounded away from zero to a multiple of `unit`.
std::int64_t rounded_away(std::int64_t value, std::int64_t unit) {
  const std::int64_t rest = value % unit;
  if (rest == 0) return value / unit;
  return value / unit + (value > 0 ? 1 : -1);
}

}  // namespace

std::string_view name_of(WhenExceeded mode) {
  return kModes.at(static_cast<std::size_t>(mode));
}
std::string_view name_of(BudgetState state) {
  return kStates.at(static_cast<std::size_t>(state));
}

std::optional<WhenExceeded> when_exceeded_named(std::string_view name) {
  const auto* const found = std::find(kModes.begin(), kModes.end(), name);
  if (found == kModes.end()) return std::nullopt;
  return static_cast<WhenExceeded>(found - kModes.begin());
}

BudgetState budget_state(const BudgetPolicy& policy, NanoUsd committed) {
  // committed / cap >= percent / 100, without losing digits or overflowing: a cap is at most 1e6 dollars, 1e15 nano.
  const auto reached = [&](int percent) { return committed.value >= policy.monthly_cap.value / 100 * percent; };
  if (committed >= policy.monthly_cap) return BudgetState::exceeded;
  if (reached(policy.alert_percent)) return BudgetState::alert;
  return reached(policy.warn_percent) ? BudgetState::warning : BudgetState::ok;
}

std::string format_usd(NanoUsd amount) {
  constexpr std::int64_t kDollar = 1'000'000'000;
  const bool large = amount.value >= kDollar || amount.value <= -kDollar || amount.value == 0;
  const std::int64_t units = rounded_away(amount.value, large ? kDollar / 100 : kDollar / 10'000);
  const std::int64_t per_dollar = large ? 100 : 10'000;
  const std::int64_t magnitude = units < 0 ? -units : units;
  char text[40];
  std::snprintf(text, sizeof text, large ? "%s$%lld.%02lld" : "%s$%lld.%04lld", units < 0 ? "-" : "",
                static_cast<long long>(magnitude / per_dollar), static_cast<long long>(magnitude % per_dollar));
  return text;
}

}  // namespace rustassistant::domain
