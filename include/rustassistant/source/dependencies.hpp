// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/source/imports.hpp"

// Which files of a repository a file depends on.
namespace rustassistant::source {

struct SourceFile {
  std::string path;      // from the top of the repository, with slashes
  std::string language;  // as language_of()
  FileImports imports;
};

// A file that says where others are: its path from the top, and its text.
struct Manifest {
  std::string path;
  std::string content;
};
// Whether a name is that of a manifest: Cargo.toml, go.mod, package.json, tsconfig*.json, jsconfig.json,
// compile_commands.json.
[[nodiscard]] bool is_manifest(std::string_view name);

struct Repository {
  std::string top;  // canonical path; compile_commands.json names files by it
  std::vector<SourceFile> files;
  std::vector<Manifest> manifests;
};

// Why an import leads to no file of the repository.
enum class Unresolved : std::uint8_t {
  outside,    // a package of others, or the language's own
  missing,    // should be here by its path, and is not among the files
  ambiguous,  // several files fit alike
  computed,   // ImportForm::computed
};
inline constexpr std::size_t kUnresolvedReasons = 4;
[[nodiscard]] std::string_view name_of(Unresolved reason);

// Files by their indexes in Repository::files.
struct Dependency {
  std::size_t from = 0;
  std::size_t to = 0;
  int line = 0;                      // of the first import that leads there
  std::vector<std::string> symbols;  // names that are known to be used, sorted; none: not known, or the file itself
  bool whole = false;                // an import names nothing of it: more than `symbols` may be used
  bool operator==(const Dependency&) const = default;
};

struct UnresolvedImport {
  std::size_t from = 0;
  int line = 0;
  std::string target;
  Unresolved reason{};
};

struct DependencyGraph {
  std::vector<Dependency> edges;  // sorted, one for each pair; none from a file to itself
  std::vector<UnresolvedImport> unresolved;
};

// Looks every import up among the files given, and nowhere else: what is not in the list is never depended on. Pure.
// How each language finds its files is in docs/dependencies.md. A manifest that cannot be read is as none. Safe to use
// from several threads.
[[nodiscard]] DependencyGraph resolve(const Repository& repository);
// The same of the imports of one file, by its index.
[[nodiscard]] DependencyGraph resolve(const Repository& repository, std::size_t from);

}  // namespace rustassistant::source
