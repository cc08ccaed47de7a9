// SPDX-License-Identifier: MIT
#include "rustassistant/cache/sqlite_cache.hpp"

#include <sys/stat.h>

#include <thread>
#include <vector>

#include "cache_fixture.hpp"

namespace rustassistant::cache {

namespace {

namespace fs = std::filesystem;

void check_same(const EntryInfo& stored, const EntryInfo& given) {
  CHECK(stored.key == given.key);
  for (const domain::Factor& factor : domain::kFactors) {
    INFO(factor.name);
    CHECK(stored.factors.*factor.value == given.factors.*factor.value);
  }
  CHECK(stored.repo_id == given.repo_id);
  CHECK(stored.repo_path == given.repo_path);
  CHECK(stored.path == given.path);
  REQUIRE(stored.usage.has_value() == given.usage.has_value());
  if (given.usage) {
    CHECK(stored.usage->input == given.usage->input);
    CHECK(stored.usage->cached == given.usage->cached);
    CHECK(stored.usage->cache_write == given.usage->cache_write);
    CHECK(stored.usage->output == given.usage->output);
    CHECK(stored.usage->reasoning == given.usage->reasoning);
  }
  CHECK(stored.cost == given.cost);
  CHECK(stored.estimated == given.estimated);
  CHECK(stored.generation_ms == given.generation_ms);
  CHECK(stored.created == given.created);
  CHECK(stored.last_accessed == given.last_accessed);
  CHECK(stored.access_count == given.access_count);
}

}  // namespace

TEST_CASE_METHOD(CacheFixture, "a stored entry is found with everything that was known about it") {
  Entry entry = entry_named("main");
  entry.info.factors.endpoint = "http://127.0.0.1:11434";
  entry.info.factors.context_hash = "beef";
  entry.info.usage = domain::Usage{5, 4, 3, 2, 1};
  entry.info.estimated = true;
  store(entry, Durability::paid);

  const bool aged = GENERATE(false, true);
  if (aged) age();
  const auto found = find("main");
  REQUIRE(found);
  check_same(found->info, entry.info);
  CHECK(found->result == entry.result);
  CHECK(found->info.id > 0);
  CHECK(found->info.raw_size == static_cast<std::int64_t>(entry.result.size()));
  CHECK(found->info.stored_size > 0);
  CHECK(found->info.stored_size < found->info.raw_size);
}

TEST_CASE_METHOD(CacheFixture, "what is unknown stays unknown") {
  Entry entry = entry_named("main");
  entry.info.usage.reset();
  entry.info.cost.reset();
  entry.result.clear();
  store(entry);
  const auto found = find("main");
  REQUIRE(found);
  CHECK_FALSE(found->info.usage);
  CHECK_FALSE(found->info.cost);
  CHECK(found->result.empty());
}

TEST_CASE_METHOD(CacheFixture, "a key that shares its first eight bytes with another is another") {
  Entry first = entry_named("first");
  Entry second = entry_named("second");
  second.info.key = first.info.key;
  second.info.key.back() ^= 1U;
  store(first);
  store(second);
  const auto cache = open();
  CHECK((*cache->find(first.info.key))->result == first.result);
  CHECK((*cache->find(second.info.key))->result == second.result);
  auto absent = first.info.key;
  absent.back() ^= 2U;
  CHECK_FALSE(*cache->find(absent));
}

TEST_CASE_METHOD(CacheFixture, "looking up where there is no cache finds nothing and creates nothing") {
  CHECK_FALSE(find("main"));
  CHECK(open()->statistics()->total.entries == 0);
  CHECK(fs::is_empty(folder.path()));
}

TEST_CASE_METHOD(CacheFixture, "the first store creates a private folder and file") {
  const std::string deep = (folder.path() / "home" / "cache.db").string();
  auto cache = *SqliteCache::open({deep}, clock);
  REQUIRE(cache->put(entry_named("main"), Durability::cheap));
  struct stat facts{};
  REQUIRE(::stat(deep.c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777U) == 0600U);
  REQUIRE(::stat((folder.path() / "home").c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777U) == 0700U);
}

TEST_CASE_METHOD(CacheFixture, "storing a key again replaces its entry") {
  store(entry_named("main"));
  Entry again = entry_named("main");
  again.result = R"({"newer":true})";
  store(again);
  CHECK(find("main")->result == again.result);
  const auto statistics = open()->statistics();
  CHECK(statistics->total.entries == 1);
  CHECK(statistics->total.raw_bytes == static_cast<std::int64_t>(again.result.size()));
}

TEST_CASE_METHOD(CacheFixture, "a look-up leaves the folder as it is") {
  store(entry_named("main"));
  age();
  const auto time = fs::last_write_time(path());
  const auto cache = open();
  REQUIRE(*cache->find(key_of("main")));
  CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
  REQUIRE(cache->close());
  CHECK(fs::last_write_time(path()) == time);
}

TEST_CASE_METHOD(CacheFixture, "a process that looks up sees what another stores in the meantime") {
  store(entry_named("first"));
  age();
  const auto reader = open();
  REQUIRE(*reader->find(key_of("first")));
  CHECK_FALSE(*reader->find(key_of("second")));

  const auto writer = open();
  REQUIRE(writer->put(entry_named("second"), Durability::cheap));
  CHECK(*reader->find(key_of("second")));
  REQUIRE(writer->put(entry_named("third"), Durability::cheap));
  REQUIRE(writer->close());
  CHECK(*reader->find(key_of("third")));
}

TEST_CASE_METHOD(CacheFixture, "the database file alone holds everything once a run that stored is over") {
  const auto reader = open();
  const auto cache = open();
  for (int i = 0; i < 50; ++i) REQUIRE(cache->put(entry_named(std::to_string(i)), Durability::cheap));
  cache->note_hit((*cache->find(key_of("1")))->info, "0badcafe");
  REQUIRE_FALSE(*reader->find(key_of("none")));  // another process keeps the log alive
  REQUIRE(cache->close());

  fs::create_directory(folder.path() / "copy");
  fs::copy_file(path(), folder.path() / "copy" / "cache.db");
  const auto copy = *SqliteCache::open({(folder.path() / "copy" / "cache.db").string()}, clock);
  for (int i = 0; i < 50; ++i) CHECK(*copy->find(key_of(std::to_string(i))));
  CHECK(copy->statistics()->total.hits == 1);
}

TEST_CASE_METHOD(CacheFixture, "results of up to four mebibytes are kept, larger ones refused") {
  Entry entry = entry_named("large");
  entry.result.assign(static_cast<std::size_t>(kMaxResultBytes), 'a');
  const auto cache = open();
  REQUIRE(cache->put(entry, Durability::cheap));
  CHECK((*cache->find(entry.info.key))->result == entry.result);
  entry.result += 'a';
  const auto refused = cache->put(entry, Durability::cheap);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::storage);
}

