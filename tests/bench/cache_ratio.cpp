// SPDX-License-Identifier: MIT
// cache_ratio FOLDER ROUNDS [FILE_OF_A_MILLION]: the cache in process, in turn with floor programs that use the same
// SQLite, zstd and SHA-256 and do the bare work on a copy of the same file. Prints medians of ratios and of times.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
#include <sqlite3.h>
#include <zstd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include "dictionaries.hpp"
#include "documents.hpp"
#include "measure.hpp"
#include "rustassistant/base/clock.hpp"
#include "rustassistant/cache/sqlite_cache.hpp"
#include "schema.hpp"
#include "stored_forms.hpp"

using namespace rustassistant;
using bench::checked;
using bench::fail;
using bench::microseconds_of;
using bench::quantile;
using bench::report;
namespace fs = std::filesystem;

namespace {

constexpr int kEntries = 10'000;

// SQLite with nothing around it.
class Floor {
 public:
  explicit Floor(const std::string& path) {
    if (sqlite3_open_v2(path.c_str(), &database_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr) != SQLITE_OK)
      fail("cannot open the floor's database");
    run("PRAGMA cache_size=-8000; PRAGMA synchronous=NORMAL;");
    run(std::string(cache::kTriggers.front().content).c_str());
    const auto& dictionary = cache::builtin_dictionary()->bytes();
    decompression_ = ZSTD_createDDict(dictionary.data(), dictionary.size());
    compression_ = ZSTD_createCDict(dictionary.data(), dictionary.size(), 3);
    find_ = prepare(
        "SELECT e.*, v.*, r.path, b.digest, b.data FROM entry e JOIN blob b ON b.id = e.blob JOIN variant v "
        "ON v.id = e.variant JOIN repo r ON r.id = e.repo WHERE e.key_prefix = ?1");
    digest_column_ = sqlite3_column_count(find_) - 2;
    add_blob_ = prepare("INSERT INTO blob (dictionary, digest, data) VALUES (?1, ?2, ?3)");
    add_entry_ = prepare(
        "INSERT INTO entry (key_prefix, key_rest, content_prefix, content_rest, variant, context_hash, repo, "
        "last_repo, "
        "path, extension, input_tokens, cached_tokens, cache_write_tokens, output_tokens, reasoning_tokens, cost, "
        "estimated, generation_ms, created, last_accessed, access_count, raw_size, stored_size, blob) VALUES (?1, ?2, "
        "?3, ?4, 1, '', ?5, ?5, ?6, 'rs', 3000, 100, 0, 900, 0, 1000000, 0, 2000, ?7, ?7, 0, ?8, ?9, ?10)");
  }
  ~Floor() {
    for (sqlite3_stmt* statement : {find_, add_blob_, add_entry_}) sqlite3_finalize(statement);
    sqlite3_close(database_);
    ZSTD_freeDDict(decompression_);
    ZSTD_freeCDict(compression_);
    ZSTD_freeDCtx(reader_);
    ZSTD_freeCCtx(writer_);
  }
  Floor(const Floor&) = delete;
  Floor& operator=(const Floor&) = delete;

