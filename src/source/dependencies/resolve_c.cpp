// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <set>

#include "manifests.hpp"
#include "repository_index.hpp"

namespace rustassistant::source {
namespace {

// Quoted: the file's own folder, the folders of -I, then the end of a path. Angled: the folders of -I, then the end of
// a path below a folder of headers.
class CResolver : public LanguageResolver {
 public:
  explicit CResolver(const RepositoryIndex& index) : index_(index) {
    std::set<std::string> seen;
    for (const Manifest& manifest : index.repository().manifests) {
      if (!manifest.path.ends_with("compile_commands.json")) continue;
      for (const auto& [file, folders] : read_compile_commands(manifest.content)) {
        const auto path = below_top(file);
        if (!path) continue;
        std::vector<std::string>& own = folders_[*path];
        for (const std::string& folder : folders) {
          const auto inside = below_top(folder);
          if (!inside) continue;
          own.push_back(*inside);
          if (seen.insert(*inside).second) all_folders_.push_back(*inside);
        }
      }
    }
  }

  void resolve(std::size_t from, EdgeCollector& edges) const override {
    for (const Import& import : index_.file(from).imports.imports) {
      if (import.form == ImportForm::computed) {
        edges.leave_out(import, Unresolved::computed);
      } else if (!from_folders(from, import, edges)) {
        from_endings(from, import, edges);
      }
    }
  }

 private:
  [[nodiscard]] std::optional<std::string> below_top(const std::string& path) const {
    const std::string& top = index_.repository().top;
    if (path == top) return std::string();
    if (!path.starts_with(top + "/")) return std::nullopt;
    return path_within("", std::string_view(path).substr(top.size() + 1));
  }

  bool from_folders(std::size_t from, const Import& import, EdgeCollector& edges) const {
    const std::string& path = index_.file(from).path;
    std::vector<std::string> folders;
    if (import.form == ImportForm::quoted) folders.push_back(parent_folder(path));
    const auto own = folders_.find(path);
    const std::vector<std::string>& options = own == folders_.end() ? all_folders_ : own->second;
    folders.insert(folders.end(), options.begin(), options.end());
    for (const std::string& folder : folders) {
      const auto candidate = path_within(folder, import.target);
      if (!candidate) continue;
      if (const auto found = index_.find(*candidate)) return edges.add(*found, import.line), true;
    }
    return false;
  }

  // Whether `<x.h>` may mean a file: what is before its name is a folder for headers.
  [[nodiscard]] static bool is_public_header(std::string_view path, std::string_view target) {
    const std::string_view before = path.substr(0, path.size() - target.size());
    return before.ends_with("include/") || before.ends_with("inc/") || target.find('/') != std::string_view::npos;
  }

  void from_endings(std::size_t from, const Import& import, EdgeCollector& edges) const {
    std::string_view target = import.target;
    while (target.starts_with("../") || target.starts_with("./")) target.remove_prefix(target.find('/') + 1);
    const bool angled = import.form == ImportForm::angled;
    std::vector<std::size_t> files = index_.ending_in(target);
    if (angled) std::erase_if(files, [&](std::size_t i) { return !is_public_header(index_.file(i).path, target); });
    const auto found = files.size() == 1 ? std::optional(files.front()) : index_.nearest(files, index_.file(from).path);
    if (found) return edges.add(*found, import.line);
    const Unresolved none = angled ? Unresolved::outside : Unresolved::missing;
    edges.leave_out(import, files.empty() ? none : Unresolved::ambiguous);
  }

  const RepositoryIndex& index_;
  std::map<std::string, std::vector<std::string>> folders_;  // by file
  std::vector<std::string> all_folders_;                     // for headers, and files that no command compiles
};

}  // namespace

std::unique_ptr<LanguageResolver> c_resolver(const RepositoryIndex& index) {
  return std::make_unique<CResolver>(index);
}

}  // namespace rustassistant::source
