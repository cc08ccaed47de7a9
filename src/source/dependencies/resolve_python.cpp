// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <set>

#include "repository_index.hpp"
#include "rustassistant/base/text.hpp"

namespace rustassistant::source {
namespace {

// A module is looked for below the folder that holds the file's own top-level package (a script's own folder), then
// below every other folder that holds one, and the top.
class PythonResolver : public LanguageResolver {
 public:
  explicit PythonResolver(const RepositoryIndex& index) : index_(index) {
    roots_.insert("");
    if (index.has_folder("src")) roots_.insert("src");
    for (std::size_t i = 0; i < index.size(); ++i) {
      const std::string& path = index.file(i).path;
      if (path.ends_with("/__init__.py") || path.ends_with("/__init__.pyi")) roots_.insert(base_of(path));
    }
  }

  void resolve(std::size_t from, EdgeCollector& edges) const override {
    for (const Import& import : index_.file(from).imports.imports) {
      if (import.target.starts_with('.')) {
        relative(from, import, edges);
      } else {
        absolute(from, import, edges);
      }
    }
  }

 private:
  [[nodiscard]] std::optional<std::size_t> file_of(const std::string& module) const {
    constexpr auto kEndings = std::to_array<std::string_view>({"/__init__.py", ".py", "/__init__.pyi", ".pyi"});
    for (const std::string_view ending : kEndings) {
      if (module.empty()) break;
      if (const auto found = index_.find(module + std::string(ending))) return found;
    }
    return module.empty() ? index_.find("__init__.py") : std::nullopt;
  }
  [[nodiscard]] bool is_package(const std::string& folder) const {
    const auto found = index_.find(path_below(folder, "__init__.py"));
    return found || index_.find(path_below(folder, "__init__.pyi"));
  }
  // The folder above the outermost package around a file.
  [[nodiscard]] std::string base_of(std::string_view path) const {
    std::string folder = parent_folder(path);
    while (!folder.empty() && is_package(folder)) folder = parent_folder(folder);
    return folder;
  }

  // Adds what is named of a module; false where there is neither the module nor a folder of its name.
  bool add_module(const std::string& module, const Import& import, EdgeCollector& edges) const {
    const auto file = file_of(module);
    std::vector<std::string> names;
    bool any = false;
    for (const std::string& symbol : import.symbols) {
      if (const auto inner = file_of(path_below(module, symbol))) {
        edges.add(*inner, import.line);
        any = true;
      } else {
        names.push_back(symbol);
      }
    }
    const bool whole = import.symbols.empty() || !names.empty();
    if (whole && file) edges.add(*file, import.line, std::move(names));
    return any || file.has_value();
  }

  void relative(std::size_t from, const Import& import, EdgeCollector& edges) const {
    const std::size_t dots = std::min(import.target.find_first_not_of('.'), import.target.size());
    std::string folder = parent_folder(index_.file(from).path);
    for (std::size_t i = 1; i < dots; ++i) {
      if (folder.empty()) return edges.leave_out(import, Unresolved::missing);
      folder = parent_folder(folder);
    }
    const std::string module = below(folder, std::string_view(import.target).substr(dots));
    if (!add_module(module, import, edges)) edges.leave_out(import, Unresolved::missing);
  }

  static std::string below(std::string folder, std::string_view dotted) {
    for (const std::string_view part : split(dotted, '.')) folder = path_below(folder, part);
    return folder;
  }

  // Whether a folder that is no root of the file's own may give it this module: plain modules are found beside scripts
  // only.
  [[nodiscard]] bool may_give(const std::string& root, const std::string& first) const {
    if (root.empty() || root == "src") return true;
    return is_package(path_below(root, first));
  }

  void absolute(std::size_t from, const Import& import, EdgeCollector& edges) const {
    const std::string own = base_of(index_.file(from).path);
    if (add_module(below(own, import.target), import, edges)) return;
    const std::string first = import.target.substr(0, import.target.find('.'));
    bool is_here = index_.has_folder(path_below(own, first)) && is_package(path_below(own, first));
    std::vector<std::string> fitting;
    for (const std::string& root : roots_) {
      if (!may_give(root, first)) continue;
      const std::string module = below(root, import.target);
      is_here = is_here || is_package(path_below(root, first));
      if (file_of(module) || has_member(module, import)) fitting.push_back(root);
    }
    if (fitting.empty()) return edges.leave_out(import, is_here ? Unresolved::missing : Unresolved::outside);
    const auto best = nearest_root(fitting, index_.file(from).path);
    if (!best) return edges.leave_out(import, Unresolved::ambiguous);
    add_module(below(*best, import.target), import, edges);
  }

  [[nodiscard]] bool has_member(const std::string& module, const Import& import) const {
    return std::any_of(import.symbols.begin(), import.symbols.end(),
                       [&](const std::string& symbol) { return file_of(path_below(module, symbol)).has_value(); });
  }

  static std::optional<std::string> nearest_root(const std::vector<std::string>& roots, std::string_view path) {
    std::optional<std::string> best;
    std::size_t most = 0;
    bool alone = false;
    for (const std::string& root : roots) {
      const std::size_t shared = root.empty() ? 0 : shared_folders(root + "/", path) + 1;
      if (best && shared == most) alone = false;
      if (best && shared <= most) continue;
      best = root;
      most = shared;
      alone = true;
    }
    return alone ? best : std::nullopt;
  }

  const RepositoryIndex& index_;
  std::set<std::string> roots_;
};

}  // namespace

std::unique_ptr<LanguageResolver> python_resolver(const RepositoryIndex& index) {
  return std::make_unique<PythonResolver>(index);
}

}  // namespace rustassistant::source
