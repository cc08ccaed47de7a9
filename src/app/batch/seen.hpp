// SPDX-License-Identifier: MIT
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "repository_reader.hpp"
#include "rustassistant/cache/seen_file.hpp"

// What changed around files since they were last looked at. Pure.
namespace rustassistant::app {

// The files at or below a path ("src/", a file, or nothing: all), sorted, each with a hash over the interfaces of the
// files that it depends on directly. What those are called plays no part, nor does what they depend on themselves.
[[nodiscard]] std::vector<cache::SeenFile> seen_now(const ReadRepository& read, const source::DependencyGraph& graph,
                                                    std::string_view below);

struct SeenChange {
  std::vector<cache::SeenFile> changed;  // to be remembered: new, or not as before
  std::vector<std::string> gone;
  // Paths of files that are as they were, and what they depend on is not.
  std::set<std::string, std::less<>> dependents;
};
// Both sorted by path.
[[nodiscard]] SeenChange compare_seen(std::span<const cache::SeenFile> before, std::span<const cache::SeenFile> now);

}  // namespace rustassistant::app
