// SPDX-License-Identifier: MIT
#pragma once

#include <variant>

#include "rustassistant/domain/findings.hpp"

namespace rustassistant::domain {

// What an analysis yields: one alternative for each analysis type.
using Document = std::variant<Analysis>;

// False where nobody could judge the file: no model, and no grammar for its language.
[[nodiscard]] bool is_judged(const Document& document);

}  // namespace rustassistant::domain
