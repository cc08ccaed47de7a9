// SPDX-License-Identifier: MIT
#include "place.hpp"

#include <chrono>
#include <utility>

#include "rustassistant/app/ca_wishes.hpp"
#include "rustassistant/config/secret_text.hpp"
#include "rustassistant/http/ca_bundle.hpp"
#include "rustassistant/http/resolver.hpp"
#include "rustassistant/sys/signals.hpp"

namespace rustassistant::app {
namespace {

Result<TeamPlace> place_at(const std::string& url, std::string_view setting, std::string team,
                           const Services& services) {
  TRY_ASSIGN(std::string expanded, config::expanded(url, setting, services.environment));
  TRY_ASSIGN(pg::Target target, target_of(expanded, setting));
  return TeamPlace{std::move(target), reach_of(services, sys::grace_time_over), std::move(team),
                   std::string(setting) + '\0' + std::move(expanded)};
}

}  // namespace

bool is_postgres_url(std::string_view url) {
  return url.starts_with("postgresql://") || url.starts_with("postgres://");
}

Result<pg::Target> target_of(const std::string& url, std::string_view setting) {
  auto target = pg::Target::parse(url);
  if (!target) return fail_while(std::string(setting), std::move(target).error());
  return *std::move(target);
}

pg::Reach reach_of(const Services& services, std::function<bool()> stop) {
  pg::Reach reach;
  reach.resolve = [stop](const std::string& name, std::chrono::milliseconds limit) {
    return http::resolve(name, limit, stop);
  };
  reach.ca_bundle = http::find_ca_bundle(ca_wishes(services.environment));
  reach.limit = std::chrono::seconds(1);
  reach.stop = std::move(stop);
  return reach;
}

Result<std::optional<TeamPlace>> team_budget_place(const config::Settings& settings, const Services& services) {
  const config::TeamBudgetSettings& budget = settings.team_budget;
  if (budget.url.empty()) return std::nullopt;
  if (budget.team.empty())
    return fail(Errc::config, "budget.team.url is set, and budget.team.team is not", "name the team");
  return place_at(budget.url, "budget.team.url", budget.team, services);
}

Result<std::optional<TeamPlace>> team_store_place(const config::Settings& settings, const Services& services) {
  const config::RemoteSettings& remote = settings.cache.remote;
  if (!is_postgres_url(remote.url)) return std::nullopt;
  return place_at(remote.url, "cache.remote.url", remote.team, services);
}

}  // namespace rustassistant::app
