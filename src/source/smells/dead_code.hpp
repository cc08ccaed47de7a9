// SPDX-License-Identifier: MIT
#pragma once

#include "smells.hpp"

namespace rustassistant::source {

// Statements behind a return, throw, break, continue and the like in the same block. Labels, cases and hoisted
// functions may be reached all the same.
[[nodiscard]] std::unique_ptr<SmellFinder> unreachable_code(const Inspection& inspection);

}  // namespace rustassistant::source
