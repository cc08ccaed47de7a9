// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "measure.hpp"
#include "rustassistant/domain/findings.hpp"
#include "rustassistant/domain/thresholds.hpp"

// The kinds of smells that builtin finds: one table row and one function each.
namespace rustassistant::source {

// Something above its threshold.
struct Excess {
  int value = 0;
  int threshold = 0;
  std::string description;
  domain::Location location;
};

struct SmellKind {
  domain::SmellType type;
  std::vector<Excess> (*find)(const Measures& measures, const domain::Thresholds& thresholds);
  domain::Severity severity;  // up to twice the threshold; above, high; above four times, critical
  domain::Severity worst;     // but never more than this
  int minutes;                // to mend one
  std::string_view impact;

  domain::RefactoringType refactoring;
  std::string_view title;  // what to do to, followed by names
  std::string_view advice;
  std::span<const std::string_view> steps;
  std::span<const std::string_view> benefits;
};

[[nodiscard]] std::span<const SmellKind> smell_kinds();
[[nodiscard]] domain::Severity severity_of(const SmellKind& kind, const Excess& excess);

}  // namespace rustassistant::source
