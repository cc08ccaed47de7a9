// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "cache_fixture.hpp"

// What `cache sync` leaves in the cache.
namespace rustassistant::cache {
namespace {

SeenFile seen(const std::string& path, const std::string& interfaces = "") {
  return {path, codec::sha256(path), codec::sha256(interfaces)};
}

std::vector<std::string> paths_of(const std::vector<SeenFile>& files) {
  std::vector<std::string> paths;
  for (const SeenFile& file : files) paths.push_back(file.path);
  return paths;
}

}  // namespace

TEST_CASE_METHOD(CacheFixture, "what was seen of a repository's files is kept by path, until it is gone") {
  {
    const auto store = open();
    CHECK(store->seen_files("0badcafe")->empty());
    REQUIRE(store->put_seen("0badcafe", std::vector{seen("b"), seen("a"), seen("c")}, {}));
    REQUIRE(store->put_seen("00000001", std::vector{seen("other")}, {}));
    REQUIRE(store->put_seen("0badcafe", std::vector{seen("a", "changed")}, std::vector<std::string>{"b", "unknown"}));
    REQUIRE(store->close());
  }
  const auto store = open();
  const auto files = *store->seen_files("0badcafe");
  CHECK(paths_of(files) == std::vector<std::string>{"a", "c"});
  CHECK(files[0].interfaces == codec::sha256("changed"));
  CHECK(files[0].content == codec::sha256("a"));
  REQUIRE(store->clear({}, DryRun::no));
  CHECK(store->seen_files("0badcafe")->empty());
}

TEST_CASE_METHOD(CacheFixture, "warmed answers count as used, superseded or unused, also once they are gone") {
  const auto store = open();
  const std::vector<Entry> entries{entry_named("used"), entry_named("superseded"), entry_named("unused")};
  std::vector<domain::CacheKey> keys;
  for (const Entry& entry : entries) {
    REQUIRE(store->put(entry, Durability::paid));
    keys.push_back(entry.info.key);
  }
  REQUIRE(store->put(entry_named("not warmed"), Durability::paid));
  REQUIRE(store->mark_warmed(keys));
  REQUIRE(store->mark_warmed(keys));
  CHECK(store->statistics()->warmed.all() == 3);
  CHECK(store->statistics()->warmed.unused == 3);
  CHECK(store->statistics("00000001")->warmed.all() == 0);

  clock.advance(std::chrono::seconds(1));
  store->note_hit((*store->find(keys[0]))->info, entries[0].info.repo_id);
  Entry newer = entry_named("newer");
  newer.info.path = entries[1].info.path;
  newer.info.repo_id = entries[1].info.repo_id;
  newer.info.created = newer.info.last_accessed = clock.now();
  REQUIRE(store->put(newer, Durability::paid));
  for (int i = 0; i < 2; ++i) {
    const WarmedCounts counts = store->statistics()->warmed;
    CHECK(counts.used == 1);
    CHECK(counts.superseded == 1);
    CHECK(counts.unused == 1);
    REQUIRE(store->clear({}, DryRun::no));
  }
}

}  // namespace rustassistant::cache
