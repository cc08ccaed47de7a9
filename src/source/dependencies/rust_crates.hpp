// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "manifests.hpp"
#include "repository_index.hpp"

namespace rustassistant::source {

// The crates of a repository, and the modules that their files are. Module paths are "a::b", the root is "".
class RustCrates {
 public:
  explicit RustCrates(const RepositoryIndex& index);

  struct Position {
    std::size_t crate = 0;
    std::string module;
  };
  // Where a file stands in the first crate that reaches it; one that no crate reaches is the root of its own.
  [[nodiscard]] const Position& position(std::size_t file) const { return positions_[file]; }
  // The file of a module; nothing where it is none, or stands within a file.
  [[nodiscard]] std::optional<std::size_t> module_file(std::size_t crate, const std::string& module) const;
  // The crate of a library by the name that a file's code uses for it.
  [[nodiscard]] std::optional<std::size_t> crate_named(std::size_t from, std::string_view name) const;
  // The file that `mod a;` or `include!` of a file names.
  [[nodiscard]] std::optional<std::size_t> declared_file(std::size_t from, const Import& import) const;

 private:
  struct Crate {
    std::map<std::string, std::size_t> modules;
  };
  struct Package {
    std::string folder;
    CargoPackage manifest;
  };
  void read_packages();
  void add_roots(const Package& package, const std::vector<std::size_t>& files);
  void add_crate(std::size_t root);
  [[nodiscard]] const Package* package_of(std::string_view path) const;
  [[nodiscard]] std::string folder_of_modules(std::size_t file) const;

  const RepositoryIndex& index_;
  std::vector<Package> packages_;
  std::map<std::string, std::size_t, std::less<>> package_folders_;
  std::vector<Crate> crates_;
  std::vector<Position> positions_;
  std::vector<char> placed_;
  std::vector<char> like_mod_rs_;                              // its modules lie beside it
  std::map<std::string, std::size_t, std::less<>> libraries_;  // crates by name
};

}  // namespace rustassistant::source
