// SPDX-License-Identifier: MIT
#include "local_cache.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <optional>

#include "rustassistant/config/places.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/git.hpp"
#include "rustassistant/sys/paths.hpp"

namespace rustassistant::app {
namespace {

constexpr std::string_view kFolder = "/.rustassistant";
constexpr std::string_view kDatabase = "cache.db";
constexpr std::string_view kIgnored = "/.gitignore\n/cache.access\n/cache.db*\n/inflight.lock\n";

// Whatever the cache reads or writes there. kTracked means them all, for git.
constexpr std::string_view kFiles[] = {"cache.db",         "cache.db-wal",      "cache.db-shm",
                                       "cache.db-journal", "cache.db.unstored", "cache.access"};
constexpr std::string_view kTracked = "/cache.*";

tl::unexpected<Error> refused(const std::string& path, std::string_view why) {
  return fail(Errc::storage, "refused the repository's own cache " + sys::quoted(path) + ": " + std::string(why),
              "remove it, or set [cache] strategy = \"centralized\"");
}

Result<void> check_own(const std::string& path) {
  struct stat facts{};
  if (::lstat(path.c_str(), &facts) != 0) return {};
  if (S_ISLNK(facts.st_mode)) return refused(path, "it is a symbolic link");
  if (facts.st_uid != ::geteuid()) return refused(path, "it belongs to another user");
  return {};
}

// A path as a pattern that means it alone.
std::string literal_pattern(std::string_view path) {
  std::string pattern;
  for (const char c : path) {
    if (c == '*' || c == '?' || c == '[' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern;
}

Result<void> check_untracked(const std::string& repository, const std::string& folder,
                             const sys::Environment& environment) {
  constexpr int kUnknownToGit = 1;
  const auto top = sys::work_tree_above(repository);
  if (!top || !sys::exists(folder)) return {};
  const std::string inner = folder.substr(*top == "/" ? 1 : top->size() + 1);
  const auto git = sys::Git::at(*top, environment);
  if (!git) return refused(folder, "cannot ask git whether it is tracked (" + git.error().what + ")");
  const auto ran =
      git->run({"ls-files", "--error-unmatch", "--", ":(top,glob)" + literal_pattern(inner) + std::string(kTracked)});
  if (!ran) return refused(folder, "cannot ask git whether it is tracked (" + ran.error().what + ")");
  if (ran->status == 0) return refused(folder, "git tracks a file in it");
  if (ran->status != kUnknownToGit) return refused(folder, "git does not say whether it is tracked");
  return {};
}

// The repository (its canonical path) whose own cache a path names: it is <repository>/.rustassistant/cache.db, and
// that folder is not the user's home.
std::optional<std::string> repository_of_cache(const std::string& path, const std::optional<std::string>& home) {
  const std::string folder = sys::folder_of(path.starts_with('/') ? path : "./" + path);
  if (!folder.ends_with(kFolder) || path.substr(path.rfind('/') + 1) != kDatabase) return std::nullopt;
  const auto same = [&folder](const std::string& other) {
    const auto ours = sys::canonical_path(folder);
    const auto theirs = sys::canonical_path(other);
    return folder == other || (ours && theirs && *ours == *theirs);
  };
  if (home && same(*home)) return std::nullopt;
  const auto repository = sys::canonical_path(folder.substr(0, folder.size() - kFolder.size()) + "/");
  return repository ? std::optional(*repository) : std::nullopt;
}

}  // namespace

Result<void> check_place_of_cache(const std::string& path, const sys::Environment& environment) {
  const auto repository = repository_of_cache(path, config::home_folder(environment));
  if (!repository) return {};
  const std::string folder = *repository + std::string(kFolder);
  TRY(check_own(folder));
  for (const std::string_view file : kFiles) TRY(check_own(sys::joined(folder, file)));
  TRY(check_untracked(*repository, folder, environment));
  TRY(sys::create_private_folder(folder));
  const std::string ignore = sys::joined(folder, ".gitignore");
  if (sys::exists(ignore)) return {};
  return sys::write_file_atomically(ignore, kIgnored, 0600);
}

}  // namespace rustassistant::app
