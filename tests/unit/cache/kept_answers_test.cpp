// SPDX-License-Identifier: MIT
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "cache_fixture.hpp"
#include "rustassistant/db/connection.hpp"
#include "support/processes.hpp"
#include "support/watched_disk.hpp"

// That what was paid for is not lost.
namespace rustassistant::cache {
namespace {

namespace fs = std::filesystem;

// With the key that its factors make.
Entry paid_answer() {
  Entry entry = entry_named("paid");
  entry.info.key = domain::cache_key(entry.info.factors);
  return entry;
}

const domain::CacheKey& key_of_paid() {
  static const domain::CacheKey key = paid_answer().info.key;
  return key;
}

struct Fixture : CacheFixture {
  [[nodiscard]] CacheOptions impatient() const {
    CacheOptions wanted = options();
    wanted.busy_timeout = std::chrono::milliseconds(1);
    return wanted;
  }
  [[nodiscard]] std::string spool() const { return path() + ".unstored"; }
};

// Holds the database against other writers for as long as it lives.
struct Writer {
  explicit Writer(const std::string& path) : connection(*db::Connection::open(path, {})) {
    REQUIRE(connection.execute("BEGIN IMMEDIATE"));
  }
  db::Connection connection;
};

}  // namespace

TEST_CASE_METHOD(Fixture, "an answer that was paid for is flushed to the disk before put returns, a cheap one is not") {
  const test::WatchedDisk disk;
  const auto cache = open();
  REQUIRE(cache->put(entry_named("first"), Durability::cheap));
  const int before = disk.flushes_of("-wal");
  REQUIRE(cache->put(entry_named("cheap"), Durability::cheap));
  CHECK(disk.flushes_of("-wal") == before);
  REQUIRE(cache->put(entry_named("paid"), Durability::paid));
  CHECK(disk.flushes_of("-wal") > before);
}

TEST_CASE_METHOD(Fixture, "many paid answers are flushed to the disk at once") {
  const test::WatchedDisk disk;
  const auto cache = open();
  REQUIRE(cache->put(entry_named("first"), Durability::cheap));
  std::vector<Entry> entries;
  for (int i = 0; i < 50; ++i) entries.push_back(entry_named("paid " + std::to_string(i)));
  const int before = disk.flushes_of("-wal");
  REQUIRE(cache->put_all(entries));
  CHECK(disk.flushes_of("-wal") == before + 1);
  for (const Entry& entry : entries) CHECK(*cache->find(entry.info.key));
}

TEST_CASE_METHOD(Fixture, "of many answers none is stored where one cannot be, and none is kept beside the database") {
  store(entry_named("before"));
  std::vector<Entry> entries{entry_named("one"), entry_named("other")};
  SECTION("because it is too large") {
    entries.back().result.assign(static_cast<std::size_t>(kMaxResultBytes) + 1, ' ');
    CHECK_FALSE(open()->put_all(entries));
  }
  SECTION("because another process holds the database") {
    const Writer writer(path());
    CHECK_FALSE(open(impatient())->put_all(entries));
  }
  CHECK_FALSE(fs::exists(spool()));
  CHECK(open()->statistics()->total.entries == 1);
}

TEST_CASE_METHOD(Fixture, "a paid answer that finds the database busy is kept beside it, and stored by the next run") {
  store(entry_named("before"));
  {
    const Writer writer(path());
    const auto cache = open(impatient());
    const auto kept = cache->put(paid_answer(), Durability::paid);
    REQUIRE(kept);
    CHECK(*kept == 0);
    REQUIRE(notices.size() == 1);
    CHECK(notices[0].find(spool()) != std::string::npos);
    CHECK_FALSE(cache->put(entry_named("cheap"), Durability::cheap));
    CHECK((*cache->find(key_of_paid()))->result == paid_answer().result);
    CHECK(fs::status(spool()).permissions() == fs::perms(0600));

    // Nor can a run beside it store the answer; it answers nevertheless.
    CHECK((*open(impatient())->find(key_of_paid()))->info.factors.model == "grok-code-fast-1");
  }
  CHECK(fs::exists(spool()));
  CHECK(*open()->find(key_of_paid()));
  CHECK_FALSE(fs::exists(spool()));
  CHECK(open()->statistics()->total.entries == 2);
}

TEST_CASE_METHOD(Fixture, "an older answer that waited does not replace a newer one") {
  Entry old = paid_answer();
  store(entry_named("before"));
  {
    const Writer writer(path());
    REQUIRE(open(impatient())->put(old, Durability::paid));
  }
  const std::string waiting = spool() + ".kept";
  fs::rename(spool(), waiting);
  Entry newer = old;
  newer.info.created.value += 1;
  newer.result = R"({"newer":true})";
  store(newer);
  fs::rename(waiting, spool());
  CHECK((*open()->find(key_of_paid()))->result == newer.result);
  CHECK_FALSE(fs::exists(spool()));
}

TEST_CASE_METHOD(Fixture, "lines of the waiting answers that are damaged cost nothing but themselves") {
  store(entry_named("before"));
  {
    const Writer writer(path());
    REQUIRE(open(impatient())->put(paid_answer(), Durability::paid));
  }
  std::ofstream(spool(), std::ios::app) << "{\"key\":1}\nhalf a li";
  CHECK(*open()->find(key_of_paid()));
  CHECK(open()->statistics()->total.entries == 2);
}

TEST_CASE_METHOD(Fixture, "where the answer cannot be kept beside the database, it is kept where the options say") {
  store(entry_named("before"));
  fs::create_directory(spool());
  CacheOptions wanted = impatient();
  wanted.spare_spool = (folder.path() / "spare" / "waiting").string();
  {
    const Writer writer(path());
    REQUIRE(open(wanted)->put(paid_answer(), Durability::paid));
    CHECK(fs::exists(wanted.spare_spool));
    wanted.spare_spool.clear();
    CHECK_FALSE(open(wanted)->put(entry_named("lost"), Durability::paid));
  }
  wanted.spare_spool = (folder.path() / "spare" / "waiting").string();
  CHECK(*open(wanted)->find(key_of_paid()));
  CHECK_FALSE(fs::exists(wanted.spare_spool));
}

TEST_CASE_METHOD(Fixture, "with a full disk entries can be removed, and their space comes back") {
  {
    const auto cache = open();
    for (int i = 0; i < 200; ++i) {
      Entry entry = entry_named(std::to_string(i));
      entry.result = '"' + codec::sha256_hex("a" + entry.result) + codec::sha256_hex("b" + entry.result) + '"';
      REQUIRE(cache->put(entry, Durability::cheap));
    }
  }
  const auto before = fs::file_size(path());
  const bool settled = GENERATE(false, true);  // so that it need not be opened with locks to be looked at
  if (settled) age();
  const bool clears = GENERATE(false, true);
  {
    test::WatchedDisk disk;
    disk.set_full(true);
    const auto cache = open();
    CHECK(*cache->find(key_of("7")));
    if (clears) {
      EntryFilter filter;
      filter.repo_id = "0badcafe";
      const auto removed = cache->clear(filter, DryRun::no);
      INFO((removed ? "" : removed.error().what));
      REQUIRE(removed);
      CHECK(removed->entries == 200);
    } else {
      PruneRequest request;
      request.unused_since = UnixMillis{1'800'000'000'000};
      const auto removed = cache->prune(request);
      INFO((removed ? "" : removed.error().what));
      REQUIRE(removed);
      CHECK(removed->entries == 200);
    }
    REQUIRE(cache->close());
  }
  CHECK(fs::file_size(path()) < before);
  const auto cache = open();
  REQUIRE(cache->put(entry_named("afterwards"), Durability::paid));
  CHECK(cache->verify(Repair::no)->problems.empty());
  CHECK(*db::Connection::open(path(), {})->integer("SELECT count(*) FROM entry") == 1);
  CHECK(notices.empty());
}

TEST_CASE_METHOD(Fixture, "where no file may grow and all entries are in the log, all can be cleared, but not a part") {
  const auto killed = test::start_processes(1, [this](int) {
    const auto cache = SqliteCache::open({path()}, clock);
    for (int i = 0; i < 20; ++i) {
      if (!cache || !(*cache)->put(entry_named(std::to_string(i)), Durability::cheap)) return 1;
    }
    ::_exit(0);  // without closing
  });
  REQUIRE(test::wait_for(killed) == std::vector<int>{0});
  constexpr rlim_t kMost = 40'000;  // enough for the memory that processes share
  REQUIRE(fs::file_size(path()) < kMost);
  REQUIRE(fs::file_size(path() + "-wal") > kMost);

  const auto limited = test::start_processes(1, [this](int) {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{kMost, kMost};
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 9;
    const auto cache = SqliteCache::open({path()}, clock);
    if (!cache) return 1;
    EntryFilter filter;
    filter.repo_id = "0badcafe";
    const auto refused = (*cache)->clear(filter, DryRun::no);
    if (refused || refused.error().code != Errc::storage) return 2;
    if (refused.error().hint.find("cache clear --all") == std::string::npos) return 3;
    const auto removed = (*cache)->clear({}, DryRun::no);
    if (!removed) return 4;
    if (removed->entries != 20 || removed->file_bytes_before == 0 || removed->file_bytes_after != 0) return 5;
    return (*cache)->close() ? 0 : 6;
  });
  REQUIRE(test::wait_for(limited) == std::vector<int>{0});
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) CHECK_FALSE(fs::exists(path() + suffix));
  store(entry_named("afterwards"));
  CHECK(find("afterwards"));
  CHECK_FALSE(find("7"));
  CHECK(notices.empty());
}

TEST_CASE_METHOD(Fixture, "with a full disk an empty file in the place of the cache can be cleared") {
  test::WatchedDisk disk;
  disk.set_full(true);
  fs::create_directories(folder.path());
  std::ofstream(path()).close();
  const auto cache = open();
  CHECK_FALSE(cache->find(key_of("7")));
  REQUIRE(cache->clear({}, DryRun::no));
  CHECK_FALSE(fs::exists(path()));
}

TEST_CASE_METHOD(CacheFixture, "once text stood in the place of the cache, looking up leaves a new one") {
  folder.write("cache.db", "some text of somebody's, longer than a header: " + std::string(200, 'a'));
  CHECK_FALSE(find("main"));
  const auto connection = db::Connection::open(path(), {db::OpenMode::read_only});
  REQUIRE(connection);
  CHECK(*connection->has_table("entry"));
}

}  // namespace rustassistant::cache
