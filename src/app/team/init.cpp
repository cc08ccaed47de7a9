// SPDX-License-Identifier: MIT
#include "rustassistant/app/team_setup.hpp"

#include <utility>

#include "place.hpp"

namespace rustassistant::app {
namespace {

Result<TeamSetupReport> set_up(TeamPlace place, const TeamSetupRequest& request) {
  constexpr std::chrono::seconds kLongestConnecting{10};
  place.reach.limit = kLongestConnecting;
  const tier::TeamSetup setup{place.team, request.monthly_cap, request.daily_cap, request.timezone};
  TRY_ASSIGN(const tier::TeamDatabase done, tier::set_up_team_database(place.target, place.reach, setup));
  const bool sets_terms = request.monthly_cap || request.daily_cap || request.timezone;
  return TeamSetupReport{place.target.shown(), place.team, done, sets_terms};
}

}  // namespace

Result<std::vector<TeamSetupReport>> set_up_team(const TeamSetupRequest& request, const config::Settings& settings,
                                                 const Services& services) {
  TRY_ASSIGN(std::optional<TeamPlace> budget, team_budget_place(settings, services));
  TRY_ASSIGN(std::optional<TeamPlace> store, team_store_place(settings, services));
  if (!budget && !store)
    return fail(Errc::config, "no team's database is configured",
                "set budget.team.url and budget.team.team, or cache.remote.url, to a postgresql:// URL");
  if (!budget && (request.monthly_cap || request.daily_cap || request.timezone))
    return fail(Errc::usage, "caps and a time zone are of a team's budget, and none is configured",
                "set budget.team.url and budget.team.team, or leave them out");
  std::vector<TeamSetupReport> reports;
  if (budget) {
    TRY_ASSIGN(reports.emplace_back(), set_up(*std::move(budget), request));
  }
  const bool is_same = store && !reports.empty() && store->target.shown() == reports.front().database &&
                       store->team == reports.front().team;
  if (store && !is_same) {
    TRY_ASSIGN(reports.emplace_back(), set_up(*std::move(store), {}));
  }
  return reports;
}

}  // namespace rustassistant::app
