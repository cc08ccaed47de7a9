// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "rustassistant/base/result.hpp"
#include "rustassistant/base/units.hpp"
#include "rustassistant/sys/files.hpp"

// Files that stand where a database should be and cannot be used.
namespace rustassistant::sys {

// Which file a path named at some moment.
struct FileIdentity {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  bool operator==(const FileIdentity&) const = default;
};

[[nodiscard]] std::optional<FileIdentity> identity_of(const std::string& path);

// Held `shared` by those who open or close a database, and by set_aside() `exclusive`: SQLite finds a log by its name,
// so whoever opened the old file while a new one takes its place would mix up their logs. Where the folder cannot be
// locked, they go on without.
enum class MoveLock : bool { shared, exclusive };
[[nodiscard]] FileHandle lock_against_move(const std::string& path, MoveLock kind);

// Moves what is at `path`, with its logs, to `target` or, where that exists, to `target`-2 and so on;
// returns where to. Nothing where `path` no longer names the file that was `seen`: another process was faster.
[[nodiscard]] Result<std::optional<std::string>> set_aside(const std::string& path, const FileIdentity& seen,
                                                           const std::string& target);

// Removes what is at `path`, with its logs, which needs no room on the disk. Not where the path no longer names the
// file that was `seen`. Error (storage): something is left.
[[nodiscard]] Result<void> remove_with_logs(const std::string& path, const FileIdentity& seen);

// "20261121T004203Z", for file names.
[[nodiscard]] std::string compact_time(UnixMillis instant);

}  // namespace rustassistant::sys
