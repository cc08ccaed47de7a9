// SPDX-License-Identifier: MIT
#pragma once

#include "smells.hpp"

namespace rustassistant::source {

// A copy counts from here on, if it also has kMinCopiedLines.
inline constexpr int kMinCopiedTokens = 100;
inline constexpr int kMinCopiedLines = 10;

// Parts of functions that stand in the file twice, names and literals apart: runs of equal kinds of tokens, at least
// three quarters of which have equal text, too. Tables of literals, tests and parts that repeat themselves do not
// count. One finding for each original, named after the item of its last copy.
[[nodiscard]] std::unique_ptr<SmellFinder> duplicated_code(const Inspection& inspection);

}  // namespace rustassistant::source
