// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rustassistant/app/budget_report.hpp"
#include "rustassistant/app/migrate.hpp"
#include "rustassistant/app/search.hpp"
#include "rustassistant/app/transfer.hpp"
#include "rustassistant/app/why.hpp"
#include "rustassistant/cache/maintenance.hpp"
#include "rustassistant/cache/statistics.hpp"
#include "rustassistant/render/view.hpp"

// Results of the cache's commands, as text or as one JSON document. Pure. `path` is the database file.
namespace rustassistant::render {

struct CacheStatus {
  std::string path;
  std::int64_t max_size = 0;
  std::int64_t high_watermark = 0;  // bytes
  std::int64_t low_watermark = 0;
  cache::Statistics statistics;
  std::optional<std::vector<cache::PastPruning>> prunings;  // newest first; nothing: not asked for
  std::optional<app::BudgetPicture> budget;                 // nothing: the ledger cannot be read
  std::optional<cache::TeamStanding> team;                  // nothing: it never shared
  app::IndexSizes search_indexes;                           // of the home folder; they are not part of the cache
};
[[nodiscard]] std::string cache_status(const CacheStatus& status, const View& view);

[[nodiscard]] std::string cache_prune(const cache::PruneRequest& request, const cache::Removal& removal,
                                      const std::string& path, const View& view);
[[nodiscard]] std::string cache_clear(cache::DryRun dry_run, const cache::Removal& removal, const std::string& path,
                                      const View& view);
[[nodiscard]] std::string cache_verify(const cache::Verification& verification, const std::string& path,
                                       const View& view);
[[nodiscard]] std::string cache_optimize(const cache::Optimization& optimization, const std::string& path,
                                         const View& view);
// `file`: the archive.
[[nodiscard]] std::string cache_export(const app::ArchiveExport& done, const std::string& path, const std::string& file,
                                       const View& view);
[[nodiscard]] std::string cache_import(const app::ArchiveImport& import, const std::string& path, const View& view);
[[nodiscard]] std::string cache_why(const app::Why& why, const TimeZone& zone, const View& view);
[[nodiscard]] std::string cache_migrate(const app::Migration& migration, const app::MigrateRequest& request,
                                        const View& view);

}  // namespace rustassistant::render
