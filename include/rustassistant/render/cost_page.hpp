// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rustassistant/app/cost_report.hpp"

namespace rustassistant::render {

// `report` as one HTML document that needs nothing else: it loads nothing (Content-Security-Policy), its few lines of
// script only order tables, and it is at most 400 kB however much there is to tell: of rows and texts that are too many
// or too long it says so. Texts from outside are neutralised and escaped. Pure.
[[nodiscard]] std::string cost_page(const app::CostReport& report);

}  // namespace rustassistant::render
