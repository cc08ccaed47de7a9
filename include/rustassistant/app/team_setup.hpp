// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rustassistant/app/services.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/base/units.hpp"
#include "rustassistant/config/settings.hpp"
#include "rustassistant/tier/team_database.hpp"

namespace rustassistant::app {

// What the owner of a team's database wants; what is not named stays as it is.
struct TeamSetupRequest {
  std::optional<NanoUsd> monthly_cap;
  std::optional<NanoUsd> daily_cap;
  std::optional<std::string> timezone;
};
struct TeamSetupReport {
  std::string database;  // without user and password
  std::string team;
  tier::TeamDatabase done;
  bool sets_terms = false;  // a cap or the time zone was given
};

// Sets up the databases that the settings name for a budget and for answers: mostly one and the same. The caps and the
// time zone are of a budget. Errors: config (none is named), usage (the time zone, or one without a budget), storage.
[[nodiscard]] Result<std::vector<TeamSetupReport>> set_up_team(const TeamSetupRequest& request,
                                                               const config::Settings& settings,
                                                               const Services& services);

}  // namespace rustassistant::app
