// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// The names of the files that git tracks, read from its index (gitformat-index(5)) without running git.
namespace rustassistant::source {

// A larger index is not read: its files count as untracked.
inline constexpr std::int64_t kMaxIndexFile = 256'000'000;  // bytes

// Paths below the repository's top. Immutable once made.
class TrackedFiles {
 public:
  TrackedFiles() = default;
  // Of an index of version 2, 3 or 4 with SHA-1 or SHA-256. A malformed one tracks nothing. Never fails.
  [[nodiscard]] static TrackedFiles parse(std::string_view index);
  // Of the repository at `top`, a canonical path.
  [[nodiscard]] static TrackedFiles of_repository(const std::string& top);

  [[nodiscard]] bool has_file(std::string_view path) const;
  // Whether anything in the folder is tracked.
  [[nodiscard]] bool has_folder(std::string_view path) const;

 private:
  std::vector<std::string> paths_;  // sorted by their bytes
};

}  // namespace rustassistant::source
