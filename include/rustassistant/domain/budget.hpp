// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/units.hpp"

// What may be spent, and the state of it. Pure.
namespace rustassistant::domain {

// What happens to a call that would exceed a cap.
enum class WhenExceeded : std::uint8_t { block, degrade, warn };
[[nodiscard]] std::string_view name_of(WhenExceeded mode);
[[nodiscard]] std::optional<WhenExceeded> when_exceeded_named(std::string_view name);

// In rising order.
enum class BudgetState : std::uint8_t { ok, warning, alert, exceeded };
[[nodiscard]] std::string_view name_of(BudgetState state);

// What one repository may spend in a month.
struct RepoCap {
  std::string repo_id;  // 8 hex digits
  std::string path;
  NanoUsd monthly_cap;
  std::string root_commit = {};  // the id of its first commit, by which it is known after a move; may be empty
};

struct BudgetPolicy {
  NanoUsd monthly_cap{3'000'000'000};
  std::optional<NanoUsd> daily_cap;
  std::vector<RepoCap> repo_caps;
  int warn_percent = 75;   // of the cap
  int alert_percent = 90;  // not below warn_percent
  WhenExceeded when_exceeded = WhenExceeded::degrade;
};

// What was said about the budget in one place; nothing where that place is silent.
struct BudgetSettings {
  std::optional<NanoUsd> monthly_cap;
  std::optional<NanoUsd> daily_cap;
  std::vector<RepoCap> repo_caps;
  std::optional<int> warn_percent;
  std::optional<int> alert_percent;
  std::optional<WhenExceeded> when_exceeded;
};

// `policy` with everything replaced that `settings` speaks of.
[[nodiscard]] BudgetPolicy overlaid(BudgetPolicy policy, const BudgetSettings& settings);

// How the policy of a run is made up: what the ledger keeps (`budget set`) takes precedence over files and defaults,
// and below flags and variables.
struct BudgetRules {
  BudgetPolicy base;
  BudgetSettings overrides;
  std::optional<NanoUsd> run_cap;  // holds in every mode, because whoever gives it means this very run
  bool allow_unpriced = false;     // calls whose price is unknown are made, and their cost stays unknown

  [[nodiscard]] BudgetPolicy policy(const BudgetSettings& stored) const {
    return overlaid(overlaid(base, stored), overrides);
  }
};

// How `committed`, which is settled plus reserved, compares with a cap. A cap of 0 is exceeded from the start.
[[nodiscard]] BudgetState budget_state(const BudgetPolicy& policy, NanoUsd cap, NanoUsd committed);

// Of the cap, in tenths of a percent; 1000 for a cap of 0.
[[nodiscard]] std::int64_t used_permille(NanoUsd cap, NanoUsd committed);

}  // namespace rustassistant::domain
