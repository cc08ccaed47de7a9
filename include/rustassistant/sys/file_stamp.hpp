// SPDX-License-Identifier: MIT
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <optional>
#include <string>

namespace rustassistant::sys {

// What the file system tells of a file that is not opened: while it stays the same, so does the content, unless it was
// written within the grain of the clock.
struct FileStamp {
  std::int64_t size = 0;         // bytes
  std::int64_t modified_ns = 0;  // since 1970
  std::int64_t changed_ns = 0;   // of the inode: rises when the modification time is set back
  bool operator==(const FileStamp&) const = default;
};

[[nodiscard]] FileStamp stamp_of(const struct stat& facts);
// Of what is at a path, a symbolic link itself; nothing where that cannot be told.
[[nodiscard]] std::optional<FileStamp> stamp_of(const std::string& path);

}  // namespace rustassistant::sys
