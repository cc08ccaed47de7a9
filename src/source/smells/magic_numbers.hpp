// SPDX-License-Identifier: MIT
#pragma once

#include "smells.hpp"

namespace rustassistant::source {

// Numbers without a name in comparisons, arithmetic, returns and calls; not -1, 0, 1 and 2, nor 10 and 100 as factors,
// nor what a constant, a literal or an upper-case name holds. A function is told of with three different ones, or with
// one that the file has three times and that is no digit. Nothing unless it is asked for.
[[nodiscard]] std::unique_ptr<SmellFinder> magic_numbers(const Inspection& inspection);

}  // namespace rustassistant::source
