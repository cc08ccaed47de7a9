// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "reuse_text.hpp"
#include "rustassistant/domain/file_units.hpp"

namespace rustassistant::domain {

// What became of the units of a file. The text of a unit and its place are what makes it the same.
struct UnitChanges {
  std::vector<std::optional<std::size_t>> same;  // by unit: the earlier one
  std::vector<char> is_gone;                     // by earlier unit: it changed or was removed
  NameSet touched;                               // names that mean something else than before, or nothing
  NameSet gone_names;                            // of units that changed or were removed
};

// Removes names that so many units of the file have that they tell nobody which is meant.
void drop_common_names(const FileUnits& file, NameSet& names);

[[nodiscard]] UnitChanges changes_between(const FileUnits& earlier, const FileUnits& now);

}  // namespace rustassistant::domain
