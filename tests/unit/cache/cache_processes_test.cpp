// SPDX-License-Identifier: MIT
#include <signal.h>

#include <cstdlib>
#include <string>

#include "cache_fixture.hpp"
#include "rustassistant/db/connection.hpp"
#include "support/processes.hpp"

namespace rustassistant::cache {

namespace {

std::string name_of(int process, int number) {
  return std::to_string(process) + "-" + std::to_string(number);
}

// Stores and looks up in turns, each time as a process of its own would. 0: everything went well.
int work(const std::string& path, const Clock& clock, int process, int rounds) {
  for (int round = 0; round < rounds; ++round) {
    const auto cache = SqliteCache::open({path}, clock);
    if (!cache) return 1;
    for (int i = 0; i < 5; ++i) {
      const std::string name = name_of(process, round * 5 + i);
      if (!(*cache)->put(entry_named(name, 2000), i == 0 ? Durability::paid : Durability::cheap)) return 2;
      const auto found = (*cache)->find(key_of(name));
      if (!found || !*found) return 3;
      (*cache)->note_hit((*found)->info, "0badcafe");
      // What the neighbors have stored by now is either there and right, or not there.
      const auto other = (*cache)->find(key_of(name_of((process + 1) % 16, round * 5 + i)));
      if (!other) return 4;
    }
    if (!(*cache)->close()) return 5;
  }
  return 0;
}

// Looks up what is known to be there, over and over, each time as a process of its own would.
int look_up(const std::string& path, const Clock& clock, int times) {
  for (int i = 0; i < times; ++i) {
    const auto cache = SqliteCache::open({path}, clock);
    if (!cache) return 1;
    const auto found = (*cache)->find(key_of("known"));
    if (!found) return 2;
    if (!*found) return 3;
    (*cache)->note_hit((*found)->info, "0badcafe");
  }
  return 0;
}

void check_integrity(const std::string& path) {
  const auto connection = db::Connection::open(path, {});
  REQUIRE(connection);
  auto check = connection->prepare("PRAGMA integrity_check");
  REQUIRE(check);
  REQUIRE(*check->step());
  CHECK(check->text(0) == "ok");
  auto difference = connection->prepare(
      "SELECT (SELECT ifnull(sum(entries), 0) FROM counter) - (SELECT count(*) FROM entry), "
      "(SELECT count(*) FROM blob) - (SELECT count(*) FROM entry), "
      "(SELECT ifnull(sum(stored_bytes), 0) FROM counter) - (SELECT ifnull(sum(stored_size), 0) FROM entry), "
      "(SELECT ifnull(sum(accesses), 0) FROM counter) - (SELECT ifnull(sum(access_count), 0) FROM entry)");
  REQUIRE(difference);
  REQUIRE(*difference->step());
  for (int column = 0; column < 4; ++column) CHECK(difference->integer(column) == 0);
}

}  // namespace

TEST_CASE_METHOD(CacheFixture, "sixteen processes that store and look up at once see no error and lose nothing") {
  constexpr int kWriters = 8;
  constexpr int kReaders = 8;
  constexpr int kLookups = 12;
  const char* wanted = std::getenv("RUSTASSISTANT_ROUNDS");  // how long; by default short
  const int rounds = wanted == nullptr ? 4 : std::atoi(wanted);
  store(entry_named("known"));
  const auto results = test::wait_for(test::start_processes(kWriters + kReaders, [this, rounds](int process) {
    return process < kWriters ? work(path(), clock, process, rounds) : look_up(path(), clock, kLookups * rounds);
  }));
  for (const int result : results) CHECK(result == 0);

  const auto cache = open();
  for (int process = 0; process < kWriters; ++process) {
    for (int i = 0; i < rounds * 5; ++i) {
      const auto found = cache->find(key_of(name_of(process, i)));
      REQUIRE(found);
      REQUIRE(*found);
      CHECK((*found)->result == entry_named(name_of(process, i), 2000).result);
    }
  }
  const auto statistics = cache->statistics();
  REQUIRE(statistics);
  CHECK(statistics->total.entries == kWriters * rounds * 5 + 1);
  CHECK(statistics->total.hits == kWriters * rounds * 5 + kReaders * kLookups * rounds);
  REQUIRE(cache->close());
  check_integrity(path());
}

TEST_CASE_METHOD(CacheFixture, "processes that find the same damage together set it aside once") {
  folder.write("cache.db", std::string(5000, 'a'));
  const auto results =
      test::wait_for(test::start_processes(8, [this](int process) { return work(path(), clock, process, 1); }));
  for (const int result : results) CHECK(result == 0);
  int aside = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder.path())) {
    aside += file.path().filename().string().find("damaged") != std::string::npos ? 1 : 0;
  }
  CHECK(aside == 1);
  CHECK(open()->statistics()->total.entries == 40);
}

TEST_CASE_METHOD(CacheFixture, "who stores while another process sets the file aside stores into the new file") {
  const auto cache = open();
  REQUIRE(cache->put(entry_named("before"), Durability::paid));
  const auto replace = [this](int) {
    for (const char* suffix : {"-wal", "-shm", ""}) {
      std::filesystem::rename(path() + suffix, path() + ".aside" + suffix);
    }
    const auto other = SqliteCache::open({path()}, clock);
    return other && (*other)->put(entry_named("new"), Durability::paid) ? 0 : 1;
  };
  CHECK(test::wait_for(test::start_processes(1, replace)).front() == 0);
  REQUIRE(cache->put(entry_named("after"), Durability::paid));
  REQUIRE(cache->close());
  CHECK(find("new"));
  CHECK(find("after"));
  check_integrity(path());
}

TEST_CASE_METHOD(CacheFixture, "processes killed while they store leave a sound cache with everything stored before") {
  for (int round = 0; round < 8; ++round) {
    const std::string before = "before-" + std::to_string(round);
    store(entry_named(before), Durability::paid);
    const auto children =
        test::start_processes(3, [&](int process) { return work(path(), clock, round * 3 + process, 1'000'000); });
    // They die when this process has stored a few beside them: somewhere in the middle of their work.
    for (int i = 0; i <= round; ++i) store(entry_named(before + "-" + std::to_string(i)));
    for (const pid_t child : children) ::kill(child, SIGKILL);
    for (const int result : test::wait_for(children)) CHECK(result == -SIGKILL);

    CHECK(find(before));
    for (int i = 0; i <= round; ++i) CHECK(find(before + "-" + std::to_string(i)));
    check_integrity(path());
    static_cast<void>(open());
    CHECK(notices.empty());
  }
}

}  // namespace rustassistant::cache
