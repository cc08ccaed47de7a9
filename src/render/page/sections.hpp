// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "html.hpp"
#include "rustassistant/app/cost_report.hpp"

// The parts of a page, each with its heading. Pure.
namespace rustassistant::render {

// How much was spent, of what, where it ends, what was saved.
[[nodiscard]] Html summary_section(const app::CostReport& report);
// What to change.
[[nodiscard]] Html advice_section(const app::CostReport& report);
// By day, model, repository, type and extension.
[[nodiscard]] Html spending_section(const app::CostReport& report);
// What the cache bought.
[[nodiscard]] Html effect_section(const app::CostReport& report);
// What was found where.
[[nodiscard]] Html findings_section(const app::CostReport& report);

// A heading that can be linked to, a sentence about it, and what stands below.
[[nodiscard]] Html section_of(std::string_view id, std::string_view title, std::string_view sentence,
                              const Html& content);
// Cards side by side where there is room.
[[nodiscard]] Html side_by_side(const Html& cards);

}  // namespace rustassistant::render
