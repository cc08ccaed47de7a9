// SPDX-License-Identifier: MIT
// Upgrades from every schema version that was ever released. `kCacheVersions` and `kLedgerVersions` grow with the
// folders under migrations/: each row makes a database as that version left it, with the migrations up to it, and fills
// it.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>

#include "rustassistant/cache/sqlite_cache.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/db/connection.hpp"
#include "rustassistant/db/migrator.hpp"
#include "rustassistant/ledger/ledger.hpp"
#include "support/fake_clock.hpp"
#include "support/processes.hpp"
#include "support/temporary_folder.hpp"

namespace rustassistant {

namespace cache {
extern const std::span<const EmbeddedFile> kMigrations;
extern const std::span<const EmbeddedFile> kTriggers;
}  // namespace cache
namespace ledger {
extern const std::span<const EmbeddedFile> kMigrations;
}

namespace {

namespace fs = std::filesystem;

constexpr std::int32_t kCacheId = 0x52416361;
constexpr std::int32_t kLedgerId = 0x52416c65;

// What the first version of a cache stored (figures only: a document is not needed to count it).
constexpr const char* kFillCache1 =
    "INSERT INTO variant VALUES (1, 0, 1, 'grok-code-fast-1', '', '0123456789abcdef', '1', 'rust', 'cafe');"
    "INSERT INTO repo VALUES (195939070, '/home/someone/project');"
    "INSERT INTO entry VALUES (1, 595133544229219586, x'5c8d98eaed0d1e17ad5ae5c1b9c9db1cfc1e10f5df9e7c7d', 1, "
    "zeroblob(24), 1, '', 195939070, 195939070, 'src/main.rs', 'rs', 1000, 100, 0, 200, 0, 1500000, 0, 2100, "
    "1795000000000, 1795000000000, 4, 2, 15);"
    "INSERT INTO lookup VALUES (202611, 0, 195939070, 4, 2, 6000000);";

constexpr const char* kFillLedger1 =
    "INSERT INTO call (at, month, day, state, closed_at, reserved, cost, estimated, provider, type, model, repo, "
    "repo_path, path, extension, input_tokens, cached_tokens, cache_write_tokens, output_tokens, reasoning_tokens) "
    "VALUES (1795200000000, 202611, 20261120, 1, 1795200000005, 900, 700, 0, 1, 0, 'grok-code-fast-1', '0badcafe', "
    "'/p', 'a.rs', 'rs', 10, 1, 0, 5, 0), (1795200000001, 202611, 20261120, 0, NULL, 50, NULL, 0, 1, 0, "
    "'grok-code-fast-1', '0badcafe', '/p', 'b.rs', 'rs', NULL, NULL, NULL, NULL, NULL);";

// The second version added columns and indexes.
constexpr const char* kFillCache2 =
    "INSERT INTO variant VALUES (1, 0, 1, 'grok-code-fast-1', '', '0123456789abcdef', '1', 'rust', 'cafe');"
    "INSERT INTO repo VALUES (195939070, '/home/someone/project');"
    "INSERT INTO entry VALUES (1, 595133544229219586, x'5c8d98eaed0d1e17ad5ae5c1b9c9db1cfc1e10f5df9e7c7d', 1, "
    "zeroblob(24), 1, '', 195939070, 195939070, 'src/main.rs', 'rs', 1000, 100, 0, 200, 0, 1500000, 0, 2100, "
    "1795000000000, 1795000000000, 4, 2, 15, 1, 1);"
    "INSERT INTO lookup VALUES (202611, 0, 195939070, 4, 2, 6000000);"
    "ANALYZE;";

// The third took away a column that nothing read, and SQLite's statistics of tables.
constexpr const char* kFillCache3 =
    "INSERT INTO variant VALUES (1, 0, 1, 'grok-code-fast-1', '', '0123456789abcdef', '1', 'rust', 'cafe');"
    "INSERT INTO repo VALUES (195939070, '/home/someone/project');"
    "INSERT INTO entry VALUES (1, 595133544229219586, x'5c8d98eaed0d1e17ad5ae5c1b9c9db1cfc1e10f5df9e7c7d', 1, "
    "zeroblob(24), 1, '', 195939070, 195939070, 'src/main.rs', 'rs', 1000, 100, 0, 200, 0, 1500000, 0, 2100, "
    "1795000000000, 1795000000000, 4, 2, 15, 1, 1);"
    "INSERT INTO lookup VALUES (202611, 0, 195939070, 2, 6000000);";

// The fourth tells which entries the older tool made.
constexpr const char* kFillCache4 =
    "INSERT INTO variant VALUES (1, 0, 1, 'grok-code-fast-1', '', '0123456789abcdef', '1', 'rust', 'cafe');"
    "INSERT INTO repo VALUES (195939070, '/home/someone/project');"
    "INSERT INTO entry VALUES (1, 595133544229219586, x'5c8d98eaed0d1e17ad5ae5c1b9c9db1cfc1e10f5df9e7c7d', 1, "
    "zeroblob(24), 1, '', 195939070, 195939070, 'src/main.rs', 'rs', 1000, 100, 0, 200, 0, 1500000, 0, 2100, "
    "1795000000000, 1795000000000, 4, 2, 15, 1, 1, 1);"
    "INSERT INTO lookup VALUES (202611, 0, 195939070, 2, 6000000);";

// The fifth keeps what files say of other files.
constexpr const char* kFillCache5 =
    "INSERT INTO variant VALUES (1, 0, 1, 'grok-code-fast-1', '', '0123456789abcdef', '1', 'rust', 'cafe');"
    "INSERT INTO repo VALUES (195939070, '/home/someone/project');"
    "INSERT INTO entry VALUES (1, 595133544229219586, x'5c8d98eaed0d1e17ad5ae5c1b9c9db1cfc1e10f5df9e7c7d', 1, "
    "zeroblob(24), 1, '', 195939070, 195939070, 'src/main.rs', 'rs', 1000, 100, 0, 200, 0, 1500000, 0, 2100, "
    "1795000000000, 1795000000000, 4, 2, 15, 1, 1, 1);"
    "INSERT INTO lookup VALUES (202611, 0, 195939070, 2, 6000000);"
    "INSERT INTO file_dependencies VALUES (zeroblob(32), 'rust', 1, zeroblob(32), x'00', 20700);";

// The sixth remembers what `cache sync` saw and warmed.
constexpr const char* kFillCache6 =
    "INSERT INTO variant VALUES (1, 0, 1, 'grok-code-fast-1', '', '0123456789abcdef', '1', 'rust', 'cafe');"
    "INSERT INTO repo VALUES (195939070, '/home/someone/project');"
    "INSERT INTO entry VALUES (1, 595133544229219586, x'5c8d98eaed0d1e17ad5ae5c1b9c9db1cfc1e10f5df9e7c7d', 1, "
    "zeroblob(24), 1, '', 195939070, 195939070, 'src/main.rs', 'rs', 1000, 100, 0, 200, 0, 1500000, 0, 2100, "
    "1795000000000, 1795000000000, 4, 2, 15, 1, 1, 1);"
    "INSERT INTO lookup VALUES (202611, 0, 195939070, 2, 6000000);"
    "INSERT INTO seen_file VALUES (195939070, 'src/main.rs', zeroblob(32), zeroblob(32));"
    "INSERT INTO warmed VALUES (1); INSERT INTO warmed_past VALUES (195939070, 3, 2, 1);";

// The seventh keeps the units that the content of the newest answer about a path had.
constexpr const char* kFillCache7 =
    "INSERT INTO variant VALUES (1, 0, 1, 'grok-code-fast-1', '', '0123456789abcdef', '1', 'rust', 'cafe');"
    "INSERT INTO repo VALUES (195939070, '/home/someone/project');"
    "INSERT INTO entry VALUES (1, 595133544229219586, x'5c8d98eaed0d1e17ad5ae5c1b9c9db1cfc1e10f5df9e7c7d', 1, "
    "zeroblob(24), 1, '', 195939070, 195939070, 'src/main.rs', 'rs', 1000, 100, 0, 200, 0, 1500000, 0, 2100, "
    "1795000000000, 1795000000000, 4, 2, 15, 1, 1, 1);"
    "INSERT INTO lookup VALUES (202611, 0, 195939070, 2, 6000000, 2, 80, 5, 900000);"
    "INSERT INTO blob VALUES (1, 0, zeroblob(16), x'00', x'00');";

// The eighth keeps figures by day.
constexpr const char* kFillCache8 =
    "INSERT INTO variant VALUES (1, 0, 1, 'grok-code-fast-1', '', '0123456789abcdef', '1', 'rust', 'cafe');"
    "INSERT INTO repo VALUES (195939070, '/home/someone/project');"
    "INSERT INTO entry VALUES (1, 595133544229219586, x'5c8d98eaed0d1e17ad5ae5c1b9c9db1cfc1e10f5df9e7c7d', 1, "
    "zeroblob(24), 1, '', 195939070, 195939070, 'src/main.rs', 'rs', 1000, 100, 0, 200, 0, 1500000, 0, 2100, "
    "1795000000000, 1795000000000, 4, 2, 15, 1, 1, 1);"
    "INSERT INTO lookup VALUES (202611, 0, 195939070, 2, 6000000, 2, 80, 5, 900000);"
    "INSERT INTO lookup_day VALUES (20261118, 0, 195939070, 4, 2, 6000000, 1, 1, 1, 1, 0);"
    "INSERT INTO evicted VALUES (4097, 5, 6, 7, 8, 9, 10, 11, 0);"
    "INSERT INTO use_trace VALUES (0, 1, 2, 3), (-1, 1, 2, 0);";

// The ninth keeps what reports found.
const std::string kFilledCache9 = std::string(kFillCache8) +
                                  "INSERT INTO findings_day VALUES (195939070, 20261118, 'dead_code', 2, 7);"
                                  "INSERT INTO findings_seen VALUES (195939070, 20261118, 1795000000000, x'00');";

// The tenth leaves the sums to the connections that write.
const std::string kFilledCache10 = std::string(cache::kTriggers.front().content) + kFilledCache9;

// The eleventh keeps what a team's store brought.
const std::string kFilledCache11 = kFilledCache10 +
                                   "INSERT INTO origin VALUES (1, '0123456789abcdef', 1, 2);"
                                   "INSERT INTO outbox VALUES (zeroblob(32));"
                                   "INSERT INTO team_day VALUES (20261118, 1, 2, 3, 4);";

const std::array kCacheVersions{
    kFillCache1,           kFillCache2, kFillCache3, kFillCache4,           kFillCache5,
    kFillCache6,           kFillCache7, kFillCache8, kFilledCache9.c_str(), kFilledCache10.c_str(),
    kFilledCache11.c_str()};
constexpr const char* kFillLedger2 =
    "INSERT INTO call (at, month, day, state, closed_at, reserved, cost, estimated, provider, type, model, repo, "
    "repo_path, path, extension, input_tokens, request_bytes) VALUES "
    "(1795200000000, 202611, 20261120, 1, 1795200000005, 900, 700, 0, 1, 0, 'grok-code-fast-1', '0badcafe', '/p', "
    "'a.rs', 'rs', 10, 30), (1795200000001, 202611, 20261120, 0, NULL, 50, NULL, 0, 1, 0, 'grok-code-fast-1', "
    "'0badcafe', '/p', 'b.rs', 'rs', NULL, 30);"
    "INSERT INTO setting VALUES ('daily_cap', '5'); INSERT INTO repo_cap VALUES ('0badcafe', '/p', 7);";

// The fourth version added a column of caps; the third one of calls, which is empty here.
constexpr const char* kFillLedger4 =
    "INSERT INTO call (at, month, day, state, closed_at, reserved, cost, estimated, provider, type, model, repo, "
    "repo_path, path, extension, input_tokens, request_bytes) VALUES "
    "(1795200000000, 202611, 20261120, 1, 1795200000005, 900, 700, 0, 1, 0, 'grok-code-fast-1', '0badcafe', '/p', "
    "'a.rs', 'rs', 10, 30), (1795200000001, 202611, 20261120, 0, NULL, 50, NULL, 0, 1, 0, 'grok-code-fast-1', "
    "'0badcafe', '/p', 'b.rs', 'rs', NULL, 30);"
    "INSERT INTO setting VALUES ('daily_cap', '5'); INSERT INTO repo_cap VALUES ('0badcafe', '/p', 7, 'c0ffee');";

// The seventh knows what answers about parts of a file need, the eighth which calls are a team's, the ninth which
// batches.
constexpr std::array kLedgerVersions{kFillLedger1, kFillLedger2, kFillLedger2, kFillLedger4, kFillLedger4,
                                     kFillLedger4, kFillLedger4, kFillLedger4, kFillLedger4};

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A database as the given version left it.
void make(const std::string& path, const db::Schema& schema, std::size_t version, const char* fill) {
  const auto connection = db::Connection::open(path, {});
  REQUIRE(connection);
  REQUIRE(db::migrate(*connection, {schema.application_id, schema.migrations.first(version)}));
  const auto filled = connection->execute(fill);
  INFO((filled ? "" : filled.error().what));
  REQUIRE(filled);
}

void make_newer(const std::string& path, const db::Schema& schema) {
  make(path, schema, schema.migrations.size(), ("PRAGMA user_version=" + std::to_string(schema.version() + 1)).c_str());
}

struct Fixture {
  test::TemporaryFolder folder;
  test::FakeClock clock;
  const db::Schema cache_schema{kCacheId, cache::kMigrations};
  const db::Schema ledger_schema{kLedgerId, ledger::kMigrations};
  [[nodiscard]] std::string path() const { return (folder.path() / "x.db").string(); }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "every migration has a test of the version it leads to") {
  CHECK(kCacheVersions.size() == cache::kMigrations.size());
  CHECK(kLedgerVersions.size() == ledger::kMigrations.size());
}

TEST_CASE_METHOD(Fixture, "migrations are numbered without gaps") {
  for (const auto migrations : {cache::kMigrations, ledger::kMigrations}) {
    for (std::size_t i = 0; i < migrations.size(); ++i) {
      CHECK(std::stoul(std::string(migrations[i].name.substr(0, 3))) == i + 1);
    }
  }
}

TEST_CASE_METHOD(Fixture, "a cache of every version is upgraded and keeps its figures") {
  for (std::size_t version = 1; version <= kCacheVersions.size(); ++version) {
    const std::string file = path() + std::to_string(version);
    make(file, cache_schema, version, kCacheVersions[version - 1]);
    std::vector<std::string> notices;
    cache::CacheOptions options;
    options.path = file;
    options.notify = [&notices](const std::string& notice) { notices.push_back(notice); };
    const auto store = cache::SqliteCache::open(options, clock);
    REQUIRE(store);
    const auto statistics = (*store)->statistics();
    REQUIRE(statistics);
    CHECK(statistics->total.entries == 1);
    CHECK(statistics->total.input_tokens == 1000);
    CHECK(statistics->total.cost == NanoUsd{1'500'000});
    CHECK(statistics->misses == 2);
    REQUIRE(statistics->by_model.size() == 1);
    CHECK(statistics->by_model[0].model == "grok-code-fast-1");
    CHECK(notices.empty());
    REQUIRE((*store)->close());
    const auto connection = db::Connection::open(file, {});
    CHECK(connection->identity()->user_version == cache_schema.version());
    CHECK_FALSE(*connection->has_table("sqlite_stat1"));
  }
}

TEST_CASE_METHOD(Fixture, "the second version of the cache knows what newer content stands in for") {
  make(path(), cache_schema, 1, kFillCache1);
  {
    const auto connection = db::Connection::open(path(), {});
    // Of the same path: one that was used after the newest was stored, and the newest.
    for (const char* copy : {"2, 7, 1795000000000, 1795000000009", "3, 8, 1795000000005, 1795000000005"}) {
      REQUIRE(connection->execute(
          "INSERT INTO entry (id, key_prefix, created, last_accessed, key_rest, content_prefix, content_rest, variant, "
          "context_hash, repo, last_repo, path, extension, estimated, generation_ms, access_count, raw_size, "
          "stored_size) SELECT " +
          std::string(copy) +
          ", key_rest, content_prefix, content_rest, variant, context_hash, repo, last_repo, path, extension, "
          "estimated, generation_ms, access_count, raw_size, stored_size FROM entry WHERE id = 1"));
    }
    REQUIRE(db::migrate(*connection, cache_schema));
    auto query = connection->prepare("SELECT group_concat(superseded) FROM (SELECT superseded FROM entry ORDER BY id)");
    REQUIRE(query);
    REQUIRE(*query->step());
    CHECK(query->text(0) == "1,0,0");
  }
}

TEST_CASE_METHOD(Fixture, "a ledger of every version is upgraded and keeps its sums") {
  for (std::size_t version = 1; version <= kLedgerVersions.size(); ++version) {
    const std::string file = path() + std::to_string(version);
    make(file, ledger_schema, version, kLedgerVersions[version - 1]);
    const auto opened = ledger::Ledger::open(file, clock);
    REQUIRE(opened);
    const auto standing = (*opened)->standing();
    REQUIRE(standing);
    const auto* month = &standing->month;
    CHECK(month->spent == NanoUsd{700});
    CHECK(month->reserved == NanoUsd{50});
    CHECK(month->calls == 1);
    CHECK(month->input_tokens == 10);
    CHECK(standing->unsettled_count == 1);
    // Closing still keeps the sums.
    REQUIRE((*opened)->settle_all_by_hand({}, NanoUsd{9}));
    CHECK((*opened)->standing()->month.spent == NanoUsd{709});
    const auto faults = (*opened)->verify();
    REQUIRE(faults);
    CHECK(*faults == std::vector<std::string>{});
  }
}

TEST_CASE_METHOD(Fixture, "a newer cache or ledger is refused and not changed by a byte") {
  SECTION("cache") {
    make_newer(path(), cache_schema);
    const std::string before = bytes_of(path());
    const auto store = cache::SqliteCache::open({path()}, clock);
    REQUIRE_FALSE(store);
    CHECK(store.error().what.find("newer version") != std::string::npos);
    CHECK(bytes_of(path()) == before);
  }
  SECTION("ledger") {
    make_newer(path(), ledger_schema);
    const std::string before = bytes_of(path());
    const auto opened = ledger::Ledger::open(path(), clock);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().what.find("newer version") != std::string::npos);
    CHECK(bytes_of(path()) == before);
  }
  CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE_METHOD(Fixture, "processes that create or upgrade the same database together do not disturb each other") {
  const bool upgrade = GENERATE(false, true);
  const std::string cache_path = path() + "-cache";
  const std::string ledger_path = path() + "-ledger";
  if (upgrade) {
    make(cache_path, cache_schema, 1, kFillCache1);
    make(ledger_path, ledger_schema, 1, kFillLedger1);
  }
  const auto work = [&](int number) {
    cache::Entry entry;
    entry.info.key = codec::sha256(std::to_string(number));
    entry.result = "{}";
    const auto store = cache::SqliteCache::open({cache_path}, clock);
    if (!store || !(*store)->put(entry, cache::Durability::cheap)) return 1;
    const auto opened = ledger::Ledger::open(ledger_path, clock);
    return opened && (*opened)->reserve({}, NanoUsd{1}, {}) ? 0 : 2;
  };
  for (const int result : test::wait_for(test::start_processes(8, work))) CHECK(result == 0);
  CHECK((*cache::SqliteCache::open({cache_path}, clock))->statistics()->total.entries == (upgrade ? 9 : 8));
  CHECK((*ledger::Ledger::open(ledger_path, clock))->standing()->month.reserved == NanoUsd{upgrade ? 58 : 8});
}

}  // namespace rustassistant
