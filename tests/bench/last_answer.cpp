// SPDX-License-Identifier: MIT
// last_answer CACHE_DB SOURCE RUNS HIT...: adds answers about 10,000 paths, with the units of SOURCE each, to a cache
// in which the command HIT finds its answer. What a look-up by content that finds nothing is followed by, the last
// answer about a path, is measured in turn with that command.
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "documents.hpp"
#include "measure.hpp"
#include "process.hpp"
#include "rustassistant/base/clock.hpp"
#include "rustassistant/cache/sqlite_cache.hpp"
#include "rustassistant/domain/file_units.hpp"
#include "rustassistant/source/file_units.hpp"

using namespace rustassistant;
using bench::checked;
using bench::fail;

namespace {

constexpr int kPaths = 10'000;

std::string units_of(const char* path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  domain::EarlierReview review;
  review.file = source::file_units_of(text, "cpp");
  if (review.file.units.empty()) fail("no units in the source");
  return domain::serialise(review);
}

void fill(cache::SqliteCache& cache, const std::string& units) {
  const std::string result = bench::analyzer_result(1);
  std::vector<cache::Entry> entries;
  for (int i = 0; i < kPaths; ++i) {
    entries.push_back(bench::entry_of(i, result));
    entries.back().units = cache::AnswerUnits{units, {}};
    if (entries.size() < 500 && i + 1 < kPaths) continue;
    if (const auto put = cache.put_all(entries); !put) fail(put.error().what);
    entries.clear();
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) return 2;
  const std::string path = argv[1];
  const int runs = std::atoi(argv[3]);
  const bench::Command hit({argv + 4, argv + argc});
  const SystemClock clock;
  {
    const auto cache = checked(cache::SqliteCache::open({.path = path}, clock));
    fill(*cache, units_of(argv[2]));
    if (const auto closed = cache->close(); !closed) fail(closed.error().what);
  }
  std::mt19937 random(1);
  const auto find = [&] {
    cache::Entry edited = bench::entry_of(static_cast<int>(random() % kPaths), {});
    edited.info.factors.content_hash = codec::sha256_hex("an edit of " + edited.info.path);
    const auto cache = checked(cache::SqliteCache::open({.path = path}, clock));
    if (checked(cache->find(domain::cache_key(edited.info.factors)))) fail("the edit has an answer");
    return bench::microseconds_of([&] {
      if (!checked(cache->find_last_answer(edited.info))) fail("there is no last answer");
    });
  };
  bench::compare("finding the last answer about an edited file ÷ a cache hit", "≤ 0.05", runs, std::min(10, runs), find,
                 [&] { return hit.run(); });
  return 0;
}
