// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <set>

#include "manifests.hpp"
#include "repository_index.hpp"

namespace rustassistant::source {
namespace {

bool is_test_of_go(std::string_view path) {
  return path.ends_with("_test.go");
}

// An import leads to a folder. Of its files those count that define what is used, or all of them where that is not
// known; of the files of the same package likewise.
class GoResolver : public LanguageResolver {
 public:
  explicit GoResolver(const RepositoryIndex& index) : index_(index) {
    for (const Manifest& manifest : index.repository().manifests) {
      const std::string folder = parent_folder(manifest.path);
      if (path_below(folder, "go.mod") != manifest.path) continue;
      const GoModule module = read_go_mod(manifest.content);
      if (!module.path.empty()) modules_.emplace(module.path, folder);
      for (const auto& [path, relative] : module.replaced) {
        if (const auto target = path_within(folder, relative)) modules_.emplace(path, *target);
      }
    }
  }

  void resolve(std::size_t from, EdgeCollector& edges) const override {
    const SourceFile& file = index_.file(from);
    for (const Import& import : file.imports.imports) {
      const auto folder = folder_of_package(import.target);
      if (!folder) {
        edges.leave_out(import, Unresolved::outside);
        continue;
      }
      const std::vector<std::size_t> files = files_of_package(*folder, {}, false);
      if (files.empty()) edges.leave_out(import, Unresolved::missing);
      const bool listed = import.form == ImportForm::wildcard;
      add_users(files, listed ? file.imports.names : import.symbols, import.line, !listed, edges);
    }
    const auto siblings = files_of_package(parent_folder(file.path), file.imports.package, is_test_of_go(file.path));
    add_users(siblings, file.imports.names, 0, false, edges);
  }

 private:
  [[nodiscard]] std::optional<std::string> folder_of_package(std::string_view path) const {
    std::string_view module = path;
    for (;;) {
      const auto found = modules_.find(module);
      if (found != modules_.end())
        return path_within(found->second, path.substr(std::min(module.size() + 1, path.size())));
      const std::size_t slash = module.rfind('/');
      if (slash == std::string_view::npos) return std::nullopt;
      module = module.substr(0, slash);
    }
  }

  // Of every package in the folder where none is named.
  [[nodiscard]] std::vector<std::size_t> files_of_package(const std::string& folder, std::string_view package,
                                                          bool tests) const {
    std::vector<std::size_t> files;
    for (const std::size_t index : index_.in_folder(folder)) {
      const SourceFile& file = index_.file(index);
      if (file.language != "go" || (is_test_of_go(file.path) && !tests)) continue;
      if (package.empty() || file.imports.package == package) files.push_back(index);
    }
    return files;
  }

  // `all`: where no file defines any of the names, every file counts.
  void add_users(const std::vector<std::size_t>& files, const std::vector<std::string>& names, int line, bool all,
                 EdgeCollector& edges) const {
    const std::set<std::string_view> wanted(names.begin(), names.end());
    bool any = false;
    for (const std::size_t index : files) {
      std::vector<std::string> used;
      for (const std::string& name : index_.file(index).imports.defines) {
        if (name != "_" && name != "init" && wanted.contains(name)) used.push_back(name);
      }
      any = any || !used.empty();
      if (!used.empty()) edges.add(index, line, std::move(used));
    }
    if (any || !all) return;
    for (const std::size_t index : files) edges.add(index, line);
  }

  const RepositoryIndex& index_;
  std::map<std::string, std::string, std::less<>> modules_;  // path, folder
};

}  // namespace

std::unique_ptr<LanguageResolver> go_resolver(const RepositoryIndex& index) {
  return std::make_unique<GoResolver>(index);
}

}  // namespace rustassistant::source
