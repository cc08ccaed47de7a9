// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/result.hpp"

// Child processes, started without a shell. Safe to use from several threads.
namespace rustassistant::sys {

// A variable of a child's environment: set, or removed where there is no value.
struct Variable {
  std::string name;
  std::optional<std::string> value;
};

struct RunLimits {
  std::size_t max_output = 64U << 20U;     // bytes of standard output; more is an Error
  std::chrono::milliseconds time{60'000};  // then the child is killed, and that is an Error
};

struct Ran {
  int status = 0;      // exit status; 128 + n when signal n ended it
  std::string output;  // standard output
  std::string errors;  // the first 64 KiB of standard error
};

// Runs a program without input and returns what it printed. `command[0]` is a path. The child sees this process's
// environment with `changes` applied. An Error (input) where it cannot be started, prints too much or takes too long.
[[nodiscard]] Result<Ran> run_captured(const std::vector<std::string>& command, const std::vector<Variable>& changes,
                                       const RunLimits& limits = {});

// Starts a program in a session of its own, without input or output, and leaves it to itself; `command[0]` is a path.
// An Error (input) where it cannot be started, or ends within the time with another status than 0.
[[nodiscard]] Result<void> run_apart(const std::vector<std::string>& command, std::chrono::milliseconds time);

// The absolute path of a program: the first executable regular file of that name in the absolute folders of `path` (the
// value of PATH). Empty and relative entries are passed over, so that no program of the working folder is ever run.
[[nodiscard]] std::optional<std::string> find_program(std::string_view name, std::string_view path);

}  // namespace rustassistant::sys
