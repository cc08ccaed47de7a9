// SPDX-License-Identifier: MIT
#include <random>

#include "cache_fixture.hpp"
#include "rustassistant/db/connection.hpp"

namespace rustassistant::cache {
namespace {

constexpr std::int64_t kHigh = 352'000;
constexpr std::int64_t kLow = 252'000;
constexpr std::int64_t kDay = 86'400'000;

// Text that zstd cannot make smaller.
std::string noise(std::size_t size, unsigned seed) {
  std::mt19937 random(seed);
  std::string text;
  while (text.size() < size) text += static_cast<char>('a' + random() % 26);
  return text;
}

// The entry "e" and its number, with an answer of about that many bytes of its own.
Entry noisy_entry(int number, std::size_t size = 4000) {
  Entry entry = entry_named("e" + std::to_string(number));
  entry.result = R"({"text":")" + noise(size, static_cast<unsigned>(number)) + "\"}";
  return entry;
}

struct Watermarks : CacheFixture {
  [[nodiscard]] std::unique_ptr<SqliteCache> open_bounded() const {
    auto cache = SqliteCache::open({path(), 3, kHigh, kLow}, clock);
    REQUIRE(cache);
    return *std::move(cache);
  }
  // Stores entries that were made that long ago, in one run.
  void fill(int from, int to, std::int64_t age_ms) const {
    const auto cache = open_bounded();
    for (int i = from; i < to; ++i) {
      Entry entry = noisy_entry(i);
      entry.info.created = entry.info.last_accessed = {clock.now().value - age_ms};
      REQUIRE(cache->put(entry, Durability::cheap));
    }
    REQUIRE(cache->close());
  }
  [[nodiscard]] std::int64_t bytes() const { return static_cast<std::int64_t>(std::filesystem::file_size(path())); }
};

}  // namespace

TEST_CASE_METHOD(Watermarks, "a run that stores and leaves too much lets entries go, down to the low watermark") {
  fill(0, 200, 3'600'000);
  CHECK(bytes() <= kHigh);
  const auto cache = open_bounded();
  const auto statistics = cache->statistics();
  REQUIRE(statistics);
  CHECK(statistics->total.entries > 15);
  CHECK(statistics->total.entries < 100);
  const auto past = cache->past_prunings(10);
  REQUIRE(past);
  REQUIRE(past->size() == 1);
  CHECK(past->front().removal.entries + statistics->total.entries == 200);
  CHECK(past->front().removal.cost == NanoUsd{past->front().removal.entries * 1'500'000});
  const auto verified = cache->verify(Repair::no);
  REQUIRE(verified);
  CHECK(verified->problems.empty());
}

