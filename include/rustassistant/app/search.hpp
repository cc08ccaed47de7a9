// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "rustassistant/app/services.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/base/units.hpp"
#include "rustassistant/config/load.hpp"
#include "rustassistant/search/query.hpp"
#include "rustassistant/search/ranking.hpp"

// Finding source by what it is about.
namespace rustassistant::app {

enum class TestFiles : std::uint8_t { also, only, no };

// How much of a place is shown.
struct SnippetSize {
  std::size_t most_lines = 5;  // 0: nothing

  static constexpr std::size_t kNone = 0;
  static constexpr std::size_t kAll = static_cast<std::size_t>(-1);
};

enum class Refresh : bool { skip, first };

enum class MaySpend : bool { no, yes };

// The vectors of an index.
struct VectorStanding {
  std::string model;  // that made them
  std::string pooling;
  std::int64_t dimension = 0;
  std::int64_t chunks = 0;  // that have one
};

struct SearchRequest {
  std::string query;
  std::vector<std::string> paths;      // files and folders of one repository; none: that around the working folder
  std::vector<std::string> languages;  // one of them; none: all
  std::vector<std::string> include;    // patterns, one of which must fit; none: all
  std::vector<std::string> exclude;    // patterns, none of which may fit
  bool symbols_only = false;           // only names of definitions count
  TestFiles tests = TestFiles::also;
  std::size_t skip = 0;  // of the best files, that are not shown
  std::size_t limit = 10;
  SnippetSize snippet;
  Refresh refresh = Refresh::first;
  MaySpend may_spend = MaySpend::yes;  // for the vectors of a server that costs money; no: words alone decide then
};

// What is known of an index.
struct IndexStanding {
  std::string repository;  // its top, canonical
  std::string file;        // empty: kept in memory for this run
  std::int64_t bytes = 0;  // of the file
  std::int64_t files = 0;
  std::int64_t chunks = 0;
  std::int64_t refreshed = 0;                 // files that were read for this run
  std::int64_t removed = 0;                   // files that are there no longer
  std::optional<std::int64_t> stale_seconds;  // since it was known to be complete; 0: it is; nothing: it never was
  std::optional<VectorStanding> vectors;      // for index_status() and build_index(); nothing: there are none
  std::int64_t embedded = 0;                  // chunks that were given a vector by this run
};

struct Snippet {
  std::string text;  // whole lines; from outside
  int line_start = 0;
  bool is_cut = false;  // there are more lines
};

struct SearchResult {
  std::string path;  // from the top of the repository
  std::string language;
  std::string symbol;  // qualified; empty where the place is in no definition
  std::string kind;    // of the symbol
  int line_start = 0;
  int line_end = 0;
  double score = 0;
  search::Why why;
  std::vector<std::string> terms;  // of the query, that the place or its path holds
  std::optional<Snippet> snippet;  // nothing: not asked for, or the file is not what was indexed
  bool is_stale = false;           // the file has changed since, or is gone
};

struct SearchReport {
  search::Query query;
  std::string model;  // that ordered the results by meaning, too; empty: none
  IndexStanding index;
  std::vector<SearchResult> results;
  std::int64_t more = 0;  // files that were found, too, behind those
};

// How far reading changed files is, in files.
using IndexProgress = std::function<void(std::int64_t done, std::int64_t total)>;

// Finds files of a repository and in each the place that fits best. The index in the home folder is brought up to date
// first: what changed since the last search is read. Where it cannot be written, an index in memory answers, with a
// warning. Files are those of a walk (source/walk.hpp). Errors: usage (nothing to look for, paths of several
// repositories, an unknown language), input (no such path, or an index that is to be used as it is and does not
// exist), config, storage, interrupted; of a server that is asked for vectors: unreachable, provider, budget.
[[nodiscard]] Result<SearchReport> search(const SearchRequest& request, const config::Loaded& loaded,
                                          const Services& services, const IndexProgress& progress);

// What is known of the index of the repository around a path; `refreshed` and `removed` tell how many files would be
// read and removed. Nothing is written. Errors as above.
[[nodiscard]] Result<IndexStanding> index_status(const std::string& path, const config::Loaded& loaded,
                                                 const Services& services);
// What `index build` is to do, and whom it tells how far it is.
struct IndexBuild {
  std::string path;
  IndexProgress on_files;
  IndexProgress on_chunks;  // as they are given vectors
};
// Brings it up to date. One that is interrupted while it makes vectors goes on from there the next time.
[[nodiscard]] Result<IndexStanding> build_index(const IndexBuild& build, const config::Loaded& loaded,
                                                const Services& services);
// Removes it. Returns what was known of it; without a file there was none.
[[nodiscard]] Result<IndexStanding> clear_index(const std::string& path, const Services& services);

// Where the index of a repository (canonical) is kept; nothing where there is no home.
[[nodiscard]] std::optional<std::string> index_path(const std::string& repository, const sys::Environment& environment);
// The size of all indexes in the home folder, in bytes, and how many there are.
struct IndexSizes {
  std::int64_t files = 0;
  std::int64_t bytes = 0;
};
[[nodiscard]] IndexSizes index_sizes(const sys::Environment& environment);

}  // namespace rustassistant::app
