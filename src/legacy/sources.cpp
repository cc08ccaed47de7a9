// SPDX-License-Identifier: MIT
#include "rustassistant/legacy/sources.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <set>
#include <system_error>

#include "names.hpp"
#include "owners.hpp"
#include "rustassistant/domain/provider.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::legacy {
namespace {

namespace fs = std::filesystem;

// Folders (not links) in a folder, in order.
std::vector<fs::path> folders_in(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code failure;
  for (fs::directory_iterator entry(folder, failure), end; !failure && entry != end; entry.increment(failure)) {
    std::error_code unknown;
    if (entry->is_directory(unknown) && !entry->is_symlink(unknown)) found.push_back(entry->path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

bool holds_types(const fs::path& folder) {
  const auto folders = folders_in(folder);
  return std::any_of(folders.begin(), folders.end(), [](const fs::path& child) {
    return domain::analysis_type_named(child.filename().native()).has_value();
  });
}

void add_databases(const fs::path& folder, Source& source) {
  for (const std::string_view name : kDatabaseNames) {
    const std::string path = (folder / name).native();
    if (is_database(path)) source.databases.push_back(tree_of(path));
  }
}

// What one folder holds itself; false: no JSON cache.
bool add_folder(const fs::path& folder, Source& source) {
  add_databases(folder, source);
  for (const fs::path& cache : {folder, folder / "cache", folder / kLocalFolder / "cache"}) {
    std::error_code unknown;
    if (fs::is_symlink(cache, unknown) || !holds_types(cache)) continue;
    source.trees.push_back(tree_of(cache));
    return true;
  }
  return false;
}

bool is_link(const fs::path& path) {
  std::error_code unknown;
  return fs::is_symlink(path, unknown);
}

// The folder that holds the older tool's files, wherever it stands.
bool is_tool_home(const fs::path& folder) {
  return sys::is_folder((folder / "cache/repos").native()) && !is_link(folder / "cache/repos");
}

void add_homes(const sys::Environment& environment, const std::optional<std::string>& own,
               std::vector<std::string>& paths) {
  std::set<std::string> homes;
  if (own) homes.insert(*own);
  if (const auto user = environment.value("HOME"); user && !user->empty())
    homes.insert(sys::joined(*user, kLocalFolder));
  for (const std::string& home : homes) {
    for (const std::string_view place : kHomePlaces) paths.push_back(sys::joined(home, place));
  }
}

void add_cache_folders(const sys::Environment& environment, std::vector<std::string>& paths) {
  const auto user = environment.value("HOME");
  const auto xdg = environment.value("XDG_CACHE_HOME");
  if (xdg && !xdg->empty()) {
    paths.push_back(sys::joined(sys::home_expanded(*xdg, environment), kCachePlace));
  } else if (user && !user->empty()) {
    paths.push_back(sys::joined(sys::joined(*user, ".cache"), kCachePlace));
  }
}

}  // namespace

Result<Source> find_source(const std::string& path) {
  TRY_ASSIGN(const std::string canonical, sys::canonical_path(path));
  Source source{canonical, {}, {}};
  if (!sys::is_folder(canonical)) {
    if (is_database(canonical)) source.databases.push_back(tree_of(canonical));
    return source;
  }
  if (is_tool_home(canonical)) {
    add_databases(canonical, source);
    for (const char* place : {"cache", "data"}) add_databases(fs::path(canonical) / place, source);
    for (const fs::path& child : folders_in(fs::path(canonical) / "cache/repos")) add_folder(child, source);
    return source;
  }
  if (add_folder(canonical, source)) return source;
  for (const fs::path& child : folders_in(canonical)) add_folder(child, source);
  return source;
}

std::vector<Source> default_sources(const sys::Environment& environment, const std::optional<std::string>& home,
                                    const std::set<std::string>& folders) {
  std::vector<std::string> paths;
  add_homes(environment, home, paths);
  add_cache_folders(environment, paths);
  for (const std::string& folder : folders) {
    for (const std::string_view place : kRepositoryPlaces) paths.push_back(sys::joined(folder, place));
  }
  std::vector<Source> sources;
  std::set<std::string> seen;
  for (const std::string& path : paths) {
    if (!sys::exists(path)) continue;
    auto source = find_source(path);
    if (source && !source->empty() && seen.insert(source->path).second) sources.push_back(*std::move(source));
  }
  return sources;
}

Result<std::vector<Source>> sources_under(const std::string& folder) {
  TRY_ASSIGN(const std::string top, sys::canonical_path(folder));
  if (!sys::is_folder(top)) return fail(Errc::input, sys::quoted(folder) + " is not a folder");
  std::vector<Source> sources;
  std::vector<fs::path> pending{top};
  while (!pending.empty()) {
    const fs::path here = std::move(pending.back());
    pending.pop_back();
    const fs::path cache = here / kLocalFolder / "cache";
    const bool linked = is_link(here / kLocalFolder) || is_link(cache);
    if (!linked && holds_types(cache)) sources.push_back({cache.native(), {tree_of(cache)}, {}});
    for (fs::path& child : folders_in(here)) {
      if (child.filename() != kLocalFolder && child.filename() != ".git") pending.push_back(std::move(child));
    }
  }
  std::sort(sources.begin(), sources.end(), [](const Source& a, const Source& b) { return a.path < b.path; });
  return sources;
}

Result<std::optional<std::string>> set_aside(const std::string& path) {
  if (!is_database(path)) return std::nullopt;
  std::string target = path + ".legacy";
  for (int number = 2; sys::exists(target); ++number) target = path + ".legacy-" + std::to_string(number);
  // The logs first: what is cut short between them and the file comes together again by doing it once more.
  for (const char* suffix : {"-wal", "-journal", "-shm", ""}) {
    if (std::rename((path + suffix).c_str(), (target + suffix).c_str()) == 0 || (errno == ENOENT && *suffix != '\0')) {
      continue;
    }
    return fail(Errc::storage,
                "cannot rename " + sys::quoted(path) + ", a cache of the older tool: " + sys::errno_text(errno),
                "move it elsewhere; `rustassistant cache migrate --source FILE` then imports it");
  }
  return target;
}

}  // namespace rustassistant::legacy
