// SPDX-License-Identifier: MIT
// cache_fill FILE COUNT [prose] [one]: a cache with COUNT results, up to 10,000 of them of about 6 KB, of the built-in
// analyzer's kind or a model's, and the others of a few bytes. Of forty repositories, or of one.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "documents.hpp"
#include "measure.hpp"
#include "rustassistant/base/clock.hpp"
#include "rustassistant/cache/sqlite_cache.hpp"

using namespace rustassistant;
using bench::checked;
using bench::fail;

namespace {

constexpr int kReal = 10'000;

bool is_given(int argc, char** argv, const char* word) {
  return std::any_of(argv + 3, argv + argc, [word](const char* given) { return std::string(given) == word; });
}

cache::Entry entry_of(int number, bool prose, bool one_repository) {
  cache::Entry entry = bench::entry_of(number, number >= kReal ? "{\"n\":" + std::to_string(number) + "}"
                                               : prose         ? bench::prose_result(number)
                                                               : bench::analyzer_result(number));
  if (one_repository) {
    entry.info.repo_id = "10001000";
    entry.info.repo_path = "/home/someone/project0";
  }
  return entry;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const std::string path = argv[1];
  const int count = std::atoi(argv[2]);
  const bool prose = is_given(argc, argv, "prose");
  const bool one_repository = is_given(argc, argv, "one");
  std::int64_t raw = 0;
  const SystemClock clock;
  {
    const auto cache = checked(cache::SqliteCache::open({.path = path}, clock));
    const auto compressor = checked(cache->compressor());
    std::vector<cache::PackedEntry> batch;
    for (int i = 0; i < count; ++i) {
      const cache::Entry entry = entry_of(i, prose, one_repository);
      raw += static_cast<std::int64_t>(entry.result.size());
      batch.push_back(cache::pack(entry.info, entry.result, *compressor));
      if (batch.size() < 500 && i + 1 < count) continue;
      static_cast<void>(checked(cache->import(batch)));
      batch.clear();
    }
    if (const auto closed = cache->close(); !closed) fail(closed.error().what);
  }
  std::printf("%lld\n", static_cast<long long>(raw));  // bytes of the results, for who measures the file
  return 0;
}
