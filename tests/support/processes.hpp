// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <functional>
#include <vector>

namespace rustassistant::test {

// Runs `work` in child processes of their own, one for each number from 0 to count - 1; its result becomes the exit
// status. Children must not use Catch: what they find out they tell by their status.
[[nodiscard]] std::vector<pid_t> start_processes(int count, const std::function<int(int)>& work);

// Waits for a child. Its exit status, or minus the signal that ended it.
[[nodiscard]] int wait_for(pid_t child);
[[nodiscard]] std::vector<int> wait_for(const std::vector<pid_t>& children);

}  // namespace rustassistant::test
