// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rustassistant/base/result.hpp"
#include "rustassistant/sys/environment.hpp"
#include "rustassistant/sys/process.hpp"

namespace rustassistant::sys {

// The nearest folder that holds .git, from `folder` (canonical) up.
[[nodiscard]] std::optional<std::string> work_tree_above(const std::string& folder);

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

  // The work tree whose .git lies in `top` (canonical) itself, wherever the variable GIT_DIR or its configuration would
  // lead git. An Error (input) where git is not installed, or a filter of it cannot be switched off.
  [[nodiscard]] static Result<Git> at(const std::string& top, const Environment& environment);

  // Canonical path of the work tree's top folder.
  [[nodiscard]] const std::string& top() const { return top_; }

  // Runs `git <arguments>` in the top folder. Any exit status is a result; an Error only where git could not run.
  [[nodiscard]] Result<Ran> run(const std::vector<std::string>& arguments, const RunLimits& limits = {}) const;
  // The output of a git that must succeed; else an Error (input) with the first line of what git said.
  [[nodiscard]] Result<std::string> output(const std::vector<std::string>& arguments,
                                           const RunLimits& limits = {}) const;

 private:
  Git(std::string program, std::string folder) : program_(std::move(program)), top_(std::move(folder)) {}
  [[nodiscard]] static Result<Git> in(const std::string& folder, const Environment& environment);
  [[nodiscard]] Result<void> switch_filters_off();

  std::string program_;
  std::string top_;
  std::vector<std::string> place_;            // what tells git where .git and the work tree are
  std::vector<std::string> without_filters_;  // "-c", "filter.NAME.clean=", …
};

}  // namespace rustassistant::sys
