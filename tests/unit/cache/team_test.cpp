// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "cache_fixture.hpp"
#include "rustassistant/cache/archive.hpp"

namespace rustassistant::cache {
namespace {

constexpr UnixMillis kNow{1'795'262'400'000};

Entry from_team(const std::string& name, const std::string& writer) {
  Entry entry = entry_named(name);
  entry.origin = EntryOrigin{writer, {1'795'000'000'001}, {}};
  return entry;
}

}  // namespace

TEST_CASE_METHOD(CacheFixture, "an entry remembers who wrote it into a team's store, until it is replaced") {
  const auto cache = SqliteCache::open(options(), clock).value();
  REQUIRE(cache->put_all(std::vector{from_team("a", "0123456789abcdef")}));
  const std::int64_t id = cache->find(key_of("a")).value().value().info.id;
  const auto origin = cache->origin_of(id).value();
  REQUIRE(origin);
  CHECK(origin->writer == "0123456789abcdef");
  CHECK(origin->written == UnixMillis{1'795'000'000'001});
  CHECK(origin->received == clock.now());
  CHECK(cache->team_standing()->entries == 1);

  const std::int64_t again = cache->put(entry_named("a"), Durability::cheap).value();
  CHECK_FALSE(cache->origin_of(again).value());
  CHECK(cache->team_standing()->entries == 0);
}

TEST_CASE_METHOD(CacheFixture, "what one writer wrote can be cleared") {
  const auto cache = SqliteCache::open(options(), clock).value();
  REQUIRE(cache->put_all(std::vector{from_team("a", "0123456789abcdef"), from_team("b", "ffffffffffffffff")}));
  REQUIRE(cache->put(entry_named("c"), Durability::cheap));
  EntryFilter filter;
  filter.writer = "0123456789abcdef";
  CHECK(cache->clear(filter, DryRun::yes)->entries == 1);
  CHECK(cache->clear(filter, DryRun::no)->entries == 1);
  CHECK_FALSE(cache->find(key_of("a")).value());
  CHECK(cache->find(key_of("b")).value());
  CHECK(cache->find(key_of("c")).value());
  CHECK(cache->clear({}, DryRun::no)->entries == 2);
}

TEST_CASE_METHOD(CacheFixture, "the outbox keeps each key once, until it was sent") {
  const auto cache = SqliteCache::open(options(), clock).value();
  CHECK(cache->outbox(10)->empty());
  REQUIRE(cache->change_outbox(std::vector{key_of("a"), key_of("b"), key_of("a")}, {}));
  CHECK(cache->outbox(10)->size() == 2);
  CHECK(cache->outbox(1)->size() == 1);
  CHECK(cache->team_standing()->waiting == 2);
  REQUIRE(cache->change_outbox({}, std::vector{key_of("a")}));
  CHECK(cache->outbox(10).value() == std::vector{key_of("b")});
}

TEST_CASE_METHOD(CacheFixture, "what runs got and gave is summed") {
  const auto cache = SqliteCache::open(options(), clock).value();
  REQUIRE(cache->add_team_day(20261121, {1, 2, 3, 4}));
  REQUIRE(cache->add_team_day(20261121, {1, 0, 0, 0}));
  REQUIRE(cache->add_team_day(20261122, {1, 0, 0, 5}));
  const TeamSums sums = cache->team_standing()->sums;
  CHECK(sums.hits == 3);
  CHECK(sums.misses == 2);
  CHECK(sums.rejected == 3);
  CHECK(sums.stored == 9);
}

TEST_CASE("an entry that is shared tells neither repository nor path, and is checked as that of an archive") {
  Entry entry = entry_named("a");
  entry.info.key = domain::cache_key(entry.info.factors);
  const std::string line = shared_line(entry);
  CHECK(line.find("someone") == std::string::npos);
  CHECK(line.find("src/a.rs") == std::string::npos);
  CHECK(line.find("0badcafe") == std::string::npos);
  const auto read = parse_shared_line(line, kNow);
  REQUIRE(read);
  CHECK(read->result == entry.result);
  CHECK(read->info.key == entry.info.key);
  CHECK(read->info.path.empty());
  std::string other = line;
  other.replace(other.find("grok-code"), 4, "gork");
  CHECK_FALSE(parse_shared_line(other, kNow));
  CHECK_FALSE(parse_archive_line(line, kNow));
}

}  // namespace rustassistant::cache