TEST_CASE_METHOD(Watermarks, "what was made in the last minute stays, however full the cache is") {
  fill(0, 200, 30'000);
  CHECK(open_bounded()->statistics()->total.entries == 200);
  fill(200, 201, 30'000);
  CHECK(open_bounded()->statistics()->total.entries == 201);
}

TEST_CASE_METHOD(Watermarks, "what cost much and is used often outlives what cost little and is not") {
  {
    const auto cache = open();
    for (int i = 0; i < 150; ++i) {
      Entry entry = noisy_entry(i);
      entry.info.created = entry.info.last_accessed = {clock.now().value - 3'600'000};
      if (i < 10) entry.info.cost = NanoUsd{150'000'000};
      if (i >= 10 && i < 20) entry.info.access_count = 100;
      REQUIRE(cache->put(entry, Durability::cheap));
    }
  }
  fill(150, 151, 3'600'000);
  for (int i = 0; i < 20; ++i) {
    CAPTURE(i);
    CHECK(find("e" + std::to_string(i)));
  }
}

TEST_CASE_METHOD(Watermarks, "what newer content of its path stands in for leaves first, unless it was used since") {
  const auto versions = [](int file) { return std::pair("a" + std::to_string(file), "b" + std::to_string(file)); };
  {
    const auto cache = open();
    for (int i = 0; i < 100; ++i) {
      const auto [before, after] = versions(i);
      Entry entry = entry_named(before);
      entry.result = R"({"text":")" + noise(4000, static_cast<unsigned>(i)) + "\"}";
      entry.info.cost = NanoUsd{900'000'000};
      entry.info.created = entry.info.last_accessed = {clock.now().value - 20 * kDay};
      REQUIRE(cache->put(entry, Durability::cheap));
      entry.info.key = key_of(after);
      entry.info.cost = NanoUsd{1'000};
      entry.info.created = entry.info.last_accessed = {clock.now().value - 19 * kDay};
      REQUIRE(cache->put(entry, Durability::cheap));
    }
    // The branch that has the older content is checked out again.
    const auto used = cache->find(key_of(versions(7).first));
    REQUIRE(used);
    REQUIRE(*used);
    cache->note_hit((*used)->info, "0badcafe");
    REQUIRE(cache->close());
  }
  const auto cache = SqliteCache::open({path(), 3, 900'000, 800'000}, clock);
  REQUIRE((*cache)->put(entry_named("more"), Durability::cheap));
  REQUIRE((*cache)->close());
  CHECK(find(versions(7).first));
  int left = 0;
  for (int i = 0; i < 100; ++i) {
    CHECK(find(versions(i).second));
    left += find(versions(i).first) ? 1 : 0;
  }
  CHECK(left > 0);
  CHECK(left < 90);
}

TEST_CASE_METHOD(Watermarks, "entries that leave from here and there make room, and no more of them leave than must") {
  {
    const auto cache = open();
    for (int i = 0; i < 1000; ++i) {
      Entry entry = noisy_entry(i, 1200 + static_cast<std::size_t>(i % 7) * 100);
      entry.info.cost = NanoUsd{1'000'000 + i * 7919 % 1'000'000};
      REQUIRE(cache->put(entry, Durability::cheap));
    }
    REQUIRE(cache->close());
  }
  const std::int64_t before = bytes();
  const auto cache = open();
  SECTION("to a size") {
    PruneRequest request;
    request.max_bytes = before * 9 / 10;
    const auto removal = cache->prune(request);
    REQUIRE(removal);
    REQUIRE(cache->close());
    CHECK(bytes() <= before * 9 / 10);
    CHECK(removal->entries > 80);
    CHECK(removal->entries < 180);
  }
  SECTION("after a store") {
    const auto bounded = SqliteCache::open({path(), 3, before * 95 / 100, before * 9 / 10}, clock);
    REQUIRE((*bounded)->put(entry_named("more"), Durability::cheap));
    REQUIRE((*bounded)->close());
    CHECK(bytes() <= before * 9 / 10 + 8192);
    const auto left = open()->statistics()->total.entries;
    CHECK(left < 921);
    CHECK(left > 820);
  }
  CHECK(open()->verify(Repair::no)->problems.empty());
}

// Rows and indexes are most of such a file: all entries left when it was to become half as large.
TEST_CASE_METHOD(Watermarks, "pruning a cache of small results by half leaves about half of them") {
  {
    const auto cache = open();
    for (int i = 0; i < 2000; ++i) REQUIRE(cache->put(entry_named("e" + std::to_string(i), 1), Durability::cheap));
    REQUIRE(cache->close());
  }
  const std::int64_t before = bytes();
  PruneRequest request;
  request.max_bytes = before / 2;
  const auto cache = open();
  REQUIRE(cache->prune(request));
  REQUIRE(cache->close());
  CHECK(bytes() <= before / 2);
  CHECK(bytes() > before / 3);
  CHECK(open()->statistics()->total.entries > 700);
  CHECK(open()->verify(Repair::no)->problems.empty());
}

TEST_CASE_METHOD(Watermarks,
                 "a store that had no time to make room is followed by one that does, not by more leaving") {
  // Each look at the clock takes twenty milliseconds: the first removal ends the time of a run.
  struct SlowClock : Clock {
    test::FakeClock fake;
    mutable std::chrono::steady_clock::time_point at{};
    [[nodiscard]] UnixMillis now() const override { return fake.now(); }
    [[nodiscard]] std::chrono::steady_clock::time_point steady_now() const override {
      return at += std::chrono::milliseconds(20);
    }
    bool sleep_for(std::chrono::milliseconds duration, bool (*wake)()) override {
      return fake.sleep_for(duration, wake);
    }
  };
  {
    const auto cache = open();
    for (int i = 0; i < 2000; ++i) {
      Entry entry = noisy_entry(i, 1300);
      REQUIRE(cache->put(entry, Durability::cheap));
    }
    REQUIRE(cache->close());
  }
  const std::int64_t before = bytes();
  const SlowClock slow;
  for (int run = 0; run < 40; ++run) {
    const auto bounded = SqliteCache::open({path(), 3, before * 98 / 100, before * 97 / 100}, slow);
    REQUIRE((*bounded)->put(entry_named("more" + std::to_string(run)), Durability::cheap));
    REQUIRE((*bounded)->close());
  }
  CHECK(bytes() <= before * 98 / 100 + 8192);
  CHECK(open()->statistics()->total.entries > 1850);
}

TEST_CASE_METHOD(Watermarks, "without watermarks nothing ever leaves, and a run that only looks up removes nothing") {
  {
    const auto cache = open();
    for (int i = 0; i < 200; ++i) {
      Entry entry = noisy_entry(i);
      entry.info.created = {1};
      REQUIRE(cache->put(entry, Durability::cheap));
    }
  }
  const auto cache = open_bounded();
  REQUIRE(cache->find(key_of("e1")));
  REQUIRE(cache->close());
  CHECK(open()->statistics()->total.entries == 200);
}

TEST_CASE_METHOD(Watermarks, "of what newer content stands in for, what was used within 14 days does not leave first") {
  {
    const auto cache = open();
    for (int i = 0; i < 100; ++i) {
      Entry entry = noisy_entry(i);
      entry.info.cost = NanoUsd{i < 2 ? 900'000'000'000 : 1'000};
      entry.info.created = entry.info.last_accessed = {clock.now().value - 14 * kDay - (i == 1 ? 1 : 0)};
      REQUIRE(cache->put(entry, Durability::cheap));
    }
    REQUIRE(connection().execute("UPDATE entry SET superseded = 1 WHERE cost > 1000"));
  }
  fill(100, 101, 3'600'000);
  CHECK(find("e0"));
  CHECK_FALSE(find("e1"));
}

TEST_CASE_METHOD(Watermarks, "the oldest of all may be the one that leaves") {
  {
    const auto cache = open();
    for (int i = 0; i < 200; ++i) {
      Entry entry = noisy_entry(i);
      entry.info.created = entry.info.last_accessed = {clock.now().value - (i == 0 ? 3'600'000 : 1)};
      REQUIRE(cache->put(entry, Durability::cheap));
    }
  }
  fill(200, 201, 1);
  CHECK_FALSE(find("e0"));
  CHECK(open()->statistics()->total.entries == 200);
}

TEST_CASE_METHOD(Watermarks, "what is only long unused does not leave before what is worth less") {
  {
    const auto cache = open();
    for (int i = 0; i < 100; ++i) {
      Entry entry = noisy_entry(i);
      const bool dear = i < 20;
      const std::int64_t age = dear ? 20 * kDay : 3'600'000;
      entry.info.cost = NanoUsd{dear ? 900'000'000'000 : 1'000};
      entry.info.created = entry.info.last_accessed = {clock.now().value - age};
      REQUIRE(cache->put(entry, Durability::cheap));
    }
  }
  fill(100, 101, 3'600'000);
  CHECK(open()->statistics()->total.entries < 90);
  for (int i = 0; i < 20; ++i) CHECK(find("e" + std::to_string(i)));
}

TEST_CASE_METHOD(Watermarks, "a dry run leaves the file as large as it says") {
  fill(0, 20, 3'600'000);
  PruneRequest request;
  request.max_bytes = 50'000;
  request.dry_run = DryRun::yes;
  const auto planned = open()->prune(request);
  REQUIRE(planned);
  CHECK(planned->entries > 0);
  CHECK(planned->file_bytes_before > 50'000);
  CHECK(planned->file_bytes_after == planned->file_bytes_before);
  CHECK(open()->statistics()->total.entries == 20);
}

TEST_CASE_METHOD(Watermarks, "the last thousand prunings are remembered") {
  fill(0, 1, 3'600'000);
  const auto connection = db::Connection::open(path(), {});
  REQUIRE(connection->execute(
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) "
      "INSERT INTO pruning_stats (at, cause, strategy, entries, raw_bytes, stored_bytes, regenerate_cost, "
      "unknown_costs, bytes_before, bytes_after, duration_ms) SELECT i, 'command', 'lru', 1, 1, 1, 1, 0, 1, 1, 1 FROM "
      "n"));
  REQUIRE(open()->prune({}));
  CHECK(*connection->integer("SELECT count(*) FROM pruning_stats") == 1000);
  CHECK(*connection->integer("SELECT min(at) FROM pruning_stats") == 2);
}

}  // namespace rustassistant::cache
