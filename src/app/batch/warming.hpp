// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "priorities.hpp"

// What is asked for before anybody wants to know.
namespace rustassistant::app {

// The indexes of the paths that changed and were then left alone for a day, those with the highest scores first: the
// content is part of every key, so what will change again is not worth an answer. Pure.
[[nodiscard]] std::vector<std::size_t> quiet_changes(std::span<const std::string> paths, const ChangeHistory& history,
                                                     UnixMillis now);

// The history of files of a repository (its canonical path): that of git, in which a file that was edited since its
// last commit has changed now; without git the times at which files were written, where those are in the last 180 days.
[[nodiscard]] ChangeHistory warming_history(const std::string& repository, std::span<const std::string> paths,
                                            const sys::Environment& environment, UnixMillis now);

}  // namespace rustassistant::app
