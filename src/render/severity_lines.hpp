// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "rustassistant/domain/finding.hpp"
#include "rustassistant/render/document.hpp"

// How many findings of each severity there are, the worst first.
namespace rustassistant::render {

// Of all severities.
[[nodiscard]] std::int64_t count_of(const domain::SeverityCounts& counts);
// "12 critical, 320 high": of those that there are.
[[nodiscard]] std::string severities_text(const domain::SeverityCounts& counts);
// A member for each.
[[nodiscard]] Json severities_json(const domain::SeverityCounts& counts);

}  // namespace rustassistant::render
