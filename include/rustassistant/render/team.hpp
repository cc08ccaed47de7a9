// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rustassistant/app/team.hpp"
#include "rustassistant/render/document.hpp"
#include "rustassistant/render/view.hpp"

// A team's store. Pure.
namespace rustassistant::render {

// "team cache: 12 hits, 3 misses, 2 stored; off until 10:42 UTC: no answer in time"; empty where there is nothing to
// say.
[[nodiscard]] std::string team_line(const app::TeamSummary& summary);
[[nodiscard]] Json team_json(const app::TeamSummary& summary);

[[nodiscard]] std::string team_status(const app::TeamStatus& status, const View& view);
[[nodiscard]] std::string team_push(const app::TeamPush& push, const View& view);

}  // namespace rustassistant::render
