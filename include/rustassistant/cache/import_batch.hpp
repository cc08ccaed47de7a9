// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <unordered_set>
#include <vector>

#include "rustassistant/base/result.hpp"
#include "rustassistant/cache/maintenance.hpp"
#include "rustassistant/cache/packed_entry.hpp"
#include "rustassistant/cache/sqlite_cache.hpp"

namespace rustassistant::cache {

// How many of the entries that were brought in came to which verdict.
struct ImportCount {
  std::int64_t added = 0;
  std::int64_t replaced = 0;
  std::int64_t present = 0;
  std::int64_t superseded = 0;

  // How many of them the cache holds because of this import.
  [[nodiscard]] std::int64_t entered() const { return added + replaced; }
};

// Brings entries in, several in one transaction: 500, or 4 MB of stored bytes. Of several entries of one run with the
// same key, one is counted as added or replaced, and the others as superseded. A dry run compares without writing. Used
// by one thread; what was not flushed is lost.
class ImportBatch {
 public:
  using Listener = std::function<void(const EntryInfo&, ImportVerdict)>;

  // `cache` must outlive this. `listener` may be empty; it is told of each entry once the entry is stored.
  ImportBatch(SqliteCache& cache, DryRun dry_run, Listener listener = {});

  // Error (storage): the batch could not be stored.
  [[nodiscard]] Result<void> add(PackedEntry entry);
  [[nodiscard]] Result<void> flush();
  // Of what was flushed.
  [[nodiscard]] const ImportCount& count() const { return count_; }

 private:
  [[nodiscard]] Result<std::vector<ImportVerdict>> verdicts();

  SqliteCache& cache_;
  DryRun dry_run_;
  Listener listener_;
  ImportCount count_;
  std::vector<PackedEntry> entries_;
  std::int64_t bytes_ = 0;
  std::int64_t first_id_ = 0;               // that this run gave
  std::unordered_set<std::uint64_t> keys_;  // that a dry run has seen
};

}  // namespace rustassistant::cache
