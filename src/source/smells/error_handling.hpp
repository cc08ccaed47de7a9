// SPDX-License-Identifier: MIT
#pragma once

#include "smells.hpp"

namespace rustassistant::source {

// Handlers that are empty without a word why, and results of the same effect. A comment in the handler counts as
// intent.
[[nodiscard]] std::unique_ptr<SmellFinder> missing_error_handling(const Inspection& inspection);

}  // namespace rustassistant::source
