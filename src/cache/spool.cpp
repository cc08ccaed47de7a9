// SPDX-License-Identifier: MIT
#include "spool.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string_view>
#include <utility>

#include "rustassistant/base/text.hpp"
#include "rustassistant/cache/archive.hpp"
#include "rustassistant/sys/paths.hpp"

namespace rustassistant::cache {
namespace {

constexpr std::int64_t kMaxBytes = std::int64_t{64} << 20;

std::int64_t size_of(int descriptor) {
  struct stat facts{};
  return ::fstat(descriptor, &facts) == 0 && S_ISREG(facts.st_mode) ? static_cast<std::int64_t>(facts.st_size) : -1;
}

// The file, locked for as long as it is open. Nothing where it cannot be opened, or is no regular file. One that was
// removed while this waited for the lock is another process's no more: it is opened again.
sys::FileHandle open_locked(const std::string& path, int flags) {
  while (true) {
    sys::FileHandle file(::open(path.c_str(), flags | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0600));
    if (!file || size_of(file.descriptor()) < 0) return {};
    while (::flock(file.descriptor(), LOCK_EX) != 0) {
      if (errno != EINTR) return {};
    }
    struct stat opened{};
    struct stat named{};
    const bool stands = ::fstat(file.descriptor(), &opened) == 0 && ::lstat(path.c_str(), &named) == 0 &&
                        opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
    if (stands) return file;
    if ((flags & O_CREAT) == 0) return {};
  }
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::fsync(descriptor) == 0;
}

}  // namespace

std::string spool_path(const std::string& database) {
  return database + ".unstored";
}

Result<void> append_to_spool(const std::string& path, const Entry& entry) {
  const auto failed = [&path](int error) {
    return fail(Errc::storage, "cannot write " + sys::quoted(path) + ": " + sys::errno_text(error));
  };
  TRY(sys::create_private_folder(sys::folder_of(path)));
  const sys::FileHandle file = open_locked(path, O_WRONLY | O_APPEND | O_CREAT);
  if (!file) return failed(errno);
  const std::int64_t before = size_of(file.descriptor());
  const std::string line = archive_line(entry) + "\n";
  if (before + static_cast<std::int64_t>(line.size()) > kMaxBytes) return failed(EFBIG);
  if (write_all(file.descriptor(), line)) return {};
  const int error = errno;
  // Half a line would spoil the one that follows.
  if (::ftruncate(file.descriptor(), before) != 0 || before == 0) ::unlink(path.c_str());
  return failed(error);
}

OpenedSpool::OpenedSpool(const std::string& path, UnixMillis now) : path_(path) {
  if (!sys::exists(path)) return;
  file_ = open_locked(path, O_RDONLY);
  if (!file_) return;
  const auto content = sys::read_file(path, kMaxBytes);
  if (!content) return;
  for (const std::string_view line : split(*content, '\n')) {
    if (line.empty()) continue;
    auto parsed = parse_archive_line(line, now);
    if (parsed && parsed->entry) entries_.push_back(*std::move(parsed->entry));
  }
}

void OpenedSpool::remove() {
  if (file_) ::unlink(path_.c_str());
}

}  // namespace rustassistant::cache
