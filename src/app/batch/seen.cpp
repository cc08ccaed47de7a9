// SPDX-License-Identifier: MIT
#include "seen.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace rustassistant::app {

std::vector<cache::SeenFile> seen_now(const ReadRepository& read, const source::DependencyGraph& graph,
                                      std::string_view below) {
  std::vector<std::vector<codec::Sha256Digest>> interfaces(read.states.size());
  for (const source::Dependency& edge : graph.edges) interfaces[edge.from].push_back(read.states[edge.to].interface);
  std::vector<cache::SeenFile> seen;
  for (std::size_t i = 0; i < read.states.size(); ++i) {
    const std::string& path = read.repository.files[i].path;
    if (!path.starts_with(below)) continue;
    std::sort(interfaces[i].begin(), interfaces[i].end());
    codec::Sha256 hash;
    for (const codec::Sha256Digest& interface : interfaces[i])
      hash.update({reinterpret_cast<const char*>(interface.data()), interface.size()});
    seen.push_back({path, read.states[i].content, hash.finish()});
  }
  return seen;
}

SeenChange compare_seen(std::span<const cache::SeenFile> before, std::span<const cache::SeenFile> now) {
  SeenChange change;
  auto old = before.begin();
  for (const cache::SeenFile& file : now) {
    for (; old != before.end() && old->path < file.path; ++old) change.gone.push_back(old->path);
    const bool is_known = old != before.end() && old->path == file.path;
    const bool is_same = is_known && old->content == file.content;
    if (is_same && old->interfaces != file.interfaces) change.dependents.insert(file.path);
    if (!is_same || old->interfaces != file.interfaces) change.changed.push_back(file);
    if (is_known) ++old;
  }
  for (; old != before.end(); ++old) change.gone.push_back(old->path);
  return change;
}

}  // namespace rustassistant::app
