// SPDX-License-Identifier: MIT
#include "replay.hpp"

#include <catch2/catch.hpp>

namespace rustassistant::cache {
namespace {

Content content(std::int64_t place, std::int64_t bytes, std::int64_t cost) {
  Content made;
  made.place = place;
  made.facts.stored_size = bytes - kBesides;
  made.facts.cost = NanoUsd{cost};
  return made;
}

ReplayPolicy policy(std::int64_t high, std::int64_t low) {
  return {high, low, [](const EntryFacts& facts, UnixMillis now) { return worth(PruneStrategy::lru, facts, now); },
          Reach::whole};
}

// Four contents of 1,000 bytes, one after the other, and then the first again.
Trace turns() {
  Trace trace;
  for (std::size_t i = 0; i < 4; ++i) {
    trace.contents.push_back(content(static_cast<std::int64_t>(i), 1'000, 7));
    trace.requests.push_back({{static_cast<std::int64_t>(i)}, i, 1});
  }
  trace.requests.push_back({{9}, 0, 3});
  return trace;
}

}  // namespace

TEST_CASE("with room for everything nothing is paid again") {
  const Replayed played = replay(turns(), policy(10'000, 10'000));
  CHECK(played.requests == 7);
  CHECK(played.evicted == 0);
  CHECK(played.paid_again == 0);
  CHECK(played.peak_bytes == 4'000);
  CHECK(replay(turns(), policy(0, 0)).evicted == 0);
}

TEST_CASE("what left and is asked for again is paid again, once for all its uses") {
  const Replayed played = replay(turns(), policy(3'000, 2'000));
  CHECK(played.evicted == 2);
  CHECK(played.paid_again == 1);
  CHECK(played.paid_again_cost == NanoUsd{7});
  CHECK(played.peak_bytes == 4'000);
}

TEST_CASE("what was asked for before the record began stays until it does") {
  Trace trace = turns();
  trace.since = {9};
  const Replayed played = replay(trace, policy(1'000, 500));
  CHECK(played.requests == 3);
  CHECK(played.evicted == 0);
  CHECK(played.paid_again == 0);
}

TEST_CASE("samples play the same each time") {
  Trace trace;
  for (std::size_t i = 0; i < 3'000; ++i) {
    trace.contents.push_back(content(static_cast<std::int64_t>(i), 1'000, 1));
    trace.requests.push_back({{static_cast<std::int64_t>(i)}, i, 1});
    if (i % 3 == 0) trace.requests.push_back({{static_cast<std::int64_t>(i)}, i / 2, 1});
  }
  ReplayPolicy sampled = policy(1'500'000, 1'200'000);
  sampled.reach = Reach::sampled;
  const Replayed first = replay(trace, sampled);
  const Replayed second = replay(trace, sampled);
  CHECK(first.evicted > 0);
  CHECK(first.evicted == second.evicted);
  CHECK(first.paid_again == second.paid_again);
}

}  // namespace rustassistant::cache
