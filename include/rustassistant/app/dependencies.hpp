// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "rustassistant/app/services.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/config/load.hpp"
#include "rustassistant/source/dependencies.hpp"

// Which files of a repository depend on which others.
namespace rustassistant::app {

struct DependencyReport {
  std::string top;                       // of the repository, canonical; the named folder where there is none
  std::string path;                      // what was asked for, from the top; empty: all of it
  bool is_folder = false;                // `path` is a folder
  bool dependents = false;               // edges lead to what was asked for, not away from it
  std::vector<std::string> files;        // of the repository, from the top, sorted
  std::int64_t edges_in_repository = 0;  // whatever was asked for
  std::vector<source::Dependency> edges;
  std::vector<source::UnresolvedImport> unresolved;  // of the files that were asked for
  std::vector<std::vector<std::size_t>> cycles;      // that hold one of them; files by index
};

enum class Direction : bool { dependencies, dependents };

struct DependencyRequest {
  std::string path;
  Direction direction = Direction::dependencies;
  bool use_cache = true;  // what was read of a content is kept in the cache, and taken from there
};

// Reads the source files of the repository around the path that a review would find, and resolves their imports. Files
// are found by the rules of a walk (source/walk.hpp), so nothing outside the repository, ignored, vendored or behind a
// symbolic link takes part. A file that cannot be read is a warning. Errors: input (there is no such file, or a walk
// does not find it), config.
[[nodiscard]] Result<DependencyReport> dependencies(const DependencyRequest& request, const config::Loaded& loaded,
                                                    const Services& services);

}  // namespace rustassistant::app
