// SPDX-License-Identifier: MIT
#pragma once

#include "html.hpp"
#include "rustassistant/app/cost_report.hpp"

namespace rustassistant::render {

// What was spent up to each day of the month, and between which amounts it will end. Empty where the days of the report
// are not those of the budget: they are of one repository.
[[nodiscard]] Html month_chart(const app::CostReport& report);

}  // namespace rustassistant::render
