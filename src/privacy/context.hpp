// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "names.hpp"

namespace rustassistant::privacy {

// What the code before a literal, in the same line, says that the literal is. `before` ends where its quote begins.
[[nodiscard]] NameKind kind_before_literal(std::string_view before);

}  // namespace rustassistant::privacy
