// SPDX-License-Identifier: MIT
#include "rust_crates.hpp"

#include <algorithm>

#include "rustassistant/base/text.hpp"

namespace rustassistant::source {
namespace {

std::string crate_name(std::string name) {
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

std::string module_below(const std::string& module, const std::string& name) {
  if (name.empty()) return module;
  return module.empty() ? name : module + "::" + name;
}

// Whether a path within a package is the root of a crate by the place where it lies.
bool is_crate_root(std::string_view path) {
  for (const std::string_view folder : {"src/bin/", "tests/", "examples/", "benches/"}) {
    if (!path.starts_with(folder)) continue;
    const std::string_view rest = path.substr(folder.size());
    const std::size_t slash = rest.find('/');
    return slash == std::string_view::npos || rest.substr(slash + 1) == "main.rs";
  }
  return path == "src/lib.rs" || path == "src/main.rs" || path == "build.rs";
}

}  // namespace

RustCrates::RustCrates(const RepositoryIndex& index)
    : index_(index), positions_(index.size()), placed_(index.size(), 0), like_mod_rs_(index.size(), 0) {
  for (std::size_t i = 0; i < index.size(); ++i) like_mod_rs_[i] = index.file(i).path.ends_with("/mod.rs") ? 1 : 0;
  read_packages();
  std::vector<std::vector<std::size_t>> files(packages_.size());
  for (std::size_t i = 0; i < index.size(); ++i) {
    if (index.file(i).language != "rust") continue;
    if (const Package* package = package_of(index.file(i).path))
      files[static_cast<std::size_t>(package - packages_.data())].push_back(i);
  }
  for (std::size_t i = 0; i < packages_.size(); ++i) add_roots(packages_[i], files[i]);
  // Without a manifest the names of files tell.
  for (const std::string_view name : {"lib.rs", "main.rs"}) {
    for (const std::size_t file : index.ending_in(name)) {
      if (placed_[file] == 0) add_crate(file);
    }
  }
  for (std::size_t i = 0; i < index.size(); ++i) {
    if (placed_[i] == 0 && index.file(i).language == "rust") add_crate(i);
  }
}

void RustCrates::read_packages() {
  for (const Manifest& manifest : index_.repository().manifests) {
    const std::string folder = parent_folder(manifest.path);
    if (path_below(folder, "Cargo.toml") != manifest.path) continue;
    CargoPackage read = read_cargo_toml(manifest.content);
    if (read.name.empty() || !package_folders_.emplace(folder, packages_.size()).second) continue;
    packages_.push_back({folder, std::move(read)});
  }
}

const RustCrates::Package* RustCrates::package_of(std::string_view path) const {
  std::string folder = parent_folder(path);
  for (;;) {
    const auto found = package_folders_.find(folder);
    if (found != package_folders_.end()) return &packages_[found->second];
    if (folder.empty()) return nullptr;
    folder = parent_folder(folder);
  }
}

void RustCrates::add_roots(const Package& package, const std::vector<std::size_t>& files) {
  const std::string library = package.manifest.library_path.empty() ? "src/lib.rs" : package.manifest.library_path;
  if (const auto path = path_within(package.folder, library)) {
    if (const auto file = index_.find(*path)) {
      add_crate(*file);
      const std::string& name = package.manifest.library.empty() ? package.manifest.name : package.manifest.library;
      libraries_.try_emplace(crate_name(name), positions_[*file].crate);
    }
  }
  for (const std::string& root : package.manifest.roots) {
    const auto path = path_within(package.folder, root);
    const auto file = path ? index_.find(*path) : std::nullopt;
    if (file) add_crate(*file);
  }
  const std::size_t start = package.folder.empty() ? 0 : package.folder.size() + 1;
  for (const std::size_t file : files) {
    if (is_crate_root(std::string_view(index_.file(file).path).substr(start))) add_crate(file);
  }
}

// Follows `mod` from a root.
void RustCrates::add_crate(std::size_t root) {
  if (placed_[root] != 0 && positions_[root].module.empty()) return;
  const std::size_t crate = crates_.size();
  crates_.emplace_back();
  like_mod_rs_[root] = 1;
  std::vector<std::pair<std::size_t, std::string>> pending{{root, ""}};
  while (!pending.empty()) {
    const auto [file, module] = std::move(pending.back());
    pending.pop_back();
    const bool included = crates_[crate].modules.contains(module);
    if (!included) crates_[crate].modules.emplace(module, file);
    if (placed_[file] != 0) {
      if (included || positions_[file].crate == crate) continue;
    } else {
      placed_[file] = 1;
      positions_[file] = {crate, module};
    }
    for (const Import& import : index_.file(file).imports.imports) {
      const bool is_include = import.target == "include!";
      if (import.form != ImportForm::declared && !is_include) continue;
      const auto child = declared_file(file, import);
      if (!child) continue;
      if (!import.path.empty()) like_mod_rs_[*child] = 1;
      std::string inner = is_include ? module : module_below(module_below(module, import.scope), import.target);
      pending.emplace_back(*child, std::move(inner));
    }
  }
}

std::string RustCrates::folder_of_modules(std::size_t file) const {
  const std::string& path = index_.file(file).path;
  return like_mod_rs_[file] != 0 ? parent_folder(path) : path.substr(0, path.size() - 3);
}

std::optional<std::size_t> RustCrates::declared_file(std::size_t from, const Import& import) const {
  std::string folder = folder_of_modules(from);
  for (const std::string_view part : split(import.scope, ':')) {
    if (!part.empty()) folder = path_below(folder, part);
  }
  if (!import.path.empty()) {
    if (import.scope.empty()) folder = parent_folder(index_.file(from).path);
    const auto path = path_within(folder, import.path);
    return path ? index_.find(*path) : std::nullopt;
  }
  std::string name = import.target;
  if (name.starts_with("r#")) name.erase(0, 2);
  if (const auto found = index_.find(path_below(folder, name + ".rs"))) return found;
  return index_.find(path_below(folder, name + "/mod.rs"));
}

std::optional<std::size_t> RustCrates::module_file(std::size_t crate, const std::string& module) const {
  const auto& modules = crates_[crate].modules;
  const auto found = modules.find(module);
  if (found == modules.end()) return std::nullopt;
  return found->second;
}

std::optional<std::size_t> RustCrates::crate_named(std::size_t from, std::string_view name) const {
  std::string wanted(name);
  if (const Package* package = package_of(index_.file(from).path)) {
    const auto& renamed = package->manifest.renamed;
    const auto as_written =
        std::find_if(renamed.begin(), renamed.end(), [&](const auto& row) { return crate_name(row.first) == wanted; });
    if (as_written != renamed.end()) wanted = crate_name(as_written->second);
  }
  const auto found = libraries_.find(wanted);
  if (found == libraries_.end()) return std::nullopt;
  return found->second;
}

}  // namespace rustassistant::source
