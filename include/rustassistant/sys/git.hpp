// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "rustassistant/base/result.hpp"
#include "rustassistant/sys/environment.hpp"
#include "rustassistant/sys/process.hpp"

namespace rustassistant::sys {

// git in one work tree, asked so that nothing that the repository or its configuration names is ever run: no hook, no
// file system monitor, no clean or process filter, no external diff or text conversion, no pager, no transport. Every
// git command line of the product is built here. Only reads; the index is never refreshed on disk.
//
// A value; safe to use from several threads.
class Git {
 public:
  // The work tree that holds `folder`. An Error (input) where git is not installed, or refuses: then with git's own
  // words, for a work tree of somebody else's among them.
  [[nodiscard]] static Result<Git> open(const std::string& folder, const Environment& environment);

  // Canonical path of the work tree's top folder.
  [[nodiscard]] const std::string& top() const { return top_; }

  // Runs `git <arguments>` in the top folder. Any exit status is a result; an Error only where git could not run.
  [[nodiscard]] Result<Ran> run(const std::vector<std::string>& arguments, const RunLimits& limits = {}) const;
  // The output of a git that must succeed; else an Error (input) with the first line of what git said.
  [[nodiscard]] Result<std::string> output(const std::vector<std::string>& arguments,
                                           const RunLimits& limits = {}) const;

 private:
  Git(std::string program, std::string folder) : program_(std::move(program)), top_(std::move(folder)) {}

  std::string program_;
  std::string top_;
  std::vector<std::string> without_filters_;  // "-c", "filter.NAME.clean=", …
};

}  // namespace rustassistant::sys
