// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rustassistant/app/cost_report.hpp"
#include "rustassistant/render/view.hpp"

// What `report` shows, as text, JSON or CSV. Pure.
namespace rustassistant::render {

[[nodiscard]] std::string cost_report(const app::CostReport& report, const View& view);

// One plain sentence for people. Names in it come from outside and are not escaped.
[[nodiscard]] std::string advice_text(const domain::Advice& advice);

}  // namespace rustassistant::render
