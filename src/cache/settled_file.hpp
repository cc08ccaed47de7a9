// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace rustassistant::cache {

// Which state of a database file was looked at.
struct FileStamp {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::int64_t size = 0;
  std::int64_t modified_ns = 0;
  bool operator==(const FileStamp&) const = default;
};

// The stamp of a database file that holds everything stored so far: its write-ahead log is absent or empty.
// Nothing where that is not so, or where there is no such file.
[[nodiscard]] std::optional<FileStamp> complete_file(const std::string& path);

// Whether the last change is so long ago that the next one is sure to give the file another time of modification: the
// coarsest file systems count in steps of two seconds.
[[nodiscard]] bool is_settled(const FileStamp& stamp);

}  // namespace rustassistant::cache
