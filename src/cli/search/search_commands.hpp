// SPDX-License-Identifier: MIT
#pragma once

#include "command.hpp"

// What the commands do that find source.
namespace rustassistant::cli {

[[nodiscard]] Result<int> run_search(const Context& context);
[[nodiscard]] Result<int> run_index_status(const Context& context);
[[nodiscard]] Result<int> run_index_build(const Context& context);
[[nodiscard]] Result<int> run_index_clear(const Context& context);

}  // namespace rustassistant::cli
