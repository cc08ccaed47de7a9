// SPDX-License-Identifier: MIT
#include "rustassistant/legacy/sources.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <system_error>

#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/json.hpp"
#include "rustassistant/domain/provider.hpp"
#include "rustassistant/domain/repository.hpp"
#include "rustassistant/legacy/database.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::legacy {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kMaxMetaBytes = 65'536;
constexpr auto kDatabaseNames =
    std::to_array<std::string_view>({"cache.db", "cache.db.legacy", "analysis.db", "budget.db"});
constexpr std::string_view kLocalFolder = ".rustassistant";

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

bool is_repo_id(std::string_view name) {
  return name.size() == 8 && name.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// `path` or `repo_path` of meta.json; empty where there is none.
std::string path_in_meta(const fs::path& folder) {
  const auto text = sys::read_file((folder / "meta.json").native(), kMaxMetaBytes);
  if (!text) return {};
  const auto json = codec::parse_json(*text);
  if (!json || !json->is_object()) return {};
  for (const char* name : {"path", "repo_path"}) {
    const auto member = json->find(name);
    if (member != json->end() && member->is_string()) return member->get<std::string>();
  }
  return {};
}

// Whose entries lie in `place`: told by meta.json next to it, by the repository around it, or by the folder's name.
Tree tree_of(const fs::path& place) {
  const fs::path owner = place.parent_path();
  Tree tree{place.native(), {}, path_in_meta(owner)};
  if (tree.repo_path.empty() && owner.filename() == kLocalFolder) tree.repo_path = owner.parent_path().native();
  if (!tree.repo_path.empty()) {
    const auto canonical = sys::canonical_path(tree.repo_path);
    if (canonical) tree.repo_path = *canonical;
    tree.repo_id = domain::repo_id(tree.repo_path);
  } else {
    const std::string name = owner.filename().native();
    tree.repo_id = is_repo_id(name) ? name : domain::repo_id(place.native());
  }
  return tree;
}

void add_databases(const fs::path& folder, Source& source) {
  for (const std::string_view name : kDatabaseNames) {
    const std::string path = (folder / name).native();
    if (is_database(path)) source.databases.push_back(tree_of(path));
  }
}

// What one folder holds itself; false: nothing.
bool add_folder(const fs::path& folder, Source& source) {
  const std::size_t databases = source.databases.size();
  add_databases(folder, source);
  for (const fs::path& cache : {folder, folder / "cache", folder / kLocalFolder / "cache"}) {
    std::error_code unknown;
    if (fs::is_symlink(cache, unknown) || !holds_types(cache)) continue;
    source.trees.push_back(tree_of(cache));
    return true;
  }
  return source.databases.size() > databases;
}

}  // namespace

Result<Source> find_source(const std::string& path) {
  TRY_ASSIGN(const std::string canonical, sys::canonical_path(path));
  Source source{canonical, {}, {}};
  if (!sys::is_folder(canonical)) {
    if (is_database(canonical)) source.databases.push_back(tree_of(canonical));
    return source;
  }
  if (add_folder(canonical, source) && !source.trees.empty()) return source;
  for (const fs::path& child : folders_in(canonical)) add_folder(child, source);
  return source;
}

std::vector<Source> default_sources(const sys::Environment& environment) {
  std::vector<std::string> paths;
  if (const auto home = sys::home_folder(environment)) {
    paths.push_back(sys::joined(*home, "cache/repos"));
    paths.push_back(sys::joined(*home, "cache.db.legacy"));
    paths.push_back(sys::joined(*home, "budget.db"));
  }
  const auto user = environment.value("HOME");
  const auto xdg = environment.value("XDG_CACHE_HOME");
  if (xdg && !xdg->empty()) {
    paths.push_back(sys::joined(*xdg, "rustassistant/repos"));
  } else if (user && !user->empty()) {
    paths.push_back(sys::joined(*user, ".cache/rustassistant/repos"));
  }
  if (const auto here = sys::canonical_path(".")) {
    paths.push_back(sys::joined(sys::repository_root(*here, environment.value("HOME")), ".rustassistant/cache"));
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
    std::error_code unknown;
    const bool linked = fs::is_symlink(here / kLocalFolder, unknown) || fs::is_symlink(cache, unknown);
    if (!linked && holds_types(cache)) sources.push_back({cache.native(), {tree_of(cache)}, {}});
    for (fs::path& child : folders_in(here)) {
      if (child.filename() != kLocalFolder && child.filename() != ".git") pending.push_back(std::move(child));
    }
  }
  std::sort(sources.begin(), sources.end(), [](const Source& a, const Source& b) { return a.path < b.path; });
  return sources;
}

}  // namespace rustassistant::legacy
