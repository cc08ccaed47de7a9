// SPDX-License-Identifier: MIT
#include "rustassistant/cache/sqlite_cache.hpp"

#include <mutex>
#include <utility>

#include "store.hpp"
#include "stored_forms.hpp"
#include "upkeep.hpp"

namespace rustassistant::cache {

SqliteCache::SqliteCache(std::unique_ptr<Store> store) : store_(std::move(store)) {}

SqliteCache::~SqliteCache() {
  static_cast<void>(close());
}

Result<std::unique_ptr<SqliteCache>> SqliteCache::open(CacheOptions options, const Clock& clock) {
  auto store = std::make_unique<Store>(std::move(options), clock);
  TRY(store->open());
  return std::unique_ptr<SqliteCache>(new SqliteCache(std::move(store)));
}

Result<std::optional<Entry>> SqliteCache::find(const domain::CacheKey& key) {
  const std::scoped_lock lock(store_->mutex());
  return store_->find(
      [&key](const db::Connection& connection, KeyLookup& lookup) { return lookup.find(connection, key); });
}

Result<std::optional<Entry>> SqliteCache::find_model_answer(const AnswerQuery& query) {
  const std::scoped_lock lock(store_->mutex());
  return store_->find(
      [&query](const db::Connection& connection, KeyLookup&) { return cache::find_model_answer(connection, query); });
}

Result<std::vector<EntryInfo>> SqliteCache::related(const ContentHash& content_hash, std::string_view repo_id,
                                                    std::string_view path, std::size_t most) {
  const std::scoped_lock lock(store_->mutex());
  return store_->related({content_hash, repo_number(repo_id), path, most});
}

Result<std::int64_t> SqliteCache::put(const Entry& entry, Durability durability) {
  if (static_cast<std::int64_t>(entry.result.size()) > kMaxResultBytes) {
    return fail(Errc::storage, "cannot store a result of " + std::to_string(entry.result.size()) + " bytes: at most " +
                                   std::to_string(kMaxResultBytes) + " are kept");
  }
  TRY_ASSIGN(const auto used, compressor());
  const PackedEntry packed = pack(entry.info, entry.result, *used);
  const std::scoped_lock lock(store_->mutex());
  return store_->put(packed, durability);
}

Result<std::shared_ptr<const codec::Compressor>> SqliteCache::compressor() {
  const std::scoped_lock lock(store_->mutex());
  return store_->compressor();
}

Result<std::vector<Imported>> SqliteCache::import(std::span<const PackedEntry> entries) {
  const std::scoped_lock lock(store_->mutex());
  return store_->import(entries);
}

Result<std::vector<ImportVerdict>> SqliteCache::compare(std::span<const PackedEntry> entries) {
  const std::scoped_lock lock(store_->mutex());
  return store_->compare(entries);
}

Result<SqliteCache::Stretch> SqliteCache::entries_above(std::int64_t id) {
  const std::scoped_lock lock(store_->mutex());
  return store_->entries_above(id);
}

Result<Removal> SqliteCache::clear(const EntryFilter& filter, DryRun dry_run) {
  const std::scoped_lock lock(store_->mutex());
  const auto purpose = dry_run == DryRun::yes ? Store::Purpose::read : Store::Purpose::write;
  return store_->maintain<Removal>(
      purpose, [&](const db::Connection& connection) { return clear_entries(connection, filter, dry_run); });
}

Result<Removal> SqliteCache::prune(const PruneRequest& request) {
  const std::scoped_lock lock(store_->mutex());
  const auto purpose = request.dry_run == DryRun::yes ? Store::Purpose::read : Store::Purpose::write;
  return store_->maintain<Removal>(
      purpose, [&](const db::Connection& connection) { return prune_entries(connection, request, store_->clock()); });
}

Result<std::vector<PastPruning>> SqliteCache::past_prunings(int most) {
  const std::scoped_lock lock(store_->mutex());
  return store_->maintain<std::vector<PastPruning>>(Store::Purpose::read, [most](const db::Connection& connection) {
    return cache::past_prunings(connection, most);
  });
}

Result<Verification> SqliteCache::verify(Repair repair) {
  const std::scoped_lock lock(store_->mutex());
  TRY_ASSIGN(auto verification,
             store_->maintain<Verification>(
                 Store::Purpose::read, [](const db::Connection& connection) { return verify_entries(connection); }));
  if (repair == Repair::no || verification.problems.empty()) return verification;
  TRY(store_->maintain<bool>(Store::Purpose::write, repair_entries));
  verification.repaired = static_cast<std::int64_t>(verification.problems.size());
  return verification;
}

Result<Optimization> SqliteCache::optimize(const OptimizeRequest& request) {
  const std::scoped_lock lock(store_->mutex());
  return store_->maintain<Optimization>(Store::Purpose::write, [&](const db::Connection& connection) {
    return optimize_entries(connection, request, store_->now());
  });
}

void SqliteCache::note_hit(const EntryInfo& entry, std::string_view repo_id) {
  const std::scoped_lock lock(store_->mutex());
  store_->note({entry.id, store_->now(), entry.type(), repo_number(repo_id), tag_of(entry.key)});
}

void SqliteCache::note_miss(domain::AnalysisType type, std::string_view repo_id) {
  const std::scoped_lock lock(store_->mutex());
  store_->note({0, store_->now(), type, repo_number(repo_id), 0});
}

Result<Statistics> SqliteCache::statistics(std::string_view repo_id) {
  const std::scoped_lock lock(store_->mutex());
  return store_->statistics(repo_id.empty() ? std::nullopt : std::optional(repo_number(repo_id)));
}

Result<void> SqliteCache::close() {
  const std::scoped_lock lock(store_->mutex());
  return store_->close();
}

Notices SqliteCache::take_notices() {
  const std::scoped_lock lock(store_->mutex());
  return store_->take_notices();
}

}  // namespace rustassistant::cache
