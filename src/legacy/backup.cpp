// SPDX-License-Identifier: MIT
#include "rustassistant/legacy/backup.hpp"

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <system_error>

#include "rustassistant/sys/files.hpp"

namespace rustassistant::legacy {
namespace {

namespace fs = std::filesystem;

// Shares the blocks of a file; false where the file system cannot.
bool clone_file(const fs::path& from, const fs::path& to) {
  const sys::FileHandle source(::open(from.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  const sys::FileHandle target(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (source && target && ::ioctl(target.descriptor(), FICLONE, source.descriptor()) == 0) return true;
  if (target) ::unlink(to.c_str());
  return false;
}

std::error_code copy_one(const fs::path& from, const fs::path& to) {
  std::error_code failure;
  if (clone_file(from, to)) return failure;
  if (::link(from.c_str(), to.c_str()) == 0) return failure;
  fs::copy_file(from, to, failure);
  return failure;
}

Error cannot_back_up(const fs::path& path, const std::error_code& why) {
  return {Errc::storage, "cannot back up " + sys::quoted(path.native()) + ": " + why.message(),
          "make room, or go without --backup"};
}

Result<void> copy_tree(const fs::path& from, const fs::path& to) {
  std::error_code failure;
  fs::create_directory(to, failure);
  if (failure) return tl::unexpected(cannot_back_up(from, failure));
  fs::directory_iterator entry(from, failure);
  for (; !failure && entry != fs::directory_iterator(); entry.increment(failure)) {
    const fs::path target = to / entry->path().filename();
    const fs::file_status status = entry->symlink_status(failure);
    if (failure) break;
    if (fs::is_directory(status)) {
      TRY(copy_tree(entry->path(), target));
    } else if (fs::is_symlink(status)) {
      fs::copy_symlink(entry->path(), target, failure);
    } else if (fs::is_regular_file(status)) {
      failure = copy_one(entry->path(), target);
    }
    if (failure) return tl::unexpected(cannot_back_up(entry->path(), failure));
  }
  if (failure) return tl::unexpected(cannot_back_up(from, failure));
  return {};
}

Result<void> copy_database(const fs::path& from, const fs::path& to) {
  for (const char* suffix : {"-wal", ""}) {
    const fs::path source = from.native() + suffix;
    std::error_code failure;
    if (!fs::exists(source, failure)) continue;
    // Never a link: SQLite writes into its files.
    if (!clone_file(source, to.native() + suffix)) fs::copy_file(source, to.native() + suffix, failure);
    if (failure) return tl::unexpected(cannot_back_up(source, failure));
  }
  return {};
}

std::string free_name(const std::string& path) {
  std::string name = path + ".backup";
  struct stat facts{};
  for (int number = 2; ::lstat(name.c_str(), &facts) == 0; ++number) name = path + ".backup-" + std::to_string(number);
  return name;
}

}  // namespace

Result<std::string> back_up(const std::string& path) {
  const std::string partial = path + ".backup.partial-" + std::to_string(::getpid());
  const bool is_folder = sys::is_folder(path);
  const auto copied = is_folder ? copy_tree(path, partial) : copy_database(path, partial);
  std::error_code ignored;
  if (!copied) {
    fs::remove_all(partial, ignored);
    fs::remove(partial + "-wal", ignored);
    return tl::unexpected(copied.error());
  }
  std::string name = free_name(path);
  std::error_code failure;
  fs::rename(partial, name, failure);
  if (!failure && fs::exists(partial + "-wal", ignored)) fs::rename(partial + "-wal", name + "-wal", failure);
  if (failure) return tl::unexpected(cannot_back_up(path, failure));
  return name;
}

}  // namespace rustassistant::legacy
