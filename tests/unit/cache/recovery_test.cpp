// SPDX-License-Identifier: MIT
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <random>
#include <vector>

#include "cache_fixture.hpp"
#include "rustassistant/db/connection.hpp"
#include "support/processes.hpp"

namespace rustassistant::cache {

namespace {

namespace fs = std::filesystem;

constexpr int kEntries = 300;

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write_bytes(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

// Documents that do not compress, so that damage to the file is likely to hit one.
Entry bulky(int number) {
  Entry entry = entry_named(std::to_string(number));
  entry.result = '"';
  for (int i = 0; i < 20; ++i) entry.result += codec::sha256_hex(std::to_string(number * 100 + i));
  entry.result += '"';
  return entry;
}

struct Fixture : CacheFixture {
  void fill() const {
    const auto cache = open();
    for (int i = 0; i < kEntries; ++i) REQUIRE(cache->put(bulky(i), Durability::cheap));
    REQUIRE(cache->close());
  }
  // Looks every entry up; a wrong answer fails the test.
  [[nodiscard]] int readable(SqliteCache& cache) const {
    int count = 0;
    for (int i = 0; i < kEntries; ++i) {
      const auto found = cache.find(key_of(std::to_string(i)));
      INFO((found ? "" : found.error().what));
      REQUIRE(found);
      if (!*found) continue;
      REQUIRE((*found)->result == bulky(i).result);
      ++count;
    }
    return count;
  }
  [[nodiscard]] std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& file : fs::directory_iterator(folder.path())) names.push_back(file.path().filename());
    std::ranges::sort(names);
    return names;
  }
  void check_usable(SqliteCache& cache) const {
    const auto id = cache.put(entry_named("afterwards"), Durability::paid);
    INFO((id ? "" : id.error().what));
    REQUIRE(id);
    CHECK(*cache.find(key_of("afterwards")));
  }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "what is no database is set aside, and the cache goes on") {
  SECTION("text") {
    folder.write("cache.db", "some text of somebody's, longer than a header: " + std::string(200, 'a'));
  }
  SECTION("a folder") {
    folder.write("cache.db/file", "x");
  }
  SECTION("a FIFO") {
    REQUIRE(::mkfifo(path().c_str(), 0600) == 0);
  }
  SECTION("a database of another application") {
    const auto foreign = db::Connection::open(path(), {});
    REQUIRE(foreign->execute("CREATE TABLE theirs (a); PRAGMA application_id=77"));
  }
  const auto cache = open();
  check_usable(*cache);
  const std::string moved = path() + ".damaged-20261121T120000Z";
  REQUIRE(notices.size() == 1);
  CHECK(notices[0].find(moved) != std::string::npos);
  CHECK(notices[0].find("and 0 entries were recovered from it") != std::string::npos);
  CHECK(fs::exists(moved));
}

TEST_CASE_METHOD(Fixture, "a second damaged file in the same second gets a name of its own") {
  for (int i = 0; i < 2; ++i) {
    folder.write("cache.db", std::string(5000, 'a'));
    static_cast<void>(open());
  }
  CHECK(fs::exists(path() + ".damaged-20261121T120000Z"));
  CHECK(fs::exists(path() + ".damaged-20261121T120000Z-2"));
}

TEST_CASE_METHOD(Fixture, "a newer cache is refused unharmed") {
  fill();
  std::string bytes = bytes_of(path());
  bytes[63] = 99;
  write_bytes(path(), bytes);
  const bool aged = GENERATE(false, true);
  if (aged) age();
  const auto cache = SqliteCache::open({path()}, clock);
  REQUIRE_FALSE(cache);
  CHECK(cache.error().code == Errc::storage);
  CHECK(cache.error().what.find("newer version") != std::string::npos);
  CHECK(bytes_of(path()) == bytes);
  CHECK(files() == std::vector<std::string>{"cache.db"});
}

TEST_CASE_METHOD(Fixture, "a symbolic link is refused") {
  const std::string target = folder.write("elsewhere", "precious");
  fs::create_symlink(target, path());
  CHECK_FALSE(SqliteCache::open({path()}, clock));
  CHECK(bytes_of(target) == "precious");
}

TEST_CASE_METHOD(Fixture, "a truncated file keeps what is left of it") {
  fill();
  const auto size = fs::file_size(path());
  const auto part = GENERATE(0, 1, 3, 6, 9);
  fs::resize_file(path(), size * static_cast<unsigned>(part) / 10);
  const auto cache = open();
  static_cast<void>(readable(*cache));
  check_usable(*cache);
}

TEST_CASE_METHOD(Fixture, "zeroed pages cost what stood in them and a few neighbours") {
  fill();
  std::string bytes = bytes_of(path());
  bytes.replace(bytes.size() / 2 / 4096 * 4096, 4096, std::string(4096, '\0'));
  write_bytes(path(), bytes);
  const auto cache = open();
  CHECK(readable(*cache) > kEntries * 8 / 10);
  check_usable(*cache);
  CHECK_FALSE(notices.empty());
}

TEST_CASE_METHOD(Fixture, "verification leaves a damaged file where it is, and repairing saves what can be read") {
  fill();
  std::string bytes = bytes_of(path());
  const auto page = GENERATE(std::size_t{1}, std::size_t{41}, std::size_t{42}, std::size_t{62}, std::size_t{92});
  bytes.replace(page * 4096, 4096, std::string(4096, '\0'));
  write_bytes(path(), bytes);
  CAPTURE(page);
  const auto cache = open();
  const auto found = cache->verify(Repair::no);
  REQUIRE(found);
  CHECK_FALSE(found->problems.empty());
  for (const std::string& problem : found->problems) CHECK(problem.find('\n') == std::string::npos);
  CHECK(notices.empty());
  const bool untouched = bytes_of(path()) == bytes;
  CHECK(untouched);

  const auto repaired = cache->verify(Repair::yes);
  REQUIRE(repaired);
  CHECK(repaired->repaired == static_cast<std::int64_t>(repaired->problems.size()));
  CHECK(cache->verify(Repair::no)->problems.empty());
  CHECK(readable(*cache) > kEntries * 8 / 10);
}

TEST_CASE_METHOD(Fixture, "flipped bits never crash, never give a wrong answer and never stop the cache") {
  fill();
  const std::string sound = bytes_of(path());
  std::mt19937 random(5);
  const char* wanted = std::getenv("RUSTASSISTANT_FLIPS");  // how many rounds; by default few
  const int rounds = wanted == nullptr ? 120 : std::atoi(wanted);
  for (int round = 0; round < rounds; ++round) {
    for (const auto& file : fs::directory_iterator(folder.path())) fs::remove_all(file.path());
    std::string bytes = sound;
    const int flips = 1 << (round % 6);
    for (int i = 0; i < flips; ++i) {
      // Now and then near the start, where header and schema stand.
      const std::size_t at = random() % (round % 4 == 0 ? 8192 : bytes.size());
      bytes[at] = static_cast<char>(bytes[at] ^ (1 << (random() % 8)));
    }
    write_bytes(path(), bytes);
    if (round % 2 == 0) age();
    const auto cache = SqliteCache::open({path()}, clock);
    if (!cache) {
      // A flipped bit may make the version look newer; that file must not be touched.
      CHECK(cache.error().what.find("newer version") != std::string::npos);
      continue;
    }
    static_cast<void>(readable(**cache));
    check_usable(**cache);
  }
}

TEST_CASE_METHOD(Fixture, "a document that was changed in the database is removed and reported as a miss") {
  fill();
  {
    const auto connection = db::Connection::open(path(), {});
    const char* change =
        GENERATE("UPDATE blob SET data = (SELECT data FROM blob WHERE id = 8) WHERE id = 7",
                 "UPDATE blob SET digest = zeroblob(16) WHERE id = 7",
                 "UPDATE blob SET data = x'28b52ffd' WHERE id = 7", "UPDATE variant SET provider = 77");
    REQUIRE(connection->execute(change));
  }
  const auto cache = open();
  CHECK_FALSE(*cache->find(key_of("6")));
  CHECK(notices.size() == 1);
  CHECK(cache->statistics()->total.entries == kEntries - 1);
}

TEST_CASE_METHOD(Fixture, "a log left by a killed process is read") {
  const auto killed = test::start_processes(1, [this](int) {
    const auto cache = SqliteCache::open({path()}, clock);
    for (int i = 0; i < kEntries; ++i) {
      if (!cache || !(*cache)->put(bulky(i), Durability::cheap)) return 1;
    }
    ::_exit(0);  // without closing
  });
  REQUIRE(test::wait_for(killed) == std::vector<int>{0});
  REQUIRE(fs::file_size(path() + "-wal") > 0);
  CHECK(readable(*open()) == kEntries);
}

namespace {

// Runs `work` as a user who is not allowed everything: permissions do not bind the superuser.
int as_ordinary_user(const std::function<int()>& work) {
  constexpr uid_t kNobody = 65534;
  return test::wait_for(test::start_processes(1,
                                              [&work](int) {
                                                if (::geteuid() == 0 &&
                                                    (::setgid(kNobody) != 0 || ::setuid(kNobody) != 0))
                                                  return 99;
                                                return work();
                                              }))
      .front();
}

}  // namespace

TEST_CASE_METHOD(Fixture, "a file or folder without write permission answers look-ups and refuses to store") {
  fill();
  const bool folder_too = GENERATE(false, true);
  fs::permissions(path(), fs::perms(0444));
  fs::permissions(folder.path(), fs::perms(folder_too ? 0555 : 0777));
  const int outcome = as_ordinary_user([this, folder_too] {
    const auto cache = SqliteCache::open({path()}, clock);
    if (!cache) return 1;
    const auto found = (*cache)->find(key_of("7"));
    if (!found || !*found || (*found)->result != bulky(7).result) return 2;
    const auto stored = (*cache)->put(entry_named("main"), Durability::cheap);
    if (stored || stored.error().code != Errc::storage) return 3;
    if (stored.error().what.find("Permission denied") == std::string::npos) return 6;
    // What was paid for is kept beside the database, where that can be.
    if ((*cache)->put(entry_named("paid"), Durability::paid).has_value() == folder_too) return 7;
    (*cache)->note_hit((*found)->info, "0badcafe");
    const auto statistics = (*cache)->statistics();
    if (!statistics || statistics->total.entries != kEntries) return 4;
    return (*cache)->close() ? 0 : 5;
  });
  fs::permissions(folder.path(), fs::perms(0700));
  CHECK(outcome == 0);
  CHECK(readable(*open()) == kEntries);
}

TEST_CASE_METHOD(Fixture, "an unreadable cache, or one in an unreachable folder, is an error") {
  fill();
  fs::permissions(folder.path(), fs::perms(GENERATE(0000, 0755)));
  fs::permissions(path(), fs::perms(0000));
  const int outcome = as_ordinary_user([this] {
    const auto cache = SqliteCache::open({path()}, clock);
    if (!cache) return cache.error().code == Errc::storage ? 0 : 1;
    return (*cache)->put(entry_named("main"), Durability::paid) ? 2 : 0;
  });
  fs::permissions(folder.path(), fs::perms(0700));
  CHECK(outcome == 0);
}

}  // namespace rustassistant::cache
