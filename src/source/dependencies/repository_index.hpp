// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "rustassistant/source/dependencies.hpp"

namespace rustassistant::source {

// "a/b" and "../c" as "a/c"; nothing where it leads out of the repository or is absolute. The top is "".
[[nodiscard]] std::optional<std::string> path_within(std::string_view folder, std::string_view relative);
// The folder of a path: "" at the top, not ".".
[[nodiscard]] std::string parent_folder(std::string_view path);
[[nodiscard]] std::string path_below(std::string_view folder, std::string_view name);
// How many folders from the top two paths share.
[[nodiscard]] std::size_t shared_folders(std::string_view a, std::string_view b);

// The files of a repository by their paths. Refers to it.
class RepositoryIndex {
 public:
  explicit RepositoryIndex(const Repository& repository);

  [[nodiscard]] const Repository& repository() const { return *repository_; }
  [[nodiscard]] const SourceFile& file(std::size_t index) const { return repository_->files[index]; }
  [[nodiscard]] std::size_t size() const { return repository_->files.size(); }
  [[nodiscard]] std::optional<std::size_t> find(std::string_view path) const;
  // Whether a file lies in it or below.
  [[nodiscard]] bool has_folder(std::string_view path) const { return folders_.contains(path); }
  [[nodiscard]] const std::vector<std::size_t>& in_folder(const std::string& path) const;
  // The files whose paths end in these folders and name.
  [[nodiscard]] std::vector<std::size_t> ending_in(std::string_view suffix) const;
  // The one that shares most folders with a path; nothing where there is none, or several alike.
  [[nodiscard]] std::optional<std::size_t> nearest(const std::vector<std::size_t>& files, std::string_view path) const;

 private:
  const Repository* repository_;
  std::unordered_map<std::string_view, std::size_t> by_path_;
  std::unordered_map<std::string_view, std::vector<std::size_t>> by_name_;
  std::map<std::string, std::vector<std::size_t>> by_folder_;
  std::set<std::string, std::less<>> folders_;
};

// Collects what the imports of one file lead to.
class EdgeCollector {
 public:
  explicit EdgeCollector(DependencyGraph& graph) : graph_(graph) {}

  void begin(std::size_t from) { from_ = from; }
  void add(std::size_t to, int line, std::vector<std::string> symbols = {});
  void leave_out(const Import& import, Unresolved reason);
  // Puts the edges of the current file into the graph.
  void finish();

 private:
  struct Found {
    int line = 0;
    std::set<std::string> symbols;
    bool whole = false;
  };
  DependencyGraph& graph_;
  std::size_t from_ = 0;
  std::map<std::size_t, Found> found_;
};

// How one language finds its files.
class LanguageResolver {
 public:
  LanguageResolver() = default;
  virtual ~LanguageResolver() = default;
  LanguageResolver(const LanguageResolver&) = delete;
  LanguageResolver& operator=(const LanguageResolver&) = delete;
  virtual void resolve(std::size_t from, EdgeCollector& edges) const = 0;
};

// Refer to the index.
[[nodiscard]] std::unique_ptr<LanguageResolver> rust_resolver(const RepositoryIndex& index);
[[nodiscard]] std::unique_ptr<LanguageResolver> c_resolver(const RepositoryIndex& index);
[[nodiscard]] std::unique_ptr<LanguageResolver> python_resolver(const RepositoryIndex& index);
[[nodiscard]] std::unique_ptr<LanguageResolver> ecma_resolver(const RepositoryIndex& index);
[[nodiscard]] std::unique_ptr<LanguageResolver> go_resolver(const RepositoryIndex& index);
[[nodiscard]] std::unique_ptr<LanguageResolver> java_resolver(const RepositoryIndex& index);
[[nodiscard]] std::unique_ptr<LanguageResolver> bash_resolver(const RepositoryIndex& index);

}  // namespace rustassistant::source
