// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/result.hpp"
#include "rustassistant/domain/findings.hpp"

// Which lines of which files a change touched. Pure.
namespace rustassistant::domain {

struct ChangedFile {
  std::string path;  // after the change, relative to the top of what was compared
  bool is_new = false;
  // Lines of the file after the change, in rising order. Where lines were only removed: the two lines around the place.
  std::vector<LineRange> lines;
  bool operator==(const ChangedFile&) const = default;
};

struct Changes {
  std::vector<ChangedFile> files;       // in the order of the diff; removed files are left out
  std::vector<std::string> conflicted;  // not merged yet: nothing is known of their lines
};

// Reads a unified diff as git, GitHub's and GitLab's tools and diff -u write it, with any number of lines of context.
// Bodies of hunks are passed over by the counts in their headers, so that no line of a file is taken for a header. An
// Error (input) with the number of the line that is malformed, for a combined diff, and above 64 MiB.
[[nodiscard]] Result<Changes> parse_unified_diff(std::string_view text);

// Whether a span of lines meets one of the ranges.
[[nodiscard]] bool touches(const ChangedFile& file, LineRange span);
// The first changed line within the span; 0 where there is none.
[[nodiscard]] int first_changed_line(const ChangedFile& file, LineRange span);

}  // namespace rustassistant::domain