  // Every column is taken, the document decompressed and checked.
  void find(const domain::CacheKey& key) {
    sqlite3_bind_int64(find_, 1, cache::prefix_of(key));
    if (sqlite3_step(find_) != SQLITE_ROW) fail("the floor finds nothing");
    std::vector<std::string> texts;
    std::int64_t sum = 0;
    for (int column = 0; column < digest_column_; ++column) {
      if (sqlite3_column_type(find_, column) == SQLITE_TEXT) {
        texts.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(find_, column)));
      } else {
        sum += sqlite3_column_int64(find_, column);
      }
    }
    const void* frame = sqlite3_column_blob(find_, digest_column_ + 1);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(find_, digest_column_ + 1));
    std::string text(ZSTD_getFrameContentSize(frame, size), '\0');
    if (ZSTD_decompress_usingDDict(reader_, text.data(), text.size(), frame, size, decompression_) != text.size())
      fail("the floor cannot decompress");
    const std::string digest = digest_of(key, text);
    if (std::memcmp(digest.data(), sqlite3_column_blob(find_, digest_column_), 16) != 0 || sum == 1) fail("damage");
    sqlite3_reset(find_);
  }

  // Both rows in one transaction, beside the counters' triggers.
  void store(const cache::Entry& entry) {
    const cache::EntryInfo& info = entry.info;
    std::string frame(ZSTD_compressBound(entry.result.size()), '\0');
    ZSTD_CCtx_setParameter(writer_, ZSTD_c_checksumFlag, 1);
    ZSTD_CCtx_refCDict(writer_, compression_);
    frame.resize(ZSTD_compress2(writer_, frame.data(), frame.size(), entry.result.data(), entry.result.size()));
    const std::string digest = digest_of(info.key, entry.result);
    const cache::ContentHash content = info.content_hash();
    run("BEGIN IMMEDIATE");
    sqlite3_bind_int64(add_blob_, 1, cache::builtin_dictionary()->id());
    sqlite3_bind_blob(add_blob_, 2, digest.data(), 16, SQLITE_STATIC);
    sqlite3_bind_blob(add_blob_, 3, frame.data(), static_cast<int>(frame.size()), SQLITE_STATIC);
    step(add_blob_);
    sqlite3_bind_int64(add_entry_, 1, cache::prefix_of(info.key));
    sqlite3_bind_blob(add_entry_, 2, info.key.data() + 8, 24, SQLITE_STATIC);
    sqlite3_bind_int64(add_entry_, 3, cache::prefix_of(content));
    sqlite3_bind_blob(add_entry_, 4, content.data() + 8, 24, SQLITE_STATIC);
    sqlite3_bind_int64(add_entry_, 5, cache::repo_number(info.repo_id));
    sqlite3_bind_text(add_entry_, 6, info.path.c_str(), -1, SQLITE_STATIC);
    sqlite3_bind_int64(add_entry_, 7, info.created.value);
    sqlite3_bind_int64(add_entry_, 8, static_cast<std::int64_t>(entry.result.size()));
    sqlite3_bind_int64(add_entry_, 9, static_cast<std::int64_t>(frame.size()));
    sqlite3_bind_int64(add_entry_, 10, sqlite3_last_insert_rowid(database_));
    step(add_entry_);
    run("COMMIT");
  }

  // A thousand rows in the order of a figure, in one transaction, and the space returned.
  void prune(bool oldest) {
    run(oldest ? "BEGIN IMMEDIATE; DELETE FROM entry WHERE id IN (SELECT id FROM entry ORDER BY last_accessed LIMIT "
                 "1000); "
                 "COMMIT; PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE)"
               : "BEGIN IMMEDIATE; DELETE FROM entry WHERE id IN (SELECT id FROM entry ORDER BY (1.0 + access_count) * "
                 "cost / (stored_size + 480) / (1.0 + (1795000000000 - last_accessed) / 86400000.0) LIMIT 1000); "
                 "COMMIT; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
  }

 private:
  static std::string digest_of(const domain::CacheKey& key, const std::string& text) {
    std::string digest(SHA256_DIGEST_LENGTH, '\0');
    SHA256_CTX hash;
    SHA256_Init(&hash);
    SHA256_Update(&hash, key.data(), key.size());
    SHA256_Update(&hash, text.data(), text.size());
    SHA256_Final(reinterpret_cast<unsigned char*>(digest.data()), &hash);
    return digest;
  }
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database_, sql, -1, &statement, nullptr) != SQLITE_OK) fail(sqlite3_errmsg(database_));
    return statement;
  }
  void step(sqlite3_stmt* statement) {
    if (sqlite3_step(statement) != SQLITE_DONE) fail(sqlite3_errmsg(database_));
    sqlite3_reset(statement);
  }
  void run(const char* sql) {
    if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(sqlite3_errmsg(database_));
  }

  sqlite3* database_ = nullptr;
  sqlite3_stmt* find_ = nullptr;
  sqlite3_stmt* add_blob_ = nullptr;
  sqlite3_stmt* add_entry_ = nullptr;
  int digest_column_ = 0;
  ZSTD_DDict* decompression_ = nullptr;
  ZSTD_CDict* compression_ = nullptr;
  ZSTD_DCtx* reader_ = ZSTD_createDCtx();
  ZSTD_CCtx* writer_ = ZSTD_createCCtx();
};

