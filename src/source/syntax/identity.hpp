// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "parsed.hpp"
#include "rustassistant/domain/findings.hpp"
#include "rustassistant/source/items.hpp"

namespace rustassistant::source {

// As items_of(); nothing where the text could not be parsed.
[[nodiscard]] std::vector<Item> items_in(const ParsedText& parsed);

// What a finding is identified by: the verified item with what is around it, else the innermost function around its
// lines, else nothing, which is the file.
[[nodiscard]] std::string identity_of(const std::vector<Item>& items, const domain::Location& location);

}  // namespace rustassistant::source
