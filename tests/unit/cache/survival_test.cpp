// SPDX-License-Identifier: MIT
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "cache_fixture.hpp"
#include "rustassistant/db/connection.hpp"
#include "support/processes.hpp"

namespace rustassistant::cache {
namespace {

std::string some_name(int process, int number) {
  return "s" + std::to_string(process) + "-" + std::to_string(number);
}

// Does what a process may be killed at, over and over.
int keep_busy(const std::string& path, const Clock& clock, int process) {
  for (int round = 0;; ++round) {
    const auto cache = SqliteCache::open({path, 3, 2'000'000, 1'500'000}, clock);
    if (!cache) return 1;
    for (int i = 0; i < 5; ++i) {
      Entry entry = entry_named(some_name(process, round * 5 + i), 3000);
      entry.info.created = entry.info.last_accessed = {1'700'000'000'000 + round};  // cheap to lose: pruned first
      entry.info.cost = NanoUsd{1};
      if (!(*cache)->put(entry, i == 0 ? Durability::paid : Durability::cheap)) return 2;
    }
    switch ((process + round) % 4) {
      case 0: {
        PruneRequest request;
        request.max_bytes = 400'000;
        if (!(*cache)->prune(request)) return 3;
        break;
      }
      case 1:
        if (!(*cache)->optimize({1 + round % 9, {}})) return 4;
        break;
      case 2: {
        const auto compressor = (*cache)->compressor();
        if (!compressor) return 5;
        std::vector<PackedEntry> batch;
        for (int i = 0; i < 20; ++i) {
          const Entry entry = entry_named(some_name(process + 100, round * 20 + i), 1000);
          batch.push_back(pack(entry.info, entry.result, **compressor));
        }
        if (!(*cache)->import(batch)) return 6;
        break;
      }
      default:
        break;
    }
    if (!(*cache)->close()) return 7;
  }
}

// RUSTASSISTANT_KILLS: how often; by default fifty times.
int wanted_kills() {
  const char* wanted = std::getenv("RUSTASSISTANT_KILLS");
  return wanted == nullptr ? 51 : std::atoi(wanted);
}

}  // namespace

TEST_CASE_METHOD(CacheFixture, "processes killed while they store, prune, optimise and import lose nothing of before") {
  constexpr int kProcesses = 3;
  std::mt19937 random(7);
  int kept = 0;
  for (int kills = 0; kills < wanted_kills(); kills += kProcesses) {
    // Dear and just used: whatever is pruned, these are not.
    Entry dear = entry_named("kept" + std::to_string(kept++), 500);
    dear.info.cost = NanoUsd{900'000'000'000};
    dear.info.created = dear.info.last_accessed = clock.now();
    store(dear, Durability::paid);
    const auto children =
        test::start_processes(kProcesses, [&](int process) { return keep_busy(path(), clock, process); });
    // They die when this process has stored a few beside them: somewhere in the middle of their work.
    for (auto i = random() % 10; i > 0; --i) store(entry_named("beside" + std::to_string(i)));
    for (const pid_t child : children) ::kill(child, SIGKILL);
    for (const int result : test::wait_for(children)) CHECK(result == -SIGKILL);

    const auto cache = open();
    const auto verified = cache->verify(Repair::no);
    REQUIRE(verified);
    CAPTURE(kills, verified->problems);
    REQUIRE(verified->problems.empty());
    for (int i = 0; i < kept; ++i) {
      const auto found = cache->find(key_of("kept" + std::to_string(i)));
      REQUIRE(found);
      REQUIRE(*found);
    }
    CHECK(notices.empty());
  }
}

TEST_CASE_METHOD(CacheFixture, "on a full disk the cache answers what it has, refuses the rest, and stays sound") {
  {
    const auto cache = open();
    for (int i = 0; i < 30; ++i) REQUIRE(cache->put(entry_named(std::to_string(i), 3000), Durability::cheap));
    REQUIRE(cache->close());
  }
  const auto size = std::filesystem::file_size(path());
  // No file may grow beyond what it is, or hardly: what a full disk comes to, at another moment each time.
  for (const rlim_t room : std::initializer_list<rlim_t>{0, 5'000, 20'000, 50'000, 100'000, 200'000}) {
    const auto outcome = test::wait_for(test::start_processes(1, [&](int) {
      ::signal(SIGXFSZ, SIG_IGN);
      const rlimit limit{size + room, size + room};
      if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 9;
      const auto cache = SqliteCache::open({path(), 3, 260'000, 160'000}, clock);
      if (!cache) return 1;
      int refused = 0;
      for (int i = 0; i < 40; ++i) {
        // Text that cannot be made smaller.
        Entry entry = entry_named("more" + std::to_string(i));
        std::mt19937 random(static_cast<unsigned>(i));
        entry.result = "{\"noise\":\"";
        for (int k = 0; k < 40'000; ++k) entry.result += static_cast<char>('a' + random() % 26);
        entry.result += "\"}";
        const auto stored = (*cache)->put(entry, i % 2 == 0 ? Durability::paid : Durability::cheap);
        if (!stored && stored.error().code != Errc::storage) return 2;
        refused += stored ? 0 : 1;
        const auto known = (*cache)->find(key_of(std::to_string(i % 30)));
        if (!known || !*known) return 3;
      }
      if (refused == 0) return 4;
      static_cast<void>((*cache)->optimize({9, {}}));
      static_cast<void>((*cache)->prune({}));
      static_cast<void>((*cache)->close());
      return 0;
    }));
    CAPTURE(room);
    CHECK(outcome == std::vector<int>{0});
    const auto cache = open();
    for (int i = 0; i < 30; ++i) CHECK(*cache->find(key_of(std::to_string(i))));
    CHECK(cache->verify(Repair::no)->problems.empty());
    CHECK(notices.empty());
  }
}

TEST_CASE_METHOD(CacheFixture, "a database that lost its log goes on with what it holds") {
  store(entry_named("before"));
  const auto killed = test::start_processes(1, [this](int) {
    const auto cache = SqliteCache::open({path()}, clock);
    for (int i = 0; i < 50; ++i) {
      if (!cache || !(*cache)->put(entry_named(std::to_string(i)), Durability::cheap)) return 1;
    }
    ::_exit(0);  // without closing
  });
  REQUIRE(test::wait_for(killed) == std::vector<int>{0});
  REQUIRE(std::filesystem::file_size(path() + "-wal") > 0);
  const char* lost = GENERATE("-wal", "-shm", "-wal -shm");
  for (const std::string suffix : {"-wal", "-shm"}) {
    if (std::string(lost).find(suffix) != std::string::npos) std::filesystem::remove(path() + suffix);
  }
  const bool has_log = std::filesystem::exists(path() + "-wal");
  CHECK(find("before"));
  CHECK(find("7").has_value() == has_log);
  store(entry_named("after"));
  CHECK(find("after"));
  CHECK(open()->verify(Repair::no)->problems.empty());
}

TEST_CASE_METHOD(CacheFixture, "tables of somebody else in the database are left alone") {
  store(entry_named("a"));
  {
    const auto connection = db::Connection::open(path(), {});
    REQUIRE(
        connection->execute("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (7); CREATE INDEX i ON theirs (x)"));
  }
  const auto cache = open();
  CHECK(*cache->find(key_of("a")));
  REQUIRE(cache->put(entry_named("b"), Durability::paid));
  REQUIRE(cache->optimize({9, {}}));
  REQUIRE(cache->clear({}, DryRun::no));
  CHECK(cache->verify(Repair::no)->problems.empty());
  CHECK(notices.empty());
  REQUIRE(cache->close());
  const auto connection = db::Connection::open(path(), {});
  auto query = connection->prepare("SELECT x FROM theirs");
  REQUIRE(query);
  REQUIRE(*query->step());
  CHECK(query->integer(0) == 7);
}

}  // namespace rustassistant::cache
