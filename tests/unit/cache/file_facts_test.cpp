// SPDX-License-Identifier: MIT
#include "rustassistant/cache/file_facts.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "cache_fixture.hpp"
#include "rustassistant/db/connection.hpp"

namespace rustassistant::cache {
namespace {

constexpr std::int64_t kDay = 86'400'000;  // milliseconds

FileFacts facts_named(const std::string& name) {
  return {codec::sha256(name), "rust", 1, codec::sha256("interface of " + name), "facts of " + name, 0};
}

}  // namespace

TEST_CASE_METHOD(CacheFixture, "facts of files are found by content, language and version") {
  const FileFacts first = facts_named("first");
  {
    const auto store = open();
    CHECK_FALSE(*store->find_facts(first.content, "rust", 1));
    REQUIRE(store->put_facts(std::vector{first, facts_named("second")}));
    REQUIRE(store->close());
  }
  const auto store = open();
  const auto found = store->find_facts(first.content, "rust", 1);
  REQUIRE(found);
  REQUIRE(*found);
  CHECK((*found)->bytes == first.bytes);
  CHECK((*found)->interface_hash == first.interface_hash);
  CHECK((*found)->used == clock.now().value / kDay);
  CHECK_FALSE(*store->find_facts(first.content, "c", 1));
  CHECK_FALSE(*store->find_facts(first.content, "rust", 2));
  CHECK(store->statistics()->total.entries == 0);
  CHECK(store->verify(Repair::no)->problems.empty());
}

TEST_CASE_METHOD(CacheFixture, "facts that nobody used for sixty days leave when others are stored") {
  const auto store = open();
  REQUIRE(store->put_facts(std::vector{facts_named("old")}));
  clock.advance(std::chrono::hours(24 * kFactsKeptDays));
  REQUIRE(store->put_facts(std::vector{facts_named("new")}));
  CHECK(*store->find_facts(facts_named("old").content, "rust", 1));
  clock.advance(std::chrono::hours(24));
  REQUIRE(store->put_facts(std::vector{facts_named("newer")}));
  CHECK_FALSE(*store->find_facts(facts_named("old").content, "rust", 1));
  CHECK(*store->find_facts(facts_named("new").content, "rust", 1));
}

TEST_CASE_METHOD(CacheFixture, "damaged facts are not found; verify tells of them, and a repair removes them") {
  {
    const auto store = open();
    REQUIRE(store->put_facts(std::vector{facts_named("a"), facts_named("b")}));
    REQUIRE(store->close());
  }
  {
    const auto connection = db::Connection::open(path(), {});
    auto damage = connection->prepare("UPDATE file_dependencies SET facts = x'00' WHERE content = ?1");
    const ContentHash content = facts_named("a").content;
    REQUIRE(damage->bind(db::Blob(content)).run());
  }
  const auto store = open();
  CHECK_FALSE(*store->find_facts(facts_named("a").content, "rust", 1));
  CHECK(store->verify(Repair::no)->problems ==
        std::vector<std::string>{"what is kept of the dependencies of 1 files is damaged"});
  CHECK(store->verify(Repair::yes)->repaired == 1);
  CHECK(store->verify(Repair::no)->problems.empty());
  CHECK(*store->find_facts(facts_named("b").content, "rust", 1));
}

TEST_CASE_METHOD(CacheFixture, "facts leave with everything, and before answers where room is needed") {
  store(entry_named("answer"));
  const auto store = open();
  REQUIRE(store->put_facts(std::vector{facts_named("a")}));
  EntryFilter other;
  other.model = "nobody";
  REQUIRE(store->clear(other, DryRun::no));
  REQUIRE(store->clear({}, DryRun::yes));
  CHECK(*store->find_facts(facts_named("a").content, "rust", 1));
  REQUIRE(store->clear({}, DryRun::no));
  CHECK_FALSE(*store->find_facts(facts_named("a").content, "rust", 1));

  REQUIRE(store->put(entry_named("answer"), Durability::cheap));
  std::vector<FileFacts> many;
  for (int i = 0; i < 2'000; ++i) many.push_back(facts_named(std::to_string(i)));
  const std::int64_t before = store->statistics()->file_bytes;
  REQUIRE(store->put_facts(many));
  PruneRequest request;
  request.max_bytes = before;
  REQUIRE(store->prune(request));
  CHECK_FALSE(*store->find_facts(many.front().content, "rust", 1));
  CHECK(*store->find(key_of("answer")));
}

}  // namespace rustassistant::cache
