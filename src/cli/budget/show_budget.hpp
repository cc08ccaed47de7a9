// SPDX-License-Identifier: MIT
#pragma once

#include "command.hpp"

namespace rustassistant::cli {

// Shows where the budget stands and where it is going; the result of every command that looks at it or changes it.
[[nodiscard]] Result<void> show_budget(const config::Loaded& loaded, const Context& context);

}  // namespace rustassistant::cli
