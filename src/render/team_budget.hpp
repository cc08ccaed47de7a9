// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rustassistant/app/budget_report.hpp"
#include "rustassistant/render/document.hpp"
#include "rustassistant/render/view.hpp"

namespace rustassistant::render {

// A team's budget as a part of what `budget status` shows.
[[nodiscard]] std::string team_text(const app::TeamReport& report, const View& view);
[[nodiscard]] Json team_json(const app::TeamReport& report);

}  // namespace rustassistant::render
