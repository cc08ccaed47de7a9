// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "cache_fixture.hpp"
#include "rustassistant/db/connection.hpp"

namespace rustassistant::cache {

TEST_CASE_METHOD(CacheFixture, "the last answer about a path is found by all that its key is made of but the content") {
  const auto cache = open();
  Entry first = entry_named("first");
  first.info.path = "src/a.rs";
  REQUIRE(cache->put(first, Durability::paid));
  CHECK(*cache->find_last_answer(first.info) == std::nullopt);
  first.units = AnswerUnits{"units of first", {}};
  REQUIRE(cache->put(first, Durability::paid));
  EntryInfo asked = first.info;
  asked.factors.content_hash = std::string(64, 'b');
  const auto found = *cache->find_last_answer(asked);
  REQUIRE(found);
  CHECK(found->key == first.info.key);
  CHECK(found->units == "units of first");
  for (std::string domain::KeyFactors::* const factor :
       {&domain::KeyFactors::model, &domain::KeyFactors::endpoint, &domain::KeyFactors::prompt_hash,
        &domain::KeyFactors::schema_version, &domain::KeyFactors::language, &domain::KeyFactors::config_hash,
        &domain::KeyFactors::context_hash}) {
    EntryInfo other = asked;
    other.factors.*factor = "other";
    CHECK(*cache->find_last_answer(other) == std::nullopt);
  }
  EntryInfo elsewhere = asked;
  elsewhere.path = "src/b.rs";
  CHECK(*cache->find_last_answer(elsewhere) == std::nullopt);
  elsewhere = asked;
  elsewhere.repo_id = "00000001";
  CHECK(*cache->find_last_answer(elsewhere) == std::nullopt);
}

TEST_CASE_METHOD(CacheFixture, "the newest takes the place of the last answer, which leaves with its entry") {
  const auto cache = open();
  Entry first = entry_named("first");
  Entry second = entry_named("second");
  first.info.path = second.info.path = "src/a.rs";
  for (Entry* entry : {&first, &second}) {
    entry->units = AnswerUnits{"units of " + entry->result, ReuseGain{40, 3, NanoUsd{7}}};
    REQUIRE(cache->put(*entry, Durability::paid));
  }
  CHECK((*cache->find_last_answer(first.info))->key == second.info.key);
  const auto statistics = cache->statistics();
  REQUIRE(statistics);
  CHECK(statistics->reused.answers == 2);
  CHECK(statistics->reused.units == 80);
  CHECK(statistics->reused.asked == 6);
  CHECK(statistics->reused.saved == NanoUsd{14});
  REQUIRE(cache->optimize({9, {}}));
  CHECK((*cache->find_last_answer(first.info))->units == "units of " + second.result);
  REQUIRE(cache->clear({}, DryRun::no));
  CHECK(*cache->find_last_answer(first.info) == std::nullopt);
}

TEST_CASE_METHOD(CacheFixture, "a newer answer of another model about a path is not its last answer") {
  const auto cache = open();
  std::vector<Entry> entries{entry_named("asked"), entry_named("other")};
  for (Entry& entry : entries) {
    entry.info.path = "src/a.rs";
    entry.units = AnswerUnits{"units", {}};
  }
  entries[1].info.factors.model = "another";
  entries[1].info.created = {kMade.value + 1};
  for (const Entry& entry : entries) REQUIRE(cache->put(entry, Durability::paid));
  for (const Entry& entry : entries) CHECK((*cache->find_last_answer(entry.info))->key == entry.info.key);
}

TEST_CASE_METHOD(CacheFixture, "an answer that came without units leaves the last one that has some") {
  const auto cache = open();
  Entry first = entry_named("first");
  Entry second = entry_named("second");
  first.info.path = second.info.path = "src/a.rs";
  first.units = AnswerUnits{"units", {}};
  second.info.created = {first.info.created.value + 1};
  REQUIRE(cache->put_all(std::vector{first, second}));
  CHECK((*cache->find_last_answer(first.info))->key == first.info.key);
}

TEST_CASE_METHOD(CacheFixture, "a last answer whose units are damaged is none") {
  const auto cache = open();
  Entry entry = entry_named("first");
  entry.info.path = "src/a.rs";
  entry.units = AnswerUnits{"units", {}};
  REQUIRE(cache->put(entry, Durability::paid));
  const auto connection = db::Connection::open(path(), {});
  REQUIRE(connection->execute("UPDATE blob SET units = x'00'"));
  CHECK(*cache->find_last_answer(entry.info) == std::nullopt);
}

}  // namespace rustassistant::cache
