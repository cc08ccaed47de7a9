// SPDX-License-Identifier: MIT
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

#include "rustassistant/legacy/entry.hpp"
#include "rustassistant/legacy/sources.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::legacy {
namespace {

struct CloseFolder {
  void operator()(DIR* folder) const noexcept { ::closedir(folder); }
};

bool is_entry_name(std::string_view name) {
  return name.ends_with(".json") && name != "meta.json" && name.front() != '.';
}

Error cannot_read(const std::string& path, const std::string& why) {
  return {Errc::input, "cannot read " + sys::quoted(path) + ": " + why, {}};
}

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

bool is_same(const struct stat& before, const struct stat& after) {
  return before.st_size == after.st_size && nanoseconds(before.st_mtim) == nanoseconds(after.st_mtim);
}

}  // namespace

void walk(const Tree& tree, const std::function<bool(TreeFile)>& visit) {
  struct Folder {
    std::string path;
    std::string type;  // empty: the tree's own folder
  };
  std::vector<Folder> pending{{tree.place, {}}};
  while (!pending.empty()) {
    const Folder folder = std::move(pending.back());
    pending.pop_back();
    const std::unique_ptr<DIR, CloseFolder> handle(::opendir(folder.path.c_str()));
    if (!handle) {
      if (!visit({folder.path, folder.type, cannot_read(folder.path, sys::errno_text(errno))})) return;
      continue;
    }
    while (true) {
      errno = 0;
      const dirent* const entry = ::readdir(handle.get());
      if (entry == nullptr) {
        // The end, or a folder of which the rest cannot be read.
        if (errno != 0 && !visit({folder.path, folder.type, cannot_read(folder.path, sys::errno_text(errno))})) return;
        break;
      }
      const std::string name = entry->d_name;
      if (name == "." || name == "..") continue;
      std::string path = sys::joined(folder.path, name);
      struct stat facts{};
      const bool known = entry->d_type != DT_UNKNOWN;
      if (!known && ::lstat(path.c_str(), &facts) != 0) continue;
      const bool is_folder = known ? entry->d_type == DT_DIR : S_ISDIR(facts.st_mode);
      const bool is_link = known ? entry->d_type == DT_LNK : S_ISLNK(facts.st_mode);
      if (is_folder) {
        std::string type = folder.type.empty() ? name : folder.type;
        pending.push_back({std::move(path), std::move(type)});
        continue;
      }
      // Files beside the folders of types are none of its entries.
      if (folder.type.empty() || (!is_entry_name(name) && !is_link)) continue;
      std::optional<Error> error;
      if (is_link) error = cannot_read(path, "a symbolic link, which is not followed");
      if (!visit({std::move(path), folder.type, std::move(error)})) return;
    }
  }
}

Result<FileText> read_entry_file(const std::string& path) {
  const sys::FileHandle file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!file) return tl::unexpected(cannot_read(path, sys::errno_text(errno)));
  struct stat before{};
  if (::fstat(file.descriptor(), &before) != 0) return tl::unexpected(cannot_read(path, sys::errno_text(errno)));
  if (!S_ISREG(before.st_mode)) return tl::unexpected(cannot_read(path, "not a regular file"));
  if (before.st_size > kMaxEntryBytes) return tl::unexpected(cannot_read(path, "larger than 16 MiB"));
  FileText read{std::string(static_cast<std::size_t>(before.st_size), '\0'),
                UnixMillis{nanoseconds(before.st_mtim) / 1'000'000}};
  std::size_t done = 0;
  while (done < read.text.size()) {
    const ssize_t count = ::read(file.descriptor(), read.text.data() + done, read.text.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return tl::unexpected(cannot_read(path, sys::errno_text(errno)));
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  struct stat after{};
  if (done != read.text.size() || ::fstat(file.descriptor(), &after) != 0 || !is_same(before, after)) {
    return tl::unexpected(cannot_read(path, "it changed while it was being read"));
  }
  return read;
}

}  // namespace rustassistant::legacy
