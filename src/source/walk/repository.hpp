// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "rustassistant/base/result.hpp"

// Where git keeps the ignore rules of a working tree.
namespace rustassistant::source {

// A larger ignore file is an Error, and its rules do not apply.
inline constexpr std::int64_t kMaxIgnoreFile = 1'000'000;  // bytes

// The content of an ignore file; empty where there is none. A symbolic link is none, as for git.
[[nodiscard]] Result<std::string> read_ignore_file(const std::string& path);

// The path of git's index, which may not exist; also where .git is a file.
[[nodiscard]] std::string index_file(const std::string& top);

// The path of info/exclude for the repository at `top`, also where .git is a file that names the folder (worktrees,
// submodules).
[[nodiscard]] std::string exclude_file(const std::string& top);

}  // namespace rustassistant::source
