// SPDX-License-Identifier: MIT
#pragma once

#include "measure.hpp"

// The two scores; source/analyzer.hpp says what they are and where the formulas come from.
namespace rustassistant::source {

// In tenths, 0 to 1000.
[[nodiscard]] int complexity_tenths(const Measures& measures);
[[nodiscard]] int maintainability_tenths(const Measures& measures);

}  // namespace rustassistant::source
