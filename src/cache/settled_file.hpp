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

// The stamp of a database file that holds everything stored so far: its log is absent or empty.
// Nothing where that is not so, or where no such file.
[[nodiscard]] std::optional<FileStamp> complete_file(const std::string& path);

// The clock that the kernel stamps files with; not the product's, for only differences to stamps matter.
[[nodiscard]] std::int64_t file_time_ns();

// Whether the last change is so long ago that the next one is sure to give the file another time of modification. The
// coarsest file systems count in steps of two seconds. One that keeps more than milliseconds takes the kernel's clock
// as it is, which moves at least every 10 ms.
[[nodiscard]] bool is_settled(const FileStamp& stamp, std::int64_t now_ns);

}  // namespace rustassistant::cache
