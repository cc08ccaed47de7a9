// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "found_items.hpp"

namespace rustassistant::source {

// What readers call an item: "function", "method", "struct", "macro"; what the grammar calls it where there is no
// better word.
[[nodiscard]] std::string kind_word(const std::vector<FoundItem>& items, std::size_t index);

}  // namespace rustassistant::source
