// SPDX-License-Identifier: MIT
#include "worth.hpp"

#include <catch2/catch.hpp>

namespace rustassistant::cache {
namespace {

constexpr UnixMillis kNow{1'795'000'000'000};
constexpr std::int64_t kDay = 86'400'000;

EntryFacts facts_of(std::int64_t cost, std::int64_t idle_ms = 0) {
  EntryFacts facts;
  facts.cost = NanoUsd{cost};
  facts.raw_size = 6000;
  facts.stored_size = 2000;
  facts.created = {kNow.value - 30 * kDay};
  facts.last_accessed = {kNow.value - idle_ms};
  return facts;
}

double value(const EntryFacts& facts) {
  return worth(PruneStrategy::cost_aware, facts, kNow);
}

}  // namespace

TEST_CASE("worth grows with cost and uses, and falls with size and idleness") {
  const EntryFacts plain = facts_of(1'000'000, kDay);
  EntryFacts other = plain;
  other.cost = NanoUsd{2'000'000};
  CHECK(value(other) == Approx(2 * value(plain)).epsilon(0.01));
  other = plain;
  other.access_count = 1;
  CHECK(value(other) == Approx(2 * value(plain)));
  other = plain;
  other.stored_size += other.stored_size + kBesides;
  CHECK(value(other) == Approx(value(plain) / 2));
  CHECK(value(facts_of(1'000'000, 3 * kDay)) == Approx(value(plain) / 2));
  CHECK(value(facts_of(1'000'000, -kDay)) == value(facts_of(1'000'000)));  // a clock that was set back
}

TEST_CASE("what newer content stands in for fades faster, and after two weeks leaves before everything") {
  EntryFacts superseded = facts_of(1'000'000'000, kDay);
  superseded.superseded = true;
  CHECK(value(superseded) == Approx(value(facts_of(1'000'000'000, kDay)) / 11));
  superseded.last_accessed = {kNow.value - 15 * kDay};
  EntryFacts worthless = facts_of(0, 1000 * kDay);
  worthless.builtin = true;
  CHECK(value(superseded) < value(worthless));
}

TEST_CASE("what costs nothing but time, or an unknown amount, has its worth, too") {
  EntryFacts builtin = facts_of(0);
  builtin.builtin = true;
  builtin.generation_ms = 5;
  EntryFacts unknown = facts_of(0);
  unknown.cost.reset();
  CHECK(value(builtin) > 0);
  CHECK(value(unknown) > value(builtin));
  builtin.generation_ms = 50'000;
  CHECK(value(builtin) > value(unknown));
}

TEST_CASE("the other strategies look at one figure each") {
  EntryFacts a = facts_of(5, kDay);
  EntryFacts b = facts_of(7, 0);
  b.created = {a.created.value + 1};
  b.stored_size = 1999;
  CHECK(worth(PruneStrategy::lru, a, kNow) < worth(PruneStrategy::lru, b, kNow));
  CHECK(worth(PruneStrategy::oldest, a, kNow) < worth(PruneStrategy::oldest, b, kNow));
  CHECK(worth(PruneStrategy::largest, a, kNow) < worth(PruneStrategy::largest, b, kNow));
  CHECK(worth(PruneStrategy::most_expensive, b, kNow) < worth(PruneStrategy::most_expensive, a, kNow));
  b.cost.reset();
  CHECK(worth(PruneStrategy::most_expensive, a, kNow) < worth(PruneStrategy::most_expensive, b, kNow));
}

}  // namespace rustassistant::cache
