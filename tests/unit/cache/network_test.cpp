// SPDX-License-Identifier: MIT
#include "cache_fixture.hpp"
#include "rustassistant/db/connection.hpp"
#include "support/processes.hpp"

namespace rustassistant::cache {
namespace {

struct OnNetwork : CacheFixture {
  [[nodiscard]] std::unique_ptr<SqliteCache> open_shared(bool on_network) const {
    CacheOptions wanted = options();
    wanted.on_network = on_network;
    return CacheFixture::open(wanted);
  }
  [[nodiscard]] std::string journal_mode() const {
    const auto connection = db::Connection::open(path(), {.mode = db::OpenMode::read_only});
    REQUIRE(connection);
    auto query = connection->prepare("PRAGMA journal_mode");
    REQUIRE(query);
    REQUIRE(*query->step());
    return std::string(query->text(0));
  }
};

}  // namespace

TEST_CASE_METHOD(OnNetwork, "on a network file system the cache keeps no write-ahead log, and who stores is told") {
  const auto cache = open_shared(true);
  CHECK_FALSE(*cache->find(key_of("a")));
  CHECK(notices.empty());
  REQUIRE(cache->put(entry_named("a"), Durability::paid));
  REQUIRE(notices.size() == 1);
  CHECK(notices[0].find("network file system") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(path() + "-wal"));
  REQUIRE(*cache->find(key_of("a")));
  REQUIRE(cache->put(entry_named("b"), Durability::paid));
  CHECK(notices.size() == 1);
  REQUIRE(cache->close());
  CHECK(journal_mode() == "delete");
}

TEST_CASE_METHOD(OnNetwork, "a cache that is carried to another kind of file system is turned") {
  store(entry_named("a"));
  CHECK(journal_mode() == "wal");
  {
    const auto there = open_shared(true);
    REQUIRE(*there->find(key_of("a")));
    REQUIRE(there->put(entry_named("b"), Durability::paid));
  }
  CHECK(journal_mode() == "delete");
  {
    const auto back = open_shared(false);
    REQUIRE(*back->find(key_of("b")));
    REQUIRE(back->put(entry_named("c"), Durability::paid));
    CHECK(notices.size() == 1);  // from there alone
  }
  CHECK(journal_mode() == "wal");
  for (const char* name : {"a", "b", "c"}) CHECK(find(name));
}

TEST_CASE_METHOD(OnNetwork, "processes share a cache without a write-ahead log") {
  store(entry_named("known"));
  const auto results = test::wait_for(test::start_processes(6, [this](int process) {
    for (int i = 0; i < 10; ++i) {
      const auto cache = SqliteCache::open({.path = path(), .on_network = true}, clock);
      if (!cache) return 1;
      if (!(*cache)->put(entry_named(std::to_string(process) + "-" + std::to_string(i)), Durability::cheap)) return 2;
      const auto known = (*cache)->find(key_of("known"));
      if (!known || !*known) return 3;
      if (!(*cache)->close()) return 4;
    }
    return 0;
  }));
  for (const int result : results) CHECK(result == 0);
  CHECK(open()->statistics()->total.entries == 61);
  CHECK(open()->verify(Repair::no)->problems.empty());
}

TEST_CASE_METHOD(OnNetwork, "a journal left by a killed process is rolled back before anything is read") {
  {
    REQUIRE(open_shared(true)->put(entry_named("a", 200'000), Durability::paid));
  }
  const auto killed = test::start_processes(1, [this](int) {
    const auto connection = db::Connection::open(path(), {.journal = db::Journal::rollback});
    if (!connection ||
        !connection->execute("PRAGMA cache_size=1; BEGIN IMMEDIATE; UPDATE blob SET data = zeroblob(300000)"))
      return 1;
    ::_exit(0);  // in the middle of the transaction, some pages already changed
  });
  REQUIRE(test::wait_for(killed) == std::vector<int>{0});
  REQUIRE(std::filesystem::file_size(path() + "-journal") > 0);
  age();
  CHECK(find("a"));
  CHECK(open()->verify(Repair::no)->problems.empty());
}

}  // namespace rustassistant::cache
