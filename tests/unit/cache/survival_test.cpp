// SPDX-License-Identifier: MIT
#include <signal.h>

#include <cstdlib>
#include <random>

#include "cache_fixture.hpp"
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
    CHECK(cache->take_notices().texts.empty());
  }
}

}  // namespace rustassistant::cache
