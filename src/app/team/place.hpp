// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "rustassistant/app/services.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/config/settings.hpp"
#include "rustassistant/pg/connection.hpp"

namespace rustassistant::app {

[[nodiscard]] bool is_postgres_url(std::string_view url);

// How a team's PostgreSQL is reached: names by the program's own resolver, the machine's CA certificates, a second to
// connect. `stop` may be empty.
[[nodiscard]] pg::Reach reach_of(const Services& services, std::function<bool()> stop);

// What a URL of that setting names. Error (config), which names the setting.
[[nodiscard]] Result<pg::Target> target_of(const std::string& url, std::string_view setting);

// The database of a team, as the settings name it.
struct TeamPlace {
  pg::Target target;
  pg::Reach reach;
  std::string team;
  std::string identity;  // of the server and the credentials; a secret
};
// That of [budget.team], and that of [cache.remote]. Nothing where none is configured, and for answers on a web server.
// Error (config): it is not usable.
[[nodiscard]] Result<std::optional<TeamPlace>> team_budget_place(const config::Settings& settings,
                                                                 const Services& services);
[[nodiscard]] Result<std::optional<TeamPlace>> team_store_place(const config::Settings& settings,
                                                                const Services& services);

}  // namespace rustassistant::app
