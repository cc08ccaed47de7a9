// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <variant>

#include "rustassistant/domain/findings.hpp"

namespace rustassistant::domain {

// What an analysis yields: one alternative for each analysis type.
using Document = std::variant<Analysis>;

// How many findings there are of each severity, by its number.
using SeverityCounts = std::array<std::int64_t, 4>;
[[nodiscard]] SeverityCounts severities_of(const Document& document);
// The same without the kinds that the built-in analyzer finds by their form, whose judgement is too young to fail a
// build (docs/measures.md): duplicated_code, dead_code, missing_error_handling and tight_coupling.
[[nodiscard]] SeverityCounts settled_severities_of(const Document& document);

// False where nobody could judge the file: no model, and no grammar for its language.
[[nodiscard]] bool is_judged(const Document& document);

}  // namespace rustassistant::domain
