// SPDX-License-Identifier: MIT
#include "local_cache.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <optional>

#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/process.hpp"

namespace rustassistant::app {
namespace {

constexpr std::string_view kIgnored = "/.gitignore\n/cache.access\n/cache.db*\n/inflight.lock\n";

tl::unexpected<Error> refused(const std::string& path, std::string_view why) {
  return fail(Errc::storage, "refused the repository's own cache " + sys::quoted(path) + ": " + std::string(why),
              "remove it, or set [cache] strategy = \"centralized\"");
}

Result<void> check_own(const std::string& path) {
  struct stat facts{};
  if (::lstat(path.c_str(), &facts) != 0) return {};
  if (S_ISLNK(facts.st_mode)) return refused(path, "it is a symbolic link");
  if (facts.st_uid != ::geteuid()) return refused(path, "it belongs to somebody else");
  return {};
}

// The folder that git manages `folder` from; it may lie above.
std::optional<std::string> managed_root(std::string folder) {
  for (;;) {
    if (sys::exists(sys::joined(folder, ".git"))) return folder;
    const auto slash = folder.rfind('/');
    if (slash == std::string::npos || folder.size() == 1) return std::nullopt;
    folder.resize(slash == 0 ? 1 : slash);
  }
}

Result<void> check_untracked(const std::string& repository, const std::string& path) {
  constexpr int kUnknownToGit = 1;
  const auto root = managed_root(repository);
  if (!root || !sys::exists(path)) return {};
  // The repository's own configuration must neither start a program nor lead git to other files.
  auto status =
      sys::run_quietly({"git", "-c", "core.fsmonitor=false", "-C", *root, "--git-dir=.git", "--work-tree=.", "ls-files",
                        "--error-unmatch", "--", ":(top,literal)" + path.substr(*root == "/" ? 1 : root->size() + 1)});
  if (!status) return refused(path, "git cannot be asked whether it is tracked (" + status.error().what + ")");
  if (*status == 0) return refused(path, "it is tracked by git");
  if (*status != kUnknownToGit) return refused(path, "git cannot tell whether it is tracked");
  return {};
}

}  // namespace

Result<void> prepare_local_cache(const std::string& repository) {
  const std::string folder = sys::joined(repository, ".rustassistant");
  const std::string database = sys::joined(folder, "cache.db");
  TRY(check_own(folder));
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) TRY(check_own(database + suffix));
  TRY(check_own(sys::joined(folder, "cache.access")));
  TRY(check_untracked(repository, database));
  TRY(sys::create_private_folder(folder));
  const std::string ignore = sys::joined(folder, ".gitignore");
  if (sys::exists(ignore)) return {};
  return sys::write_file_atomically(ignore, kIgnored, 0600);
}

}  // namespace rustassistant::app
