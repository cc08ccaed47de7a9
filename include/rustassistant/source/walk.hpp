// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/result.hpp"
#include "rustassistant/source/files.hpp"
#include "rustassistant/sys/file_stamp.hpp"

namespace rustassistant::source {

// Why a walk passed over something. A folder that is passed over counts once, whatever it holds.
enum class SkipReason : std::uint8_t {
  hidden,      // its name starts with a dot
  ignored,     // by .gitignore or .git/info/exclude
  excluded,    // by WalkOptions::exclude
  vendored,    // a folder of other people's code (table in src/source/walk/unwanted.cpp)
  generated,   // made by a program, by its name or content (same place)
  not_source,  // prose, data, or a language that is not known
  too_large,   // above WalkOptions::max_file_size
  binary,      // not text
  symlink,     // never followed
  special,     // FIFO, socket, device
  unreadable,  // also reported in WalkReport::errors; a folder that could be read in part only counts, too
};
inline constexpr std::size_t kSkipReasons = 11;
[[nodiscard]] std::string_view name_of(SkipReason reason);

struct WalkOptions {
  std::vector<std::string> exclude;  // patterns in the syntax of .gitignore, the last match wins
  // Folder that they are relative to; empty, or not above the walked one: that one. "./x" is the same as "/x".
  std::string exclude_base;
  std::int64_t max_file_size = kDefaultMaxFileSize;  // bytes
  // What to look at, by canonical path; empty: everything. What is not wanted is neither found nor counted.
  std::function<bool(std::string_view path, bool is_folder)> wanted;
  bool (*stop)() = nullptr;  // asked before each entry; true ends the walk with what was found so far
  // By its name, a file that is found beside the source files, whatever it holds; null: none.
  bool (*also)(std::string_view name) = nullptr;
  // Told of each file that is not too large, by canonical path, before anything else is asked of it. True: it was
  // source when it had this stamp, and is taken for that unread. Null: every file that is named like source is opened.
  std::function<bool(std::string_view path, const sys::FileStamp& stamp)> known = {};
};

struct WalkReport {
  std::vector<std::string> files;   // the walked folder as named, joined with the rest; sorted by their bytes
  std::vector<std::string> others;  // what WalkOptions::also asked for, likewise
  std::array<std::int64_t, kSkipReasons> skipped{};
  std::vector<Error> errors;  // what could not be read (input); the walk went on. At most 1,000
  [[nodiscard]] std::int64_t skipped_for(SkipReason reason) const { return skipped[static_cast<std::size_t>(reason)]; }
};

// Finds the source files below a folder. Ignore rules are git's: .gitignore in every folder from the repository's top
// (the nearest parent with .git) down, then .git/info/exclude; the user's core.excludesFile is not read. Files that git
// tracks are found though a rule ignores them: the index is read, git is not run. Outside a repository the .gitignore
// files at and below the walked folder apply. What the rules say of the walked folder itself does not matter: it was
// asked for. An Error (input) only where the folder itself cannot be read. Memory grows with the number of names only.
// Safe to use from several threads.
[[nodiscard]] Result<WalkReport> walk(const std::string& folder, const WalkOptions& options);

}  // namespace rustassistant::source
