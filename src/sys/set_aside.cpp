// SPDX-License-Identifier: MIT
#include "rustassistant/sys/set_aside.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>

#include "rustassistant/base/time_text.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::sys {

namespace {

// The log first: left behind, it would be taken for that of the next database.
constexpr std::array<const char*, 4> kSuffixes{"-wal", "-shm", "-journal", ""};

std::string unused_name(const std::string& target) {
  std::string name = target;
  for (int number = 2; exists(name); ++number) name = target + "-" + std::to_string(number);
  return name;
}

}  // namespace

std::optional<FileIdentity> identity_of(const std::string& path) {
  struct stat facts{};
  if (::lstat(path.c_str(), &facts) != 0) return std::nullopt;
  return FileIdentity{static_cast<std::uint64_t>(facts.st_dev), static_cast<std::uint64_t>(facts.st_ino)};
}

FileHandle lock_against_move(const std::string& path, MoveLock kind) {
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  FileHandle handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const int operation = kind == MoveLock::shared ? LOCK_SH : LOCK_EX;
  while (handle && ::flock(handle.descriptor(), operation) != 0 && errno == EINTR) {
  }
  return handle;
}

Result<std::optional<std::string>> set_aside(const std::string& path, const FileIdentity& seen,
                                             const std::string& target) {
  const FileHandle lock = lock_against_move(path, MoveLock::exclusive);
  if (identity_of(path) != seen) return std::nullopt;
  std::string moved = unused_name(target);
  for (const char* suffix : kSuffixes) {
    if (std::rename((path + suffix).c_str(), (moved + suffix).c_str()) == 0 || errno == ENOENT) continue;
    return fail(Errc::storage, "cannot move " + sys::quoted(path + suffix) + " away: " + errno_text(errno));
  }
  return moved;
}

Result<void> remove_with_logs(const std::string& path, const FileIdentity& seen) {
  const FileHandle lock = lock_against_move(path, MoveLock::exclusive);
  if (identity_of(path) != seen) return {};
  for (const char* suffix : kSuffixes) {
    if (::unlink((path + suffix).c_str()) == 0 || errno == ENOENT) continue;
    return fail(Errc::storage, "cannot remove " + sys::quoted(path + suffix) + ": " + errno_text(errno));
  }
  return {};
}

std::string compact_time(UnixMillis instant) {
  std::string text = to_rfc3339(instant);
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

}  // namespace rustassistant::sys
