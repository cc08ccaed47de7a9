// SPDX-License-Identifier: MIT
#include "rustassistant/domain/budget.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace rustassistant::domain {
namespace {

constexpr std::array<std::string_view, 3> kModes{"block", "degrade", "warn"};
constexpr std::array<std::string_view, 4> kStates{"ok", "warning", "alert", "exceeded"};

template <typename T>
void replace(T& target, const std::optional<T>& value) {
  if (value) target = *value;
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

BudgetPolicy overlaid(BudgetPolicy policy, const BudgetSettings& settings) {
  replace(policy.monthly_cap, settings.monthly_cap);
  if (settings.daily_cap) policy.daily_cap = settings.daily_cap;
  if (!settings.repo_caps.empty()) policy.repo_caps = settings.repo_caps;
  replace(policy.warn_percent, settings.warn_percent);
  replace(policy.alert_percent, settings.alert_percent);
  policy.alert_percent = std::max(policy.alert_percent, policy.warn_percent);
  replace(policy.when_exceeded, settings.when_exceeded);
  return policy;
}

BudgetState budget_state(const BudgetPolicy& policy, NanoUsd cap, NanoUsd committed) {
  // committed / cap >= percent / 100, without losing digits or overflowing: a cap is at most 1e6 dollars, 1e15 nano.
  const auto reached = [&](int percent) { return committed.value >= cap.value / 100 * percent; };
  if (committed >= cap) return BudgetState::exceeded;
  if (reached(policy.alert_percent)) return BudgetState::alert;
  return reached(policy.warn_percent) ? BudgetState::warning : BudgetState::ok;
}

std::int64_t used_permille(NanoUsd cap, NanoUsd committed) {
  if (cap.value == 0) return 1000;
  // Divided before multiplied where the product would not fit.
  if (committed.value < std::numeric_limits<std::int64_t>::max() / 1000) return committed.value * 1000 / cap.value;
  return committed.value / cap.value * 1000;
}

}  // namespace rustassistant::domain
