// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/app/refused.hpp"
#include "rustassistant/app/services.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/cache/import_batch.hpp"
#include "rustassistant/cache/sqlite_cache.hpp"

// A cache as one file to carry elsewhere, and back: JSON Lines in a zstd frame (docs/cache.md). Memory does not grow
// with the number of entries.
namespace rustassistant::app {

struct ArchiveExport {
  std::int64_t entries = 0;
  std::int64_t damaged = 0;  // entries that could not be read, and are not in the archive
  std::int64_t bytes = 0;    // of the archive
};

// Hands the archive to `sink`, piece by piece. Ends early with an Error once sys::stop_requested().
[[nodiscard]] Result<ArchiveExport> export_cache(cache::SqliteCache& cache, const Clock& clock,
                                                 const std::function<Result<void>(std::string_view)>& sink);

struct ArchiveImport {
  cache::ImportCount count;
  std::int64_t refused = 0;       // entries that were not taken
  std::vector<Refused> refusals;  // the first thousand of them, and what is wrong with the archive as a whole
};

// Takes the archive from `source`, piece by piece; an empty piece is its end. An entry that is not as it should be is
// refused, the others come in. Error (input): this is no archive at all. Ends early with an Error, and what came in
// until then, once sys::stop_requested().
[[nodiscard]] Result<ArchiveImport> import_cache(cache::SqliteCache& cache, const Clock& clock,
                                                 const std::function<Result<std::string>()>& source);

}  // namespace rustassistant::app
