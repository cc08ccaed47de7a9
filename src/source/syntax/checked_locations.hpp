// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "parsed.hpp"
#include "rustassistant/domain/findings.hpp"

namespace rustassistant::source {

// Sets `verified` and `qualified_name` of locations that an answer from outside names; source/locations.hpp has the
// rules.
void check_locations(std::span<domain::Location* const> locations, const ParsedText& parsed);

}  // namespace rustassistant::source
