// SPDX-License-Identifier: MIT
#pragma once

#include "command.hpp"

// What the commands do that work with the queue.
namespace rustassistant::cli {

[[nodiscard]] Result<int> run_cache_build(const Context& context);
[[nodiscard]] Result<int> run_cache_sync(const Context& context);
[[nodiscard]] Result<int> run_queue_status(const Context& context);
[[nodiscard]] Result<int> run_queue_collect(const Context& context);
[[nodiscard]] Result<int> run_queue_list(const Context& context);
[[nodiscard]] Result<int> run_queue_retry(const Context& context);
[[nodiscard]] Result<int> run_queue_cancel(const Context& context);

}  // namespace rustassistant::cli
