// SPDX-License-Identifier: MIT
#include "access_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>

#include "rustassistant/sys/files.hpp"

namespace rustassistant::cache {

namespace {

constexpr std::int64_t kMaxFileBytes = std::int64_t{16} << 20;  // half a million records

// The open file, locked until it is closed. Nothing where it is not a regular file (a FIFO must not block us).
std::optional<sys::FileHandle> open_locked(const std::string& path, int flags, int lock) {
  sys::FileHandle file(::open(path.c_str(), flags | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0600));
  struct stat facts{};
  if (!file || ::fstat(file.descriptor(), &facts) != 0 || !S_ISREG(facts.st_mode)) return std::nullopt;
  while (::flock(file.descriptor(), lock) != 0) {
    if (errno != EINTR) return std::nullopt;
  }
  return file;
}

std::string read_all(int descriptor) {
  std::string bytes;
  while (static_cast<std::int64_t>(bytes.size()) < kMaxFileBytes) {
    constexpr std::size_t kChunk = std::size_t{64} << 10U;
    const std::size_t have = bytes.size();
    bytes.resize(have + kChunk);
    const ssize_t got = ::read(descriptor, bytes.data() + have, kChunk);
    bytes.resize(have + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got <= 0) break;
  }
  return bytes;
}

}  // namespace

std::int64_t append_accesses(const std::string& path, std::span<const Access> accesses) {
  std::string bytes;
  for (const Access& access : accesses) bytes += encode(access);
  const auto file = open_locked(path, O_WRONLY | O_APPEND | O_CREAT, LOCK_SH);
  if (!file || ::write(file->descriptor(), bytes.data(), bytes.size()) < 0) return 0;
  struct stat facts{};
  return ::fstat(file->descriptor(), &facts) == 0 ? facts.st_size : 0;
}

std::vector<Access> take_accesses(const std::string& path) {
  const auto file = open_locked(path, O_RDWR, LOCK_EX);
  if (!file) return {};
  const std::string bytes = read_all(file->descriptor());
  if (bytes.empty() || ::ftruncate(file->descriptor(), 0) != 0) return {};
  return decode_accesses(bytes);
}

}  // namespace rustassistant::cache
