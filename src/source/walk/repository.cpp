// SPDX-License-Identifier: MIT
#include "repository.hpp"

#include <sys/stat.h>

#include <string_view>

#include "rustassistant/base/text.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::source {
namespace {

constexpr std::int64_t kMaxPointerFile = 4096;  // bytes

std::string below(const std::string& folder, std::string_view path) {
  return path.substr(0, 1) == "/" ? std::string(path) : sys::joined(folder, path);
}

// The folder that a .git file names, or the .git folder itself.
std::string git_folder(const std::string& top) {
  constexpr std::string_view kPrefix = "gitdir: ";
  std::string dot_git = sys::joined(top, ".git");
  if (sys::is_folder(dot_git)) return dot_git;
  const auto pointer = sys::read_file(dot_git, kMaxPointerFile);
  if (!pointer || pointer->compare(0, kPrefix.size(), kPrefix) != 0) return dot_git;
  return below(top, trim(std::string_view(*pointer).substr(kPrefix.size())));
}

}  // namespace

Result<std::string> read_ignore_file(const std::string& path) {
  struct stat facts{};
  if (::lstat(path.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode)) return std::string();
  return sys::read_file(path, kMaxIgnoreFile);
}

std::string index_file(const std::string& top) {
  return sys::joined(git_folder(top), "index");
}

std::string exclude_file(const std::string& top) {
  std::string folder = git_folder(top);
  if (const auto common = sys::read_file(sys::joined(folder, "commondir"), kMaxPointerFile)) {
    folder = below(folder, trim(*common));
  }
  return sys::joined(folder, "info/exclude");
}

}  // namespace rustassistant::source