TEST_CASE_METHOD(CacheFixture, "texts from outside are stored as they are") {
  Entry entry = entry_named("main");
  entry.info.path = "src/\xff\xfe'; DROP TABLE entry; --.rs\x1b[31m";
  entry.info.factors.model = std::string("with\0zero", 9);
  store(entry);
  CHECK(find("main")->info.path == entry.info.path);
  CHECK(find("main")->info.factors.model == entry.info.factors.model);
}

TEST_CASE_METHOD(CacheFixture, "after close every call is an error") {
  const auto cache = open();
  REQUIRE(cache->put(entry_named("main"), Durability::cheap));
  REQUIRE(cache->close());
  CHECK_FALSE(cache->find(key_of("main")));
  CHECK_FALSE(cache->put(entry_named("main"), Durability::cheap));
  CHECK_FALSE(cache->statistics());
  CHECK(cache->close());
}

TEST_CASE_METHOD(CacheFixture, "several threads may share a cache") {
  const auto cache = open();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&cache, t] {
      for (int i = 0; i < 25; ++i) {
        const std::string name = std::to_string(t) + "-" + std::to_string(i);
        static_cast<void>(cache->put(entry_named(name), Durability::cheap));
        if (const auto found = cache->find(key_of(name)); found && *found) cache->note_hit((*found)->info, "0badcafe");
      }
    });
  }
  for (auto& thread : threads) thread.join();
  const auto statistics = cache->statistics();
  REQUIRE(statistics);
  CHECK(statistics->total.entries == 100);
  CHECK(statistics->total.hits == 100);
}

TEST_CASE_METHOD(CacheFixture, "an entry of a thousand costs at most 450 bytes beside its document") {
  // What a cache takes for its tables alone is no cost of an entry.
  REQUIRE(open()->put_seen("0badcafe", {}, {}));
  const std::int64_t empty = open()->statistics()->file_bytes;
  const auto cache = open();
  for (int i = 0; i < 1000; ++i) {
    Entry entry = entry_named("module_" + std::to_string(i) + "/implementation");
    // Incompressible, so that the file is no smaller than its documents; small, so that pages are well filled.
    entry.result = codec::sha256_hex("a" + std::to_string(i)) + codec::sha256_hex("b" + std::to_string(i));
    REQUIRE(cache->put(entry, Durability::cheap));
  }
  REQUIRE(cache->close());
  const auto statistics = open()->statistics();
  const std::int64_t overhead = (statistics->file_bytes - empty - statistics->total.stored_bytes) / 1000;
  INFO("overhead " << overhead);
  CHECK(overhead <= 450);
}

}  // namespace rustassistant::cache
