// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "rustassistant/app/search.hpp"
#include "rustassistant/config/settings.hpp"
#include "rustassistant/search/index.hpp"

namespace rustassistant::app {

// Everything outside of room search that decides what an index holds.
[[nodiscard]] std::string index_made_by();

// What differs between an index and the files.
struct IndexDifference {
  struct File {
    std::string path;  // from the top
    sys::FileStamp stamp;
    const search::IndexedFile* known = nullptr;  // of the contents that were compared
  };
  std::vector<File> to_read;  // new, or with another stamp
  std::vector<std::string> gone;
};

// Walks a repository. What cannot be read is a warning. `contents` must outlive what is returned. Errors: input,
// interrupted.
[[nodiscard]] Result<IndexDifference> compare(const search::Contents& contents, const std::string& top,
                                              const config::AnalysisSettings& settings, const Services& services);

// Leaves the files whose content differs: reads those that are known under another stamp.
void keep_changed(IndexDifference& difference, const std::string& top, const config::AnalysisSettings& settings);

// Reads what differs and stores it, a bounded amount in each transaction, and returns how many files had another
// content. A file that vanishes meanwhile is gone. Errors: storage, interrupted; what was stored before stays.
[[nodiscard]] Result<std::int64_t> take_over(const IndexDifference& difference, search::Index& index,
                                             const std::string& top, const config::AnalysisSettings& settings,
                                             const Services& services, const IndexProgress& progress);

// An index that is up to date, or, where refreshing is skipped, as it is.
struct ReadyIndex {
  std::unique_ptr<search::Index> index;
  search::Contents contents;
  IndexStanding standing;
};
[[nodiscard]] Result<ReadyIndex> ready_index(const std::string& top, const config::AnalysisSettings& settings,
                                             Refresh refresh, const Services& services, const IndexProgress& progress);

}  // namespace rustassistant::app
