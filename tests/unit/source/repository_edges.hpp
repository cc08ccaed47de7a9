// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "rustassistant/source/dependencies.hpp"
#include "rustassistant/source/language.hpp"

// A repository written down in a test, and what its files depend on as lines.
namespace rustassistant::source {

using Files = std::vector<std::pair<std::string, std::string>>;  // path, content
using Shown = std::vector<std::string>;

inline DependencyGraph graph_of(const Repository& repository) {
  return resolve(repository);
}

inline Repository repository_of(const Files& files) {
  Repository repository;
  repository.top = "/r";
  for (const auto& [path, content] : files) {
    if (is_manifest(path.substr(path.rfind('/') + 1))) {
      repository.manifests.push_back({path, content});
    } else {
      const std::string language(language_of(path, content));
      repository.files.push_back({path, language, imports_of(content, language)});
    }
  }
  return repository;
}

// "from -> to {symbols}" sorted, then "from ? target: reason".
inline Shown edges(const Files& files) {
  const Repository repository = repository_of(files);
  const DependencyGraph graph = graph_of(repository);
  Shown shown;
  for (const Dependency& edge : graph.edges) {
    std::string text = repository.files[edge.from].path + " -> " + repository.files[edge.to].path;
    std::string symbols;
    for (const std::string& symbol : edge.symbols) symbols += (symbols.empty() ? "" : " ") + symbol;
    if (!symbols.empty()) text += " {" + symbols + "}";
    shown.push_back(std::move(text));
  }
  for (const UnresolvedImport& left : graph.unresolved) {
    if (left.reason == Unresolved::outside) continue;
    shown.push_back(repository.files[left.from].path + " ? " + left.target + ": " + std::string(name_of(left.reason)));
  }
  std::sort(shown.begin(), shown.end());
  return shown;
}

}  // namespace rustassistant::source
