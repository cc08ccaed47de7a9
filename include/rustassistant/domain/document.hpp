// SPDX-License-Identifier: MIT
#pragma once

#include <variant>

#include "rustassistant/domain/documentation.hpp"
#include "rustassistant/domain/findings.hpp"
#include "rustassistant/domain/quality.hpp"
#include "rustassistant/domain/todos.hpp"

namespace rustassistant::domain {

// What an analysis yields: one alternative for each analysis type.
using Document = std::variant<Analysis, Documentation, QualityReview, Todos>;

// False where nobody could judge the file: no model, and no grammar for its language.
[[nodiscard]] bool is_judged(const Document& document);

// The lines that could not be parsed; null where that is not known.
[[nodiscard]] const Unparsed* unparsed_in(const Document& document);

}  // namespace rustassistant::domain
