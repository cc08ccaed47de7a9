// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "rustassistant/base/result.hpp"
#include "rustassistant/domain/changes.hpp"
#include "rustassistant/sys/environment.hpp"

namespace rustassistant::app {

// The files that a change touched, by canonical path: what a review is limited to.
class ChangeSet {
 public:
  // `top`: canonical path of the folder that the paths of `changes` are relative to. A path that leaves it is left out.
  void add(const domain::Changes& changes, const std::string& top);
  void add_submodules(std::int64_t count) { submodules_ += count; }

  // Null: the change did not touch it.
  [[nodiscard]] const domain::ChangedFile* find(std::string_view canonical) const;
  // Whether something below the folder was touched.
  [[nodiscard]] bool reaches(std::string_view folder) const;
  // Not merged yet, so that nothing is known of its lines.
  [[nodiscard]] bool is_conflicted(std::string_view canonical) const;
  [[nodiscard]] std::int64_t submodules() const { return submodules_; }  // that changed; they are not looked into

 private:
  void add_folders_above(std::string_view canonical);

  std::map<std::string, domain::ChangedFile, std::less<>> files_;
  std::set<std::string, std::less<>> folders_;
  std::set<std::string, std::less<>> conflicted_;
  std::int64_t submodules_ = 0;
};

// What differs between the work tree that holds `folder` and its HEAD, or, with `since`, the last commit that HEAD and
// that revision share: edits, staged or not, and files that are neither tracked nor ignored. Asks git, as sys::Git
// does; fetches nothing. Errors (input): no git, no work tree, an unknown revision, a history too short to tell.
[[nodiscard]] Result<ChangeSet> changes_in_work_tree(const std::string& folder, const std::optional<std::string>& since,
                                                     const sys::Environment& environment);

}  // namespace rustassistant::app
