// SPDX-License-Identifier: MIT
// cache_fill FILE COUNT [prose]: a cache with COUNT results of about 6 KB, of the built-in analyzer's kind or a
// model's. More than 10,000 are rows of the same results under other keys, which figures and pruning do not tell apart.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "documents.hpp"
#include "rustassistant/base/clock.hpp"
#include "rustassistant/cache/sqlite_cache.hpp"
#include "rustassistant/db/connection.hpp"

using namespace rustassistant;

namespace {

constexpr int kReal = 10'000;

[[noreturn]] void fail(const std::string& what) {
  std::fprintf(stderr, "cache_fill: %s\n", what.c_str());
  std::exit(1);
}

template <typename T>
T checked(Result<T> result) {
  if (!result) fail(result.error().what);
  return *std::move(result);
}

// Copies of the first entries, with documents of a few bytes: what is measured on many entries does not read them.
void multiply(const std::string& path, int count) {
  const auto connection = db::Connection::open(path, {});
  if (!connection) fail(connection.error().what);
  const std::string sql =
      "BEGIN; WITH RECURSIVE n(i) AS (SELECT " + std::to_string(kReal + 1) +
      " UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(count) +
      ") INSERT INTO entry (id, key_prefix, key_rest, content_prefix, content_rest, variant, context_hash, repo, "
      "last_repo, path, extension, input_tokens, cached_tokens, output_tokens, cost, estimated, generation_ms, "
      "created, "
      "last_accessed, access_count, raw_size, stored_size, blob) SELECT i, random(), e.key_rest, random(), "
      "e.content_rest, variant, context_hash, repo, last_repo, path || i, extension, input_tokens, cached_tokens, "
      "output_tokens, cost, estimated, generation_ms, created + i, last_accessed + i, access_count, 2, 15, i FROM n "
      "JOIN entry e ON e.id = 1 + n.i % " +
      std::to_string(kReal) +
      "; INSERT INTO blob SELECT e.id, 0, zeroblob(16), zeroblob(15) FROM entry e WHERE e.id > " +
      std::to_string(kReal) + " ORDER BY e.id; COMMIT; PRAGMA wal_checkpoint(TRUNCATE)";
  if (const auto done = connection->execute(sql); !done) fail(done.error().what);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const std::string path = argv[1];
  const int count = std::atoi(argv[2]);
  const bool prose = argc > 3 && std::string(argv[3]) == "prose";
  std::int64_t raw = 0;
  const SystemClock clock;
  {
    const auto cache = checked(cache::SqliteCache::open({.path = path}, clock));
    const auto compressor = checked(cache->compressor());
    std::vector<cache::PackedEntry> batch;
    for (int i = 0; i < std::min(count, kReal); ++i) {
      const cache::Entry entry = bench::entry_of(i, prose ? bench::prose_result(i) : bench::analyzer_result(i));
      raw += static_cast<std::int64_t>(entry.result.size());
      batch.push_back(cache::pack(entry.info, entry.result, *compressor));
      if (batch.size() < 500 && i + 1 < std::min(count, kReal)) continue;
      static_cast<void>(checked(cache->import(batch)));
      batch.clear();
    }
    if (const auto closed = cache->close(); !closed) fail(closed.error().what);
  }
  if (count > kReal) multiply(path, count);
  std::printf("%lld\n", static_cast<long long>(raw));  // bytes of the results, for who measures the file
  return 0;
}
