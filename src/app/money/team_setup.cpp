// SPDX-License-Identifier: MIT
#include "rustassistant/app/team_setup.hpp"

#include <utility>

#include "team_account.hpp"

namespace rustassistant::app {

Result<TeamSetupReport> set_up_team(const TeamSetupRequest& request, const config::Settings& settings,
                                    const Services& services) {
  constexpr std::chrono::seconds kLongestConnecting{10};
  TRY_ASSIGN(std::optional<TeamPlace> place, team_budget_place(settings, services));
  if (!place) return fail(Errc::config, "no team's database is configured", "set budget.team.url and budget.team.team");
  place->reach.limit = kLongestConnecting;
  const tier::TeamSetup setup{place->team, request.monthly_cap, request.daily_cap, request.timezone};
  TRY_ASSIGN(const tier::TeamDatabase done, tier::set_up_team_database(place->target, place->reach, setup));
  return TeamSetupReport{place->target.shown(), place->team, done};
}

}  // namespace rustassistant::app
