// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/units.hpp"
#include "rustassistant/queue/job.hpp"
#include "rustassistant/sys/environment.hpp"

// Which files of a repository are asked about first.
namespace rustassistant::app {

// How a file has changed in the last 180 days.
struct PastChanges {
  double score = 0;  // each change counts 1, and half as much every 30 days after it
  UnixMillis last;
};
using ChangeHistory = std::map<std::string, PastChanges, std::less<>>;  // by path below the repository

// What a change counts now.
[[nodiscard]] double decayed(UnixMillis change, UnixMillis now);

// Reads `git log --name-only` whose commits begin with a line of "@" and their time in seconds. Pure.
[[nodiscard]] ChangeHistory history_in(std::string_view log, UnixMillis now);

// The history of a repository (its canonical path); empty where there is none.
[[nodiscard]] ChangeHistory history_of(const std::string& repository, const sys::Environment& environment,
                                       UnixMillis now);

// The priority of each path: tests are low; entry points (main, lib, index, __init__, files in cmd/) and what most
// others import are critical; what changed within a week, or is in the tenth with the highest scores, is high. Pure.
[[nodiscard]] std::vector<queue::Priority> priorities_of(std::span<const std::string> paths,
                                                         const ChangeHistory& history,
                                                         std::span<const std::string> most_imported, UnixMillis now);

}  // namespace rustassistant::app
