// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <map>
#include <span>

#include "ecma_packages.hpp"
#include "manifests.hpp"
#include "repository_index.hpp"

namespace rustassistant::source {
namespace {

constexpr auto kTypeScriptFirst = std::to_array<std::string_view>(
    {".ts", ".tsx", ".d.ts", ".mts", ".cts", ".js", ".mjs", ".cjs", ".jsx", ".d.mts", ".d.cts"});
constexpr auto kJavaScriptFirst = std::to_array<std::string_view>(
    {".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx", ".mts", ".cts", ".d.ts", ".d.mts", ".d.cts"});

// `./a.js` may be written for what is compiled to it.
struct CompiledFrom {
  std::string_view written;
  std::string_view sources[3];
};
constexpr auto kCompiledFrom = std::to_array<CompiledFrom>({
    {".js", {".ts", ".tsx", ".d.ts"}},
    {".jsx", {".tsx", ".d.ts", ""}},
    {".mjs", {".mts", ".d.mts", ""}},
    {".cjs", {".cts", ".d.cts", ""}},
});

constexpr int kMaxNestedFolders = 4;  // `main` of a folder that names a folder …

class EcmaResolver : public LanguageResolver {
 public:
  explicit EcmaResolver(const RepositoryIndex& index) : index_(index), packages_(index.repository()) {}

  void resolve(std::size_t from, EdgeCollector& edges) const override {
    const SourceFile& file = index_.file(from);
    for (const Import& import : file.imports.imports) {
      if (import.form == ImportForm::computed) {
        edges.leave_out(import, Unresolved::computed);
        continue;
      }
      const std::string target = import.target.substr(0, import.target.find('?'));
      const bool here = target == "." || target == ".." || target.starts_with("./") || target.starts_with("../");
      const auto found = here ? beside(file, target) : by_name(file, target);
      if (found) {
        edges.add(*found, import.line, import.symbols);
      } else {
        edges.leave_out(import, here || packages_.owns(target) ? Unresolved::missing : Unresolved::outside);
      }
    }
  }

 private:
  static std::span<const std::string_view> endings_for(const SourceFile& from) {
    if (from.language == "javascript") return kJavaScriptFirst;
    return kTypeScriptFirst;
  }

  [[nodiscard]] std::optional<std::size_t> beside(const SourceFile& from, std::string_view target) const {
    const auto path = path_within(parent_folder(from.path), target);
    if (!path) return std::nullopt;
    // "./a/" and "." name folders.
    if (target.ends_with('/') || target == "." || target == ".." || target.ends_with("/.."))
      return in_folder(from, *path, 0);
    return file_or_folder(from, *path, 0);
  }

  [[nodiscard]] std::optional<std::size_t> source_at(const SourceFile& from, const std::string& path) const {
    if (const auto found = index_.find(path)) return found;
    for (const CompiledFrom& row : kCompiledFrom) {
      if (!path.ends_with(row.written)) continue;
      const std::string stem = path.substr(0, path.size() - row.written.size());
      for (const std::string_view source : row.sources) {
        if (source.empty()) continue;
        if (const auto found = index_.find(stem + std::string(source))) return found;
      }
    }
    for (const std::string_view ending : endings_for(from)) {
      if (const auto found = index_.find(path + std::string(ending))) return found;
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<std::size_t> file_or_folder(const SourceFile& from, const std::string& path,
                                                          int depth) const {
    if (const auto found = path.empty() ? std::nullopt : source_at(from, path)) return found;
    return in_folder(from, path, depth);
  }

  [[nodiscard]] std::optional<std::size_t> in_folder(const SourceFile& from, const std::string& folder,
                                                     int depth) const {
    if (depth >= kMaxNestedFolders) return std::nullopt;
    for (const std::string& entry : packages_.entries_of_folder(folder)) {
      const auto path = path_within(folder, entry);
      if (!path || *path == folder) continue;
      if (const auto found = file_or_folder(from, *path, depth + 1)) return found;
    }
    return source_at(from, path_below(folder, "index"));
  }

  [[nodiscard]] std::optional<std::size_t> first_of(const SourceFile& from,
                                                    const std::vector<std::string>& paths) const {
    for (const std::string& path : paths) {
      if (const auto found = file_or_folder(from, path, 0)) return found;
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<std::size_t> by_name(const SourceFile& from, const std::string& target) const {
    if (target.starts_with('/') || target.find(':') != std::string::npos) return std::nullopt;
    if (const auto found = first_of(from, packages_.mapped(from.path, target))) return found;
    return first_of(from, packages_.of_packages(from.path, target));
  }

  const RepositoryIndex& index_;
  EcmaPackages packages_;
};

}  // namespace

std::unique_ptr<LanguageResolver> ecma_resolver(const RepositoryIndex& index) {
  return std::make_unique<EcmaResolver>(index);
}

}  // namespace rustassistant::source
