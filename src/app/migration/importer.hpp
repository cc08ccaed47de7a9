// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <unordered_set>
#include <vector>

#include "prospects.hpp"
#include "reader.hpp"
#include "rustassistant/app/migrate.hpp"
#include "rustassistant/cache/sqlite_cache.hpp"

namespace rustassistant::app {

// Stores entries as they come, many in a transaction, and counts in `migration` what became of each. A dry run only
// compares. All references must outlive it.
class Importer {
 public:
  Importer(cache::SqliteCache& cache, Prospects& prospects, bool dry_run, Migration& migration)
      : cache_(cache), prospects_(prospects), dry_run_(dry_run), migration_(migration) {}

  // `item` holds an answer, packed.
  Result<void> add(LegacyItem item);
  // Stores what has not been yet.
  Result<void> flush();

 private:
  void count(const cache::EntryInfo& info, const cache::Imported& imported);
  void count_dry(const cache::EntryInfo& info, cache::Import import);
  void count(const cache::EntryInfo& info, cache::Import import);

  cache::SqliteCache& cache_;
  Prospects& prospects_;
  bool dry_run_;
  Migration& migration_;
  std::vector<cache::PackedEntry> batch_;
  std::int64_t bytes_ = 0;
  std::int64_t first_id_ = 0;  // that this run gave
  std::unordered_set<std::uint64_t> seen_;
};

}  // namespace rustassistant::app
