// SPDX-License-Identifier: MIT
#include "rustassistant/sys/files.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <system_error>
#include <utility>

#include "rustassistant/base/text.hpp"
#include "rustassistant/sys/nearest_path.hpp"
#include "rustassistant/sys/signals.hpp"

namespace rustassistant::sys {
namespace {

tl::unexpected<Error> cannot(std::string_view verb, std::string_view path, std::string_view why, Errc code) {
  return fail(code, "cannot " + std::string(verb) + " " + sys::quoted(path) + ": " + std::string(why));
}

// That a path cannot be opened or found, with what may help.
tl::unexpected<Error> cannot_reach(std::string_view verb, const std::string& path, Errc code) {
  const int error = errno;
  return fail(code, "cannot " + std::string(verb) + " " + sys::quoted(path) + ": " + errno_text(error),
              hint_for_path(path, error));
}

tl::unexpected<Error> too_large(std::string_view path, std::int64_t max_bytes) {
  return cannot("read", path, "larger than " + std::to_string(max_bytes) + " bytes", Errc::input);
}

// Reads until the end; one byte beyond `max_bytes` is an error. A file of the expected size takes no memory but its
// own.
Result<std::string> read_all(int descriptor, std::string_view name, std::int64_t expected, std::int64_t max_bytes) {
  constexpr std::size_t kChunk = 64U << 10U;
  std::string content(static_cast<std::size_t>(expected) + 1, '\0');
  std::size_t used = 0;
  for (;;) {
    if (used == content.size()) content.resize(used + kChunk);
    const ssize_t got = ::read(descriptor, content.data() + used, content.size() - used);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return cannot("read", name, errno_text(errno), Errc::input);
    used += static_cast<std::size_t>(got);
    if (static_cast<std::int64_t>(used) > max_bytes) return too_large(name, max_bytes);
    if (got == 0) break;
  }
  content.resize(used);
  return content;
}

Result<void> write_all(int descriptor, std::string_view path, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return cannot("write", path, errno_text(errno), Errc::storage);
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<std::string> read_opened(const FileHandle& file, const std::string& path, std::int64_t max_bytes) {
  struct stat facts{};
  if (::fstat(file.descriptor(), &facts) != 0) return cannot("read", path, errno_text(errno), Errc::input);
  if (S_ISDIR(facts.st_mode)) return cannot("read", path, "it is a folder", Errc::input);
  if (!S_ISREG(facts.st_mode)) return cannot("read", path, "not a regular file", Errc::input);
  if (facts.st_size > max_bytes) return too_large(path, max_bytes);
  return read_all(file.descriptor(), path, facts.st_size, max_bytes);
}

// Where a path leads to once symbolic links in its last part are followed; what they lead to need not exist.
Result<std::string> link_target(std::string path) {
  constexpr int kMostLinks = 40;  // as the kernel has it
  for (int followed = 0; followed < kMostLinks; ++followed) {
    std::string target(PATH_MAX, '\0');
    const ssize_t length = ::readlink(path.c_str(), target.data(), target.size());
    if (length < 0) return path;
    target.resize(static_cast<std::size_t>(length));
    const auto slash = path.rfind('/');
    path.resize(target.starts_with('/') || slash == std::string::npos ? 0 : slash + 1);
    path += target;
  }
  return cannot("write", path, errno_text(ELOOP), Errc::storage);
}

}  // namespace

FileHandle::~FileHandle() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

FileHandle& FileHandle::operator=(FileHandle&& other) noexcept {
  if (this != &other) {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = other.release();
  }
  return *this;
}

int FileHandle::release() {
  const int descriptor = descriptor_;
  descriptor_ = -1;
  return descriptor;
}

std::string quoted(std::string_view path) {
  return "'" + neutralise(path) + "'";
}

std::string errno_text(int error) {
  return std::generic_category().message(error);
}

Result<std::string> read_file(const std::string& path, std::int64_t max_bytes) {
  // O_NONBLOCK: opening a FIFO that nobody writes to must not hang; it changes nothing for regular files.
  const FileHandle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file) return cannot_reach("read", path, Errc::input);
  return read_opened(file, path, max_bytes);
}

Result<std::optional<std::string>> read_file_if_exists(const std::string& path, std::int64_t max_bytes) {
  const FileHandle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file && (errno == ENOENT || errno == ENOTDIR)) return std::nullopt;
  if (!file) return cannot_reach("read", path, Errc::input);
  TRY_ASSIGN(std::string content, read_opened(file, path, max_bytes));
  return content;
}

Result<std::string> read_standard_input(std::int64_t max_bytes) {
  return read_all(STDIN_FILENO, "standard input", 0, max_bytes);
}

Result<AtomicFile> AtomicFile::create(const std::string& path, unsigned mode) {
  struct stat facts{};
  if (::stat(path.c_str(), &facts) == 0 && !S_ISREG(facts.st_mode)) {
    FileHandle file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (!file) return cannot_reach("write", path, Errc::storage);
    return AtomicFile(path, {}, std::move(file), mode);
  }
  std::string temporary = path + ".XXXXXX";
  FileHandle file(::mkostemp(temporary.data(), O_CLOEXEC));
  if (!file) return cannot_reach("write", path, Errc::storage);
  return AtomicFile(path, std::move(temporary), std::move(file), mode);
}

