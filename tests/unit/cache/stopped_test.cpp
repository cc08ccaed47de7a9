// SPDX-License-Identifier: MIT
#include <csignal>

#include "cache_fixture.hpp"
#include "rustassistant/sys/signals.hpp"
#include "support/processes.hpp"

// Work on the whole cache, in a process that is asked to stop.
namespace rustassistant::cache {

TEST_CASE_METHOD(CacheFixture, "verification, pruning and clearing end at the first signal, and folding loses no use") {
  {
    const auto cache = open();
    for (int i = 0; i < 30; ++i) REQUIRE(cache->put(entry_named(std::to_string(i)), Durability::cheap));
  }
  {
    const auto cache = open();
    for (int i = 0; i < 7; ++i) cache->note_hit((*cache->find(key_of("1")))->info, "0badcafe");
  }
  const int number = GENERATE(SIGINT, SIGTERM);
  const Errc expected = number == SIGINT ? Errc::interrupted : Errc::terminated;
  const auto outcome = test::wait_for(test::start_processes(1, [&](int) {
    const auto cache = SqliteCache::open({path()}, clock);
    if (!cache) return 1;
    sys::install_signal_handlers();
    if (::raise(number) != 0) return 2;
    const auto is_stopped = [expected](const auto& result) { return !result && result.error().code == expected; };
    if (!is_stopped((*cache)->verify(Repair::no))) return 3;
    PruneRequest request;
    request.max_bytes = 1;
    if (!is_stopped((*cache)->prune(request))) return 4;
    if (!is_stopped((*cache)->clear({}, DryRun::no))) return 5;
    return (*cache)->close() ? 0 : 6;
  }));
  CHECK(outcome == std::vector<int>{0});
  const auto statistics = open()->statistics();
  CHECK(statistics->total.entries == 30);
  CHECK(statistics->total.hits == 7);
}

}  // namespace rustassistant::cache
