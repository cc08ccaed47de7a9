// SPDX-License-Identifier: MIT
#pragma once

#include "rustassistant/app/cost_report.hpp"
#include "rustassistant/cache/sqlite_cache.hpp"

namespace rustassistant::app {

// What was found in the repository of a report, whose path and days are set: reads its source files and the answers
// about them, and what the last report found. Keeps what it found for the next one; where that cannot be written, a
// warning says so. Errors: storage, config (the repository's settings), interrupted.
[[nodiscard]] Result<RepositoryFindings> repository_findings(const CostReport& report, cache::SqliteCache& cache,
                                                             const config::Loaded& loaded, const Services& services);

}  // namespace rustassistant::app
