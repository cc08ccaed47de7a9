// SPDX-License-Identifier: MIT
#include "rustassistant/sys/locks.hpp"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <random>

#include "rustassistant/sys/log.hpp"

namespace rustassistant::sys {
namespace {

struct flock one_byte(std::int64_t offset) {
  struct flock lock{};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  lock.l_start = static_cast<off_t>(offset);
  lock.l_len = 1;
  return lock;
}

}  // namespace

bool ByteLock::is_held(const std::string& path, std::int64_t offset) {
  const FileHandle file(::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
  if (!file) return false;
  struct flock lock = one_byte(offset);
  return ::fcntl(file.descriptor(), F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

std::optional<ByteLock> ByteLock::acquire(const std::string& path, std::int64_t offset, Clock& clock,
                                          bool (*give_up)()) {
  FileHandle file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file) return std::nullopt;
  struct flock lock = one_byte(offset);

  // Polled rather than waited for in the kernel, so that a signal to any thread can end the wait.
  std::chrono::milliseconds pause{2};
  for (bool waited = false;; waited = true) {
    if (::fcntl(file.descriptor(), F_OFD_SETLK, &lock) == 0) return ByteLock(std::move(file), waited);
    if (errno != EAGAIN && errno != EACCES) return std::nullopt;
    if (!waited) log_debug("waiting for another process that holds " + sys::quoted(path));
    if (!clock.sleep_for(pause, give_up)) return std::nullopt;
    pause = std::min(pause * 2, std::chrono::milliseconds{50});
  }
}

std::int64_t random_offset() {
  std::random_device random;
  return static_cast<std::int64_t>((std::uint64_t{random()} << 32U | random()) >> 2U);
}

}  // namespace rustassistant::sys
