// SPDX-License-Identifier: MIT
#include "rustassistant/legacy/backup.hpp"

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <map>
#include <system_error>

#include "rustassistant/sys/files.hpp"

namespace rustassistant::legacy {
namespace {

namespace fs = std::filesystem;

constexpr std::array kDatabaseFiles{"-wal", "-journal", ""};

// Shares the blocks of a file; false where the file system cannot.
bool clone_file(const fs::path& from, const fs::path& to) {
  const sys::FileHandle source(::open(from.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  const sys::FileHandle target(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (source && target && ::ioctl(target.descriptor(), FICLONE, source.descriptor()) == 0) return true;
  if (target) ::unlink(to.c_str());
  return false;
}

// With its time of change, by which the copy is known to be one.
std::error_code copy_one(const fs::path& from, const fs::path& to) {
  std::error_code failure;
  struct stat facts{};
  if (::lstat(from.c_str(), &facts) != 0) return {errno, std::generic_category()};
  if (!clone_file(from, to)) fs::copy_file(from, to, failure);
  if (failure) return failure;
  const std::array<timespec, 2> times{facts.st_atim, facts.st_mtim};
  if (::utimensat(AT_FDCWD, to.c_str(), times.data(), 0) != 0) return {errno, std::generic_category()};
  return failure;
}

Error cannot_back_up(const fs::path& path, const std::error_code& why) {
  return {Errc::storage, "cannot back up " + sys::quoted(path.native()) + ": " + why.message(),
          "free some space, or omit --backup"};
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
  for (const char* suffix : kDatabaseFiles) {
    const fs::path source = from.native() + suffix;
    if (!sys::exists(source.native())) continue;
    if (const auto failure = copy_one(source, to.native() + suffix))
      return tl::unexpected(cannot_back_up(source, failure));
  }
  return {};
}

// What tells a file from a changed one; empty for what no backup holds.
std::string facts_of(const fs::path& path) {
  struct stat facts{};
  if (::lstat(path.c_str(), &facts) != 0) return {};
  std::error_code unreadable;
  if (S_ISDIR(facts.st_mode)) return "folder";
  if (S_ISLNK(facts.st_mode)) return "link " + fs::read_symlink(path, unreadable).native();
  if (!S_ISREG(facts.st_mode)) return {};
  return "file " + std::to_string(facts.st_size) + " " + std::to_string(facts.st_mtim.tv_sec) + "." +
         std::to_string(facts.st_mtim.tv_nsec);
}

bool is_same_database(const std::string& source, const std::string& backup) {
  for (const char* suffix : kDatabaseFiles) {
    if (facts_of(source + suffix) != facts_of(backup + suffix)) return false;
  }
  return true;
}

// One folder at a time, so that memory does not grow with the tree.
bool is_same_tree(const fs::path& source, const fs::path& backup) {
  std::map<std::string, std::string> left;
  std::error_code failure;
  for (fs::directory_iterator entry(source, failure), end; !failure && entry != end; entry.increment(failure)) {
    const std::string facts = facts_of(entry->path());
    if (!facts.empty()) left[entry->path().filename().native()] = facts;
  }
  if (failure) return false;
  const auto expected = left;
  for (fs::directory_iterator entry(backup, failure), end; !failure && entry != end; entry.increment(failure)) {
    const auto found = left.find(entry->path().filename().native());
    if (found == left.end() || found->second != facts_of(entry->path())) return false;
    left.erase(found);
  }
  if (failure || !left.empty()) return false;
  for (const auto& [name, facts] : expected) {
    if (facts == "folder" && !is_same_tree(source / name, backup / name)) return false;
  }
  return true;
}

// The same as the source; else the first name that is free.
Backup place_for(const std::string& path, bool is_folder) {
  Backup backup{path + ".backup", true};
  struct stat facts{};
  for (int number = 2; ::lstat(backup.path.c_str(), &facts) == 0; ++number) {
    backup.made = !(is_folder ? is_same_tree(path, backup.path) : is_same_database(path, backup.path));
    if (!backup.made) return backup;
    backup.path = path + ".backup-" + std::to_string(number);
  }
  return backup;
}

}  // namespace

Result<Backup> back_up(const std::string& path) {
  const bool is_folder = sys::is_folder(path);
  Backup backup = place_for(path, is_folder);
  if (!backup.made) return backup;
  const std::string partial = path + ".backup.partial-" + std::to_string(::getpid());
  const auto copied = is_folder ? copy_tree(path, partial) : copy_database(path, partial);
  std::error_code ignored;
  if (!copied) {
    fs::remove_all(partial, ignored);
    for (const char* suffix : kDatabaseFiles) fs::remove(partial + suffix, ignored);
    return tl::unexpected(copied.error());
  }
  std::error_code failure;
  for (const char* suffix : kDatabaseFiles) {
    if (is_folder && *suffix != '\0') continue;
    if (*suffix != '\0' && !sys::exists(partial + suffix)) continue;
    fs::rename(partial + suffix, backup.path + suffix, failure);
    if (failure) return tl::unexpected(cannot_back_up(path, failure));
  }
  return backup;
}

}  // namespace rustassistant::legacy
