// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

#include "rustassistant/domain/findings.hpp"

// Names in answers of models that no schema holds to ours: what they are called here, or what is meant by others that
// are common (major, long_method). Nothing where nobody can tell.
namespace rustassistant::domain {

[[nodiscard]] std::optional<Severity> severity_meant(std::string_view said);
[[nodiscard]] std::optional<Effort> effort_meant(std::string_view said);
[[nodiscard]] std::optional<SmellType> smell_type_meant(std::string_view said);
[[nodiscard]] std::optional<RefactoringType> refactoring_type_meant(std::string_view said);

}  // namespace rustassistant::domain
