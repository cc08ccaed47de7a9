// SPDX-License-Identifier: MIT
#include "importer.hpp"

#include <utility>

namespace rustassistant::app {
namespace {

constexpr std::size_t kBatchEntries = 500;
constexpr std::int64_t kBatchBytes = 4'000'000;

}  // namespace

Result<void> Importer::add(LegacyItem item) {
  migration_.source_bytes += item.source_bytes;
  migration_.stored_bytes += item.packed.info.stored_size;
  if (item.answer->provider_inferred) ++migration_.inferred_providers;
  if (item.answer->older_prompt) ++migration_.older_prompts;
  bytes_ += item.packed.info.stored_size;
  batch_.push_back(std::move(item.packed));
  return batch_.size() >= kBatchEntries || bytes_ >= kBatchBytes ? flush() : Result<void>();
}

Result<void> Importer::flush() {
  if (batch_.empty()) return {};
  if (dry_run_) {
    TRY_ASSIGN(const auto imports, cache_.compare(batch_));
    for (std::size_t i = 0; i < batch_.size(); ++i) count_dry(batch_[i].info, imports[i]);
  } else {
    TRY_ASSIGN(const auto imported, cache_.import(batch_));
    for (std::size_t i = 0; i < batch_.size(); ++i) count(batch_[i].info, imported[i]);
  }
  batch_.clear();
  bytes_ = 0;
  return {};
}

void Importer::count(const cache::EntryInfo& info, const cache::Imported& imported) {
  if (imported.id != 0 && first_id_ == 0) first_id_ = imported.id;
  // One of this very run gave way: it was counted, and its place is taken.
  const bool of_this_run = imported.replaced != 0 && imported.replaced >= first_id_;
  count(info, of_this_run ? cache::Import::superseded : imported.import);
}

// Of several entries with the same key only one would come in.
void Importer::count_dry(const cache::EntryInfo& info, cache::Import import) {
  const bool enters = import == cache::Import::added || import == cache::Import::replaced;
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < sizeof key; ++i) key = key << 8U | info.key[i];
  count(info, enters && !seen_.insert(key).second ? cache::Import::superseded : import);
}

void Importer::count(const cache::EntryInfo& info, cache::Import import) {
  switch (import) {
    case cache::Import::added:
    case cache::Import::replaced:
      ++migration_.migrated;
      prospects_.count(info);
      break;
    case cache::Import::present:
      ++migration_.already_present;
      prospects_.count(info);
      break;
    case cache::Import::superseded:
      ++migration_.superseded;
      break;
  }
}

}  // namespace rustassistant::app
