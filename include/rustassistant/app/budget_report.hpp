// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "rustassistant/app/services.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/cache/statistics.hpp"
#include "rustassistant/config/settings.hpp"
#include "rustassistant/domain/budget.hpp"
#include "rustassistant/domain/forecast.hpp"
#include "rustassistant/ledger/batch.hpp"
#include "rustassistant/ledger/ledger.hpp"
#include "rustassistant/ledger/standing.hpp"
#include "rustassistant/tier/team_budget.hpp"

namespace rustassistant::app {

// The budget as every command shows it.
struct BudgetPicture {
  domain::BudgetPolicy policy;
  ledger::Standing standing;

  // The more severe of the month's and the day's.
  [[nodiscard]] domain::BudgetState state() const;
};

// Reads it from the user's ledger; one that does not exist is empty and is not created.
[[nodiscard]] Result<BudgetPicture> budget_picture(const config::Settings& settings, const Services& services);

// What is left of a cap.
[[nodiscard]] NanoUsd remaining(NanoUsd cap, const ledger::Charged& charged);

// A team's budget as its server tells it.
struct TeamReport {
  std::string database;  // without user and password
  std::string team;
  tier::TeamStanding standing;
  std::int64_t owed =
      0;  // calls of this machine that the server has not heard of yet; more than a hundred are a hundred
};

// Where the budget stands and where it is going.
struct BudgetReport {
  BudgetPicture picture;
  domain::Forecast forecast;
  std::optional<domain::Room> room;  // nothing: no call had a cost yet
  std::optional<NanoUsd> recommended_cap;
  std::optional<NanoUsd> saved;         // by the cache in this month; nothing: the cache cannot be read
  ledger::BatchHolding batched;         // a part of what is reserved
  std::optional<TeamReport> team = {};  // where it was asked for
};
[[nodiscard]] Result<BudgetReport> budget_report(const config::Settings& settings, const Services& services);
// The same of a ledger that is open, without what the cache saved.
[[nodiscard]] Result<BudgetReport> budget_report(ledger::Ledger& ledger, const config::Settings& settings);

// What the team's server says; it is told first what it is owed. Error (config): no team's budget is configured.
[[nodiscard]] Result<TeamReport> team_report(const config::Settings& settings, const Services& services);

// What hits saved in the month (UTC) of an instant.
[[nodiscard]] NanoUsd saved_in_month(const cache::Statistics& statistics, UnixMillis instant);

}  // namespace rustassistant::app