void copy_file(const std::string& from, const std::string& to) {
  fs::copy_file(from, to, fs::copy_options::overwrite_existing);
  for (const char* suffix : {"-wal", "-shm"}) fs::remove(to + suffix);
}

// Makes the last change look old, as it is for most look-ups.
void age(const std::string& path) {
  fs::last_write_time(path, fs::file_time_type::clock::now() - std::chrono::hours(1));
}

std::unique_ptr<cache::SqliteCache> open(const std::string& path, const Clock& clock) {
  return checked(cache::SqliteCache::open({.path = path}, clock));
}

std::vector<domain::CacheKey> keys() {
  std::vector<domain::CacheKey> keys;
  for (int i = 0; i < kEntries; ++i) keys.push_back(bench::entry_of(i, "").info.key);
  return keys;
}

void find_once(cache::SqliteCache& cache, const domain::CacheKey& key) {
  if (!checked(cache.find(key))) fail("an entry is missing");
}

constexpr int kBatch = 100;  // look-ups that are timed together

void measure_find(const std::string& folder, int rounds, const std::string& million, const Clock& clock) {
  const auto all = keys();
  copy_file(folder + "/filled.db", folder + "/floor.db");
  Floor floor(folder + "/floor.db");
  age(folder + "/filled.db");
  const auto cache = open(folder + "/filled.db", clock);
  std::mt19937 random(1);
  const auto some_key = [&] { return all[random() % all.size()]; };
  for (int i = 0; i < 20'000; ++i) {
    find_once(*cache, some_key());
    floor.find(some_key());
  }
  std::vector<double> ours, floors, single, plain, tracked, large, small;
  for (int round = 0; round < rounds; ++round) {
    ours.push_back(microseconds_of([&] {
                     for (int i = 0; i < kBatch; ++i) find_once(*cache, some_key());
                   }) /
                   kBatch);
    floors.push_back(microseconds_of([&] {
                       for (int i = 0; i < kBatch; ++i) floor.find(some_key());
                     }) /
                     kBatch);
  }
  report("find in 10,000 entries of about 6 KB ÷ its floor", "≤ 1.25", ours, floors);
  for (int i = 0; i < rounds * kBatch; ++i) single.push_back(microseconds_of([&] { find_once(*cache, some_key()); }));
  std::printf("| find, p99 ÷ p50 | %.2f | | ≤ 4 | %.1f µs | %.1f µs |\n",
              quantile(single, 0.99) / quantile(single, 0.5), quantile(single, 0.99), quantile(single, 0.5));

  // A run of hits, each recorded, to the end: the last records are written by close().
  copy_file(folder + "/filled.db", folder + "/tracked/cache.db");
  age(folder + "/tracked/cache.db");
  constexpr int kHits = 1000;
  for (int round = 0; round < std::max(10, rounds / 10); ++round) {
    const auto run = [&](bool noted) {
      return microseconds_of([&] {
               const auto session = open(folder + "/tracked/cache.db", clock);
               for (int i = 0; i < kHits; ++i) {
                 const auto found = checked(session->find(some_key()));
                 if (noted) session->note_hit(found->info, "10001000");
               }
               if (!session->close()) fail("cannot close");
             }) /
             kHits;
    };
    plain.push_back(run(false));
    tracked.push_back(run(true));
    fs::remove(folder + "/tracked/cache.access");
  }
  report("find and record ÷ find, a run of 1,000 with its end", "≤ 1.3", tracked, plain);

  if (million.empty()) return;
  age(million);
  const auto huge = open(million, clock);
  for (int i = 0; i < 20'000; ++i) find_once(*huge, some_key());
  for (int round = 0; round < rounds; ++round) {
    large.push_back(microseconds_of([&] {
                      for (int i = 0; i < kBatch; ++i) find_once(*huge, some_key());
                    }) /
                    kBatch);
    small.push_back(microseconds_of([&] {
                      for (int i = 0; i < kBatch; ++i) find_once(*cache, some_key());
                    }) /
                    kBatch);
  }
  report("find in 1,000,000 entries ÷ in 10,000", "≤ 2", large, small);
}

void measure_store(const std::string& folder, int rounds, const Clock& clock) {
  for (const char* name : {"/store.db", "/floor.db"}) copy_file(folder + "/filled.db", folder + name);
  const auto cache = open(folder + "/store.db", clock);
  Floor floor(folder + "/floor.db");
  std::vector<double> ours, floors;
  int number = 1'000'000;
  for (int round = -5; round < rounds; ++round) {
    std::vector<cache::Entry> entries;
    for (int i = 0; i < kBatch; ++i, ++number)
      entries.push_back(bench::entry_of(number, bench::analyzer_result(number % 50)));
    const double time = microseconds_of([&] {
      for (const cache::Entry& entry : entries) static_cast<void>(checked(cache->put(entry, cache::Durability::cheap)));
    });
    const double peer = microseconds_of([&] {
      for (const cache::Entry& entry : entries) floor.store(entry);
    });
    if (round < 0) continue;
    ours.push_back(time / kBatch);
    floors.push_back(peer / kBatch);
  }
  report("store one at a time ÷ its floor", "≤ 1.3", ours, floors);
}

// The oldest stand close together; those of least worth do not, and what is left has to be moved.
void measure_prune(const std::string& folder, int rounds, bool oldest, const Clock& clock) {
  std::vector<double> ours, floors;
  for (int round = 0; round < rounds; ++round) {
    for (const char* name : {"/prune.db", "/floor.db"}) copy_file(folder + "/filled.db", folder + name);
    const auto cache = open(folder + "/prune.db", clock);
    cache::PruneRequest request;
    if (oldest) request.unused_since = UnixMillis{1'790'000'000'000 + 1'000'000};
    const auto size = static_cast<std::int64_t>(fs::file_size(folder + "/filled.db"));
    if (!oldest) request.max_bytes = size - size / 10;
    cache::Removal removal;
    ours.push_back(microseconds_of([&] {
      removal = checked(cache->prune(request));
      if (!cache->close()) fail("cannot close");
    }));
    if (removal.entries < 700 || removal.entries > 1500) fail("pruned " + std::to_string(removal.entries) + " entries");
    Floor floor(folder + "/floor.db");
    floors.push_back(microseconds_of([&] { floor.prune(oldest); }));
    if (round == 0) {
      std::fprintf(stderr, "prune: %lld entries, file %lld to %lld bytes, the floor's %lld\n",
                   static_cast<long long>(removal.entries), static_cast<long long>(size),
                   static_cast<long long>(removal.file_bytes_after),
                   static_cast<long long>(fs::file_size(folder + "/floor.db")));
    }
  }
  report(oldest ? "prune the oldest 1,000 of 10,000 entries with their space ÷ its floor"
                : "prune a tenth of 10,000 entries by worth ÷ deleting as many and VACUUM",
         oldest ? "≤ 1.5" : "≤ 1.0", ours, floors);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const std::string folder = argv[1];
  const int rounds = std::atoi(argv[2]);
  const SystemClock clock;
  fs::create_directories(folder + "/tracked");
  measure_find(folder, rounds, argc > 3 ? argv[3] : "", clock);
  measure_store(folder, std::max(10, rounds / 5), clock);
  for (const bool oldest : {true, false}) measure_prune(folder, std::max(5, rounds / 20), oldest, clock);
  return 0;
}
