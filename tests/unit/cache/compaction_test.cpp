// SPDX-License-Identifier: MIT
#include "compaction.hpp"

#include "cache_fixture.hpp"
#include "rustassistant/db/connection.hpp"

// Documents are moved together in batches, and what a cache holds beside them is counted.
namespace rustassistant::cache {

TEST_CASE_METHOD(CacheFixture, "documents are moved together in batches, and every entry keeps its own") {
  constexpr int kEntries = 450;
  {
    const auto cache = open();
    for (int i = 0; i < kEntries; ++i) REQUIRE(cache->put(entry_named(std::to_string(i), 1), Durability::cheap));
    REQUIRE(cache->close());
  }
  const auto connection = this->connection();
  CHECK_FALSE(*is_compacting(connection));
  REQUIRE(begin_compacting(connection));
  REQUIRE(begin_compacting(connection));
  CHECK(*is_compacting(connection));
  const auto above = [&] { return *connection.integer("SELECT above FROM compaction"); };
  for (const int done : {200, 400, 450}) {
    CHECK(*compact_some(connection));
    CHECK(above() == done);
    REQUIRE(begin_compacting(connection));  // goes on where it is
    CHECK(above() == done);
  }
  CHECK_FALSE(*compact_some(connection));
  CHECK_FALSE(*is_compacting(connection));
  CHECK(*connection.integer("SELECT min(id) FROM blob") == kEntries + 1);
  CHECK(*connection.integer("SELECT count(*) FROM blob") == kEntries);
  CHECK(open()->verify(Repair::no)->problems.empty());
}

TEST_CASE_METHOD(CacheFixture, "a batch of documents that are moved ends with a megabyte") {
  const auto cache = open();
  for (int i = 0; i < 4; ++i) REQUIRE(cache->put(entry_named(std::to_string(i), 1), Durability::cheap));
  const auto connection = this->connection();
  REQUIRE(connection.execute("UPDATE entry SET stored_size = 500000"));
  CHECK(*compact_some(connection));
  CHECK(*connection.integer("SELECT above FROM compaction") == 2);
}

TEST_CASE_METHOD(CacheFixture, "what a cache holds beside documents is counted by its entries") {
  store(entry_named("a"));
  store(entry_named("b"));
  const auto now = occupancy(connection());
  REQUIRE(now);
  CHECK(now->rows == 960);
  CHECK(now->live == 960 + open()->statistics()->total.stored_bytes);
  CHECK(now->used == number("PRAGMA page_count") * number("PRAGMA page_size"));
}

}  // namespace rustassistant::cache