Result<AtomicFile> AtomicFile::create_for_user(const std::string& path) {
  struct stat facts{};
  const bool exists = ::stat(path.c_str(), &facts) == 0;
  if (exists && !S_ISREG(facts.st_mode)) return create(path, 0666U);
  TRY_ASSIGN(const std::string target, link_target(path));
  if (exists) return create(target, facts.st_mode & 07777U);
  // The umask can only be read by setting it; for that moment nothing more is allowed than before.
  const mode_t mask = ::umask(077);
  ::umask(mask);
  return create(target, 0666U & ~mask);
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_(std::exchange(other.temporary_, {})),
      file_(std::move(other.file_)),
      mode_(other.mode_) {}

AtomicFile::~AtomicFile() {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

Result<void> AtomicFile::write(std::string_view content) {
  return write_all(file_.descriptor(), path_, content);
}

Result<void> AtomicFile::commit() {
  if (temporary_.empty()) return {};
  if (::fchmod(file_.descriptor(), mode_) != 0 || ::fsync(file_.descriptor()) != 0 ||
      ::rename(temporary_.c_str(), path_.c_str()) != 0) {
    return cannot("write", path_, errno_text(errno), Errc::storage);
  }
  temporary_.clear();
  return {};
}

Result<void> write_file_atomically(const std::string& path, std::string_view content, unsigned mode) {
  TRY_ASSIGN(AtomicFile file, AtomicFile::create(path, mode));
  TRY(file.write(content));
  return file.commit();
}

Result<FileReader> FileReader::open(const std::string& path) {
  if (path == "-") return FileReader("standard input", FileHandle());
  FileHandle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!file) return cannot_reach("read", path, Errc::input);
  return FileReader(path, std::move(file));
}

namespace {

// Waits until standard input has something, or the process is asked to stop: a signal between the question and the wait
// would be missed, so that it is let in by the wait alone.
void wait_for_input() {
  sigset_t stops;
  sigset_t before;
  ::sigemptyset(&stops);
  ::sigaddset(&stops, SIGINT);
  ::sigaddset(&stops, SIGTERM);
  if (::pthread_sigmask(SIG_BLOCK, &stops, &before) != 0) return;
  pollfd input{STDIN_FILENO, POLLIN, 0};
  if (!stop_requested()) ::ppoll(&input, 1, nullptr, &before);
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

}  // namespace

Result<std::string> FileReader::read(std::size_t most) {
  std::string piece(most, '\0');
  while (true) {
    if (!file_) wait_for_input();
    if (!file_ && stop_requested()) return tl::unexpected(stop_error());
    const ssize_t got = ::read(file_ ? file_.descriptor() : STDIN_FILENO, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return cannot("read", path_, errno_text(errno), Errc::input);
    piece.resize(static_cast<std::size_t>(got));
    return piece;
  }
}

Result<void> create_private_folder(const std::string& path) {
  for (std::size_t end = 0; end != std::string::npos;) {
    end = path.find('/', end + 1);
    const std::string part = path.substr(0, end);
    if (::mkdir(part.c_str(), 0700) == 0) continue;
    const int error = errno;
    if (error != EEXIST && !is_folder(part)) return cannot("create", part, errno_text(error), Errc::storage);
  }
  if (!is_folder(path)) return cannot("create", path, "it is not a folder", Errc::storage);
  return {};
}

Result<std::string> canonical_path(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> resolved(::realpath(path.c_str(), nullptr), &std::free);
  if (!resolved) return cannot_reach("find", path, Errc::input);
  return std::string(resolved.get());
}

bool is_folder(const std::string& path) {
  struct stat facts{};
  return ::stat(path.c_str(), &facts) == 0 && S_ISDIR(facts.st_mode);
}

bool exists(const std::string& path) {
  struct stat facts{};
  return ::lstat(path.c_str(), &facts) == 0;
}

std::optional<std::int64_t> file_size(const std::string& path) {
  struct stat facts{};
  if (::lstat(path.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode)) return std::nullopt;
  return facts.st_size;
}

namespace {

// A new name is safe once its folder is flushed. Some file systems cannot do that, and need not be asked twice.
void flush_folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, std::max<std::size_t>(slash, 1));
  const FileHandle handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (handle) ::fsync(handle.descriptor());
}

}  // namespace

Result<bool> rename_unless_taken(const std::string& from, const std::string& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) != 0) {
    if (errno == EEXIST) return false;
    // Not every file system knows that; a second name is refused where one is taken, too.
    if (errno != EINVAL && errno != ENOSYS) return cannot("create", to, errno_text(errno), Errc::storage);
    if (::link(from.c_str(), to.c_str()) != 0) {
      if (errno == EEXIST) return false;
      return cannot("create", to, errno_text(errno), Errc::storage);
    }
    ::unlink(from.c_str());
  }
  flush_folder_of(to);
  return true;
}

Result<void> rename_file(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return cannot("rename", from, errno_text(errno), Errc::storage);
  flush_folder_of(to);
  return {};
}

Result<void> remove_file(const std::string& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return cannot("remove", path, errno_text(errno), Errc::storage);
  return {};
}

std::string joined(std::string_view folder, std::string_view name) {
  if (folder.empty()) return std::string(name);
  std::string path(folder);
  if (path.back() != '/') path += '/';
  return path.append(name);
}

}  // namespace rustassistant::sys
