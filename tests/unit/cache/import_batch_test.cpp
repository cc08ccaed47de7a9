// SPDX-License-Identifier: MIT
#include "rustassistant/cache/import_batch.hpp"

#include "cache_fixture.hpp"

namespace rustassistant::cache {
namespace {

struct Importing : CacheFixture {
  // What became of entries with these names, made at these times.
  [[nodiscard]] std::vector<ImportVerdict> import(SqliteCache& cache, DryRun dry_run,
                                                  const std::vector<std::pair<std::string, std::int64_t>>& entries,
                                                  ImportCount* count = nullptr) const {
    std::vector<ImportVerdict> verdicts;
    ImportBatch batch(cache, dry_run, [&](const EntryInfo&, ImportVerdict verdict) { verdicts.push_back(verdict); });
    const auto compressor = *cache.compressor();
    for (const auto& [name, created] : entries) {
      Entry entry = entry_named(name);
      entry.info.created = {created};
      REQUIRE(batch.add(pack(entry.info, entry.result, *compressor)));
    }
    REQUIRE(batch.flush());
    if (count != nullptr) *count = batch.count();
    return verdicts;
  }
};

using V = ImportVerdict;

}  // namespace

TEST_CASE_METHOD(Importing, "entries are added, replace older ones, or give way; a dry run says the same of new ones") {
  Entry stored = entry_named("stored");
  stored.info.created = {2000};
  store(stored);
  const auto cache = open();
  const std::vector<std::pair<std::string, std::int64_t>> entries{{"new", 1}, {"stored", 1000}, {"stored", 2000}};
  const std::vector<V> expected{V::added, V::superseded, V::present};
  CHECK(import(*cache, DryRun::yes, entries) == expected);
  CHECK(cache->statistics()->total.entries == 1);
  CHECK(import(*cache, DryRun::no, entries) == expected);
  CHECK(cache->statistics()->total.entries == 2);
  ImportCount count;
  CHECK(import(*cache, DryRun::no, {{"stored", 3000}}, &count) == std::vector<V>{V::replaced});
  CHECK(count.replaced == 1);
  CHECK(count.entered() == 1);
}

TEST_CASE_METHOD(Importing, "the entry stored last may be the first to be replaced") {
  store(entry_named("a"));
  store(entry_named("b"));
  const auto cache = open();
  const std::int64_t later = entry_named("a").info.created.value + 1;
  CHECK(import(*cache, DryRun::no, {{"b", later}, {"a", later}}) == std::vector<V>{V::replaced, V::replaced});
}

TEST_CASE_METHOD(Importing, "of entries with one key that come in one run, one is counted as having come in") {
  const auto cache = open();
  const DryRun dry_run = GENERATE(DryRun::no, DryRun::yes);
  ImportCount count;
  static_cast<void>(import(*cache, dry_run, {{"a", 1}, {"a", 3}, {"b", 1}, {"a", 2}}, &count));
  CHECK(count.added == 2);
  CHECK(count.superseded == 2);
  CHECK(count.replaced + count.present == 0);
}

}  // namespace rustassistant::cache
