// SPDX-License-Identifier: MIT
#include "repository_index.hpp"

#include <algorithm>

#include "rustassistant/base/text.hpp"

namespace rustassistant::source {

std::optional<std::string> path_within(std::string_view folder, std::string_view relative) {
  if (relative.starts_with('/')) return std::nullopt;
  std::vector<std::string_view> parts;
  const auto walk = [&](std::string_view path) {
    for (const std::string_view part : split(path, '/')) {
      if (part.empty() || part == ".") continue;
      if (part != "..") {
        parts.push_back(part);
      } else if (parts.empty()) {
        return false;
      } else {
        parts.pop_back();
      }
    }
    return true;
  };
  if (!walk(folder) || !walk(relative)) return std::nullopt;
  std::string path;
  for (const std::string_view part : parts) path = path_below(path, part);
  return path;
}

std::string parent_folder(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string() : std::string(path.substr(0, slash));
}

std::string path_below(std::string_view folder, std::string_view name) {
  std::string path(folder);
  if (!path.empty() && !name.empty()) path += '/';
  return path.append(name);
}

std::size_t shared_folders(std::string_view a, std::string_view b) {
  std::size_t shared = 0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()) && a[i] == b[i]; ++i) {
    if (a[i] == '/') ++shared;
  }
  return shared;
}

RepositoryIndex::RepositoryIndex(const Repository& repository) : repository_(&repository) {
  for (std::size_t i = 0; i < repository.files.size(); ++i) {
    const std::string_view path = repository.files[i].path;
    by_path_.emplace(path, i);
    by_name_[path.substr(path.rfind('/') + 1)].push_back(i);
    std::string folder = parent_folder(path);
    by_folder_[folder].push_back(i);
    while (folders_.insert(folder).second && !folder.empty()) folder = parent_folder(folder);
  }
}

std::optional<std::size_t> RepositoryIndex::find(std::string_view path) const {
  const auto found = by_path_.find(path);
  if (found == by_path_.end()) return std::nullopt;
  return found->second;
}

const std::vector<std::size_t>& RepositoryIndex::in_folder(const std::string& path) const {
  static const std::vector<std::size_t> none;
  const auto found = by_folder_.find(path);
  return found == by_folder_.end() ? none : found->second;
}

std::vector<std::size_t> RepositoryIndex::ending_in(std::string_view suffix) const {
  std::vector<std::size_t> files;
  const auto found = by_name_.find(suffix.substr(suffix.rfind('/') + 1));
  if (found == by_name_.end()) return files;
  for (const std::size_t index : found->second) {
    const std::string_view path = file(index).path;
    if (!path.ends_with(suffix)) continue;
    if (path.size() == suffix.size() || path[path.size() - suffix.size() - 1] == '/') files.push_back(index);
  }
  return files;
}

std::optional<std::size_t> RepositoryIndex::nearest(const std::vector<std::size_t>& files,
                                                    std::string_view path) const {
  std::optional<std::size_t> best;
  std::size_t most = 0;
  bool alone = false;
  for (const std::size_t index : files) {
    const std::size_t shared = shared_folders(file(index).path, path);
    if (best && shared == most) alone = false;
    if (best && shared <= most) continue;
    best = index;
    most = shared;
    alone = true;
  }
  return alone ? best : std::nullopt;
}

void EdgeCollector::add(std::size_t to, int line, std::vector<std::string> symbols) {
  if (to == from_) return;
  const auto [found, is_new] = found_.try_emplace(to);
  if (is_new || (line > 0 && line < found->second.line)) found->second.line = line;
  if (symbols.empty()) found->second.whole = true;
  for (std::string& symbol : symbols) found->second.symbols.insert(std::move(symbol));
}

void EdgeCollector::leave_out(const Import& import, Unresolved reason) {
  graph_.unresolved.push_back({from_, import.line, import.target, reason});
}

void EdgeCollector::finish() {
  for (auto& [to, found] : found_) {
    graph_.edges.push_back({from_, to, found.line, {found.symbols.begin(), found.symbols.end()}, found.whole});
  }
  found_.clear();
}

}  // namespace rustassistant::source
