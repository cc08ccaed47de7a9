// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "rustassistant/domain/findings.hpp"

namespace rustassistant::domain {

// What the built-in analyzer reports only where a setting asks for it, as too many readers would not agree with a
// finding: docs/measures.md has the tallies. They change its answers, so they are part of their keys.
struct OptionalKinds {
  bool duplicated_code = false;
  bool magic_numbers = false;
  bool god_object = false;
  bool tight_coupling = false;
};

struct OptionalKind {
  SmellType type;
  bool OptionalKinds::* value;
  std::string_view setting;
  std::string_view help;
};

// In hashing order. Keys, settings and the check of a repository's own settings all read this table.
inline constexpr std::array<OptionalKind, 4> kOptionalKinds{{
    {SmellType::duplicated_code, &OptionalKinds::duplicated_code, "analysis.duplicated_code",
     "the built-in analyzer reports code that a file contains more than once"},
    {SmellType::magic_numbers, &OptionalKinds::magic_numbers, "analysis.magic_numbers",
     "the built-in analyzer reports numbers without a name"},
    {SmellType::god_object, &OptionalKinds::god_object, "analysis.god_object",
     "the built-in analyzer reports types that do too much"},
    {SmellType::tight_coupling, &OptionalKinds::tight_coupling, "analysis.tight_coupling",
     "the built-in analyzer reports files with more than 30 imports"},
}};
static_assert(sizeof(OptionalKinds) == kOptionalKinds.size() * sizeof(bool), "a kind is missing in the table");

[[nodiscard]] constexpr bool is_on(const OptionalKinds& kinds, SmellType type) {
  return std::all_of(kOptionalKinds.begin(), kOptionalKinds.end(),
                     [&](const OptionalKind& kind) { return kind.type != type || kinds.*kind.value; });
}

}  // namespace rustassistant::domain
