// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "rustassistant/app/analyze.hpp"
#include "rustassistant/domain/changes.hpp"

namespace rustassistant::app {

class DependencyContext;

// A repository that files of the run belong to, with the settings that hold in it.
struct Repository {
  std::string root;  // canonical
  std::string id;    // first 8 hex digits of SHA-256 of the root
  config::Loaded loaded;
  std::shared_ptr<DependencyContext> context = {};  // null: nothing is sent along with files
};

// A file to review.
struct Target {
  std::string shown;  // as the user named it, or the named folder joined with the rest
  std::string path;   // within the repository; absolute where it lies outside
  std::shared_ptr<const Repository> repository;
  std::optional<std::string> content;                      // already read: standard input
  std::optional<Error> error;                              // it could not be found or read
  bool named = true;                                       // false: found in a folder
  std::shared_ptr<const domain::ChangedFile> change = {};  // what a limited review shows of it; null: all
};

struct Targets {
  std::vector<Target> files;
  std::array<std::int64_t, source::kSkipReasons> passed_over{};
  std::int64_t submodules = 0;  // that the change touched which the request is limited to
};

// Everything that the request names, each file once, in the order of the names and sorted within a folder. What cannot
// be found is a target with an error. A limited request yields only files that the change touched. Errors: config (a
// repository's settings file cannot be read), input (the change cannot be found out).
[[nodiscard]] Result<Targets> find_targets(const AnalyzeRequest& request, const config::Loaded& loaded,
                                           const Services& services);

}  // namespace rustassistant::app
