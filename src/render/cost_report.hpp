// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rustassistant/app/cost_report.hpp"
#include "rustassistant/render/view.hpp"

namespace rustassistant::render {

[[nodiscard]] std::string cost_report_json(const app::CostReport& report);
// A row for each day, and for each group of every grouping.
[[nodiscard]] std::string cost_report_csv(const app::CostReport& report, const View& view);

}  // namespace rustassistant::render
