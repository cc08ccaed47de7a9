// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rustassistant/base/units.hpp"

namespace rustassistant::domain {

// What happens to a call that would exceed a cap.
enum class WhenExceeded : std::uint8_t { block, degrade, warn };
[[nodiscard]] std::string_view name_of(WhenExceeded mode);
[[nodiscard]] std::optional<WhenExceeded> when_exceeded_named(std::string_view name);

// In rising order.
enum class BudgetState : std::uint8_t { ok, warning, alert, exceeded };
[[nodiscard]] std::string_view name_of(BudgetState state);

struct BudgetPolicy {
  NanoUsd monthly_cap{3'000'000'000};
  int warn_percent = 75;   // of the cap
  int alert_percent = 90;  // not below warn_percent
  WhenExceeded when_exceeded = WhenExceeded::degrade;
};

// `committed` is settled plus reserved. A cap of 0 is exceeded from the start.
[[nodiscard]] BudgetState budget_state(const BudgetPolicy& policy, NanoUsd committed);

// "$1.23" from a dollar on, else "$0.0042" (four decimals, rounded up so that a cost never reads as nothing).
[[nodiscard]] std::string format_usd(NanoUsd amount);

}  // namespace rustassistant::domain
