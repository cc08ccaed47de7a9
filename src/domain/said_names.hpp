// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rustassistant/domain/findings.hpp"

// Names in answers of models that no schema holds to ours: what they are called here, or what is meant by others that
// are common (major, long_method). Nothing where nobody can tell.
namespace rustassistant::domain {

// The letters alone, in lower case: how names are compared that differ in case or in signs.
[[nodiscard]] std::string letters_of(std::string_view text);

[[nodiscard]] std::optional<Severity> severity_meant(std::string_view said);
[[nodiscard]] std::optional<Effort> effort_meant(std::string_view said);
[[nodiscard]] std::optional<SmellType> smell_type_meant(std::string_view said);
[[nodiscard]] std::optional<RefactoringType> refactoring_type_meant(std::string_view said);

}  // namespace rustassistant::domain
