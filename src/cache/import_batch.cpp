// SPDX-License-Identifier: MIT
#include "rustassistant/cache/import_batch.hpp"

#include <utility>

namespace rustassistant::cache {
namespace {

constexpr std::size_t kEntriesInOneGo = 500;
constexpr std::int64_t kBytesInOneGo = 4'000'000;

bool enters(ImportVerdict verdict) {
  return verdict == ImportVerdict::added || verdict == ImportVerdict::replaced;
}

std::int64_t& member_of(ImportCount& count, ImportVerdict verdict) {
  switch (verdict) {
    case ImportVerdict::added:
      return count.added;
    case ImportVerdict::replaced:
      return count.replaced;
    case ImportVerdict::present:
      return count.present;
    case ImportVerdict::superseded:
      break;
  }
  return count.superseded;
}

}  // namespace

ImportBatch::ImportBatch(SqliteCache& cache, DryRun dry_run, Listener listener)
    : cache_(cache), dry_run_(dry_run), listener_(std::move(listener)) {}

Result<void> ImportBatch::add(PackedEntry entry) {
  bytes_ += entry.info.stored_size;
  entries_.push_back(std::move(entry));
  return entries_.size() >= kEntriesInOneGo || bytes_ >= kBytesInOneGo ? flush() : Result<void>();
}

Result<void> ImportBatch::flush() {
  if (entries_.empty()) return {};
  TRY_ASSIGN(const auto all, verdicts());
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    ++member_of(count_, all[i]);
    if (listener_) listener_(entries_[i].info, all[i]);
  }
  entries_.clear();
  bytes_ = 0;
  return {};
}

Result<std::vector<ImportVerdict>> ImportBatch::verdicts() {
  if (dry_run_ == DryRun::yes) {
    TRY_ASSIGN(auto verdicts, cache_.compare(entries_));
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
      const bool is_new = keys_.insert(domain::prefix_of(entries_[i].info.key)).second;
      if (enters(verdicts[i]) && !is_new) verdicts[i] = ImportVerdict::superseded;
    }
    return verdicts;
  }
  TRY_ASSIGN(const auto imported, cache_.import(entries_));
  std::vector<ImportVerdict> verdicts;
  for (const Imported& one : imported) {
    // One of this very run gave way: it was counted, and its place is taken. The first one's own id does not count: it
    // may be that of the entry that gave way to it.
    const bool of_this_run = first_id_ != 0 && one.replaced >= first_id_;
    if (first_id_ == 0) first_id_ = one.id;
    verdicts.push_back(of_this_run ? ImportVerdict::superseded : one.verdict);
  }
  return verdicts;
}

}  // namespace rustassistant::cache
