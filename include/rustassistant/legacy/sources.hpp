// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "rustassistant/base/result.hpp"
#include "rustassistant/base/units.hpp"
#include "rustassistant/legacy/database.hpp"
#include "rustassistant/sys/environment.hpp"

// Where the older tool kept its answers. Nothing here writes to a source, but for set_aside().
namespace rustassistant::legacy {

// The answers of one repository: a JSON cache, <place>/<type>/**.json, or a database.
struct Tree {
  std::string place;      // folder or file
  std::string repo_id;    // 8 hex digits
  std::string repo_path;  // canonical where it exists; empty: not known
};

// A path that holds answers: a tree, a folder of trees, or a database.
struct Source {
  std::string path;             // canonical
  std::vector<Tree> trees;      // JSON caches, in the order of their folders
  std::vector<Tree> databases;  // see database.hpp; in the same order
  [[nodiscard]] bool empty() const { return trees.empty() && databases.empty(); }
};

// What a path holds: a centralized folder of repositories, one of these, the older tool's home, a repository with a
// local cache, its .rustassistant folder or the cache in it, a folder of such, or an SQLite file. Error (input): no
// such path.
[[nodiscard]] Result<Source> find_source(const std::string& path);

// Where the older tool kept answers, as far as there are any: in `home` and in ~/.rustassistant, in the user's cache
// folder, and in each of `folders` (the working folder and its repository).
[[nodiscard]] std::vector<Source> default_sources(const sys::Environment& environment,
                                                  const std::optional<std::string>& home,
                                                  const std::set<std::string>& folders);

// Every repository with a local cache below a folder. Symbolic links are not followed.
[[nodiscard]] Result<std::vector<Source>> sources_under(const std::string& folder);

// The repository that a row of a database belongs to; where it does not say, that of the database. A relative path is
// taken only where it leads to the repository that the id names.
[[nodiscard]] Tree tree_of_row(const Owner& owner, const Tree& database);

// Renames a database of the older tool that is where a cache should be to <path>.legacy (-2, -3 … where that
// exists), with its logs, and returns the name; nullopt: there is none. Error (storage): it cannot be renamed.
[[nodiscard]] Result<std::optional<std::string>> set_aside(const std::string& path);

// A file of a tree that is an entry by its name, or what is wrong with it (a symbolic link, a folder that cannot be
// read).
struct TreeFile {
  std::string path;
  std::string type;  // the folder below the tree's: "refactor"
  std::optional<Error> error;
};

// Calls `visit` for each, in no certain order; false ends it.
void walk(const Tree& tree, const std::function<bool(TreeFile)>& visit);

// The whole of an entry's file and when it was last written. Never follows a symbolic link, never blocks. Error
// (input): no regular file, larger than kMaxEntryBytes, or changed while it was read.
struct FileText {
  std::string text;
  UnixMillis modified;
};
[[nodiscard]] Result<FileText> read_entry_file(const std::string& path);

}  // namespace rustassistant::legacy
