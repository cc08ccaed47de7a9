// SPDX-License-Identifier: MIT
#pragma once

#include "command.hpp"

namespace rustassistant::cli {

[[nodiscard]] Result<int> run_mcp(const Context& context);

}  // namespace rustassistant::cli
