// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "rustassistant/base/result.hpp"
#include "rustassistant/base/units.hpp"

// Files that stand where the cache should be and cannot be used.
namespace rustassistant::cache {

// Which file a path named at some moment.
struct FileIdentity {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  bool operator==(const FileIdentity&) const = default;
};

[[nodiscard]] std::optional<FileIdentity> identity_of(const std::string& path);

// Moves what stands at `path`, with its -wal and -shm, to `target` or, where that exists, to `target`-2 and so on;
// returns where to. Nothing where `path` no longer names the file that was `seen`: another process was faster.
[[nodiscard]] Result<std::optional<std::string>> set_aside(const std::string& path, const FileIdentity& seen,
                                                           const std::string& target);

// "20261121T004203Z", for file names.
[[nodiscard]] std::string compact_time(UnixMillis instant);

}  // namespace rustassistant::cache
