// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

#include "rustassistant/base/units.hpp"

namespace rustassistant::llm {

// A JSON number ("0.00042", "4.2e-4", "37756000") of units of 10^-decimals dollars, in nano-dollars, rounded up; no
// floating point. Nothing for anything else, a negative amount, or more than a million dollars.
[[nodiscard]] std::optional<NanoUsd> parse_usd(std::string_view number, int decimals);

}  // namespace rustassistant::llm
