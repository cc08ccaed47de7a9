// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "found_items.hpp"

namespace rustassistant::source {

// For each item, in their order, whether others may use it; source/documentation.hpp has the rules.
[[nodiscard]] std::vector<bool> public_items(const ParsedText& parsed, const std::vector<FoundItem>& items);

}  // namespace rustassistant::source
