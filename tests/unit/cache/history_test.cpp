// SPDX-License-Identifier: MIT
#include <map>

#include "cache_fixture.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/db/connection.hpp"

// What a cache remembers of its days.
namespace rustassistant::cache {
namespace {

constexpr std::int64_t kDay = 86'400'000;

struct Fixture : CacheFixture {
  void look_up(const std::string& name, int times, UnixMillis at, const char* repo = "0badcafe") {
    clock.set(at);
    const auto cache = open();
    const auto entry = *cache->find(key_of(name));
    for (int i = 0; i < times; ++i) {
      if (entry) {
        cache->note_hit(entry->info, repo);
      } else {
        cache->note_miss(domain::AnalysisType::refactor, repo);
      }
    }
    REQUIRE(cache->close());
  }
  [[nodiscard]] CacheHistory history(int from = 0, int to = 99'991'231, std::string_view repo = {}) const {
    const auto cache = open();
    REQUIRE(cache->statistics());
    const auto history = cache->history(from, to, repo);
    INFO((history ? "" : history.error().what));
    REQUIRE(history);
    return *history;
  }
  void prune_all() const {
    PruneRequest request;
    request.unused_since = UnixMillis{kMade.value + 400 * kDay};
    REQUIRE(open()->prune(request));
  }
};

std::int64_t sum(const CacheHistory& history, std::int64_t CacheDay::* figure) {
  std::int64_t total = 0;
  for (const CacheDay& day : history.days) total += day.*figure;
  return total;
}

}  // namespace

TEST_CASE_METHOD(Fixture, "look-ups count on the day on which they were made, whenever they are taken in") {
  store(entry_named("main"));
  look_up("main", 3, {kMade.value + 1000});
  look_up("main", 2, {kMade.value + 2 * kDay}, "0000beef");
  look_up("nothing", 4, {kMade.value + 2 * kDay});
  clock.set({kMade.value + 9 * kDay});
  const CacheHistory all = history();
  REQUIRE(all.days.size() >= 2);
  CHECK(all.days[0].day == 20'261'118);
  CHECK(all.days[0].hits == 3);
  CHECK(all.days[0].misses == 0);
  CHECK(all.days[0].saved == NanoUsd{4'500'000});
  CHECK(all.days[0].stored == 1);
  CHECK(all.days[1].day == 20'261'120);
  CHECK(all.days[1].hits == 2);
  CHECK(all.days[1].misses == 4);
  CHECK(all.hits_by_age == HitsByAge{3, 0, 2, 0, 0});
  CHECK(all.recorded_since == 20'261'118);
  REQUIRE(all.by_type.size() == 1);
  CHECK(all.by_type[0].hits == 5);
  CHECK(all.by_type[0].misses == 4);
  const CacheHistory one = history(0, 99'991'231, "0000beef");
  CHECK(sum(one, &CacheDay::hits) == 2);
  CHECK(sum(one, &CacheDay::misses) == 0);
  CHECK(sum(history(20'261'119, 20'261'120), &CacheDay::hits) == 2);
  CHECK(sum(history(20'261'121), &CacheDay::hits) == 0);
}

TEST_CASE_METHOD(Fixture, "a cache that nobody asked has recorded nothing") {
  CHECK(history().recorded_since == 0);
  CHECK(history().days.empty());
}

TEST_CASE_METHOD(Fixture, "days add up to what the statistics say") {
  for (const std::string name : {"a", "b", "c"}) store(entry_named(name));
  look_up("a", 5, {kMade.value + 3'700'000});
  look_up("b", 7, {kMade.value + 40 * kDay});
  look_up("none", 11, {kMade.value + 40 * kDay});
  const CacheHistory days = history();
  const auto statistics = *open()->statistics();
  CHECK(sum(days, &CacheDay::hits) == statistics.total.hits);
  CHECK(sum(days, &CacheDay::misses) == statistics.misses);
  NanoUsd saved;
  std::map<int, NanoUsd> by_month;
  for (const CacheDay& day : days.days) {
    saved += day.saved;
    if (day.saved.value > 0) by_month[day.day / 100] += day.saved;
  }
  CHECK(saved == statistics.total.saved);
  for (const MonthSaving& month : statistics.saved_by_month) {
    if (month.saved.value > 0) CHECK(by_month[month.month] == month.saved);
  }
  CHECK(days.hits_by_age == HitsByAge{0, 5, 0, 0, 7});
  REQUIRE(days.days.back().kept_bytes);
  CHECK(*days.days.back().kept_bytes == statistics.total.stored_bytes);
  CHECK(statistics.total.unused == 1);
  CHECK(statistics.total.unused_bytes > 0);
  CHECK(statistics.total.unused_cost == NanoUsd{1'500'000});
}

TEST_CASE_METHOD(Fixture, "an answer that left to make room and is asked for again was paid for twice") {
  store(entry_named("main"));
  store(entry_named("other"));
  clock.set({kMade.value + 5 * kDay});
  prune_all();
  Entry again = entry_named("main");
  again.info.created = again.info.last_accessed = UnixMillis{kMade.value + 6 * kDay};
  store(again);
  const CacheHistory days = history();
  CHECK(sum(days, &CacheDay::pruned_entries) == 2);
  CHECK(sum(days, &CacheDay::paid_again) == 1);
  for (const CacheDay& day : days.days) {
    if (day.paid_again > 0) {
      CHECK(day.day == 20'261'124);
      CHECK(day.paid_again_cost == NanoUsd{1'500'000});
    }
    if (day.pruned_entries > 0) CHECK(day.pruned_cost == NanoUsd{3'000'000});
  }
  // Once.
  store(again);
  CHECK(sum(history(), &CacheDay::paid_again) == 1);
}

TEST_CASE_METHOD(Fixture, "what a user cleared, and what is stored in place of itself, was not paid for twice") {
  store(entry_named("main"));
  REQUIRE(open()->clear({}, DryRun::no));
  Entry again = entry_named("main");
  again.info.created = UnixMillis{kMade.value + kDay};
  store(again);
  store(again);
  CHECK(sum(history(), &CacheDay::paid_again) == 0);
}

TEST_CASE_METHOD(Fixture, "entries dated outside of the calendar are stored, on no day") {
  Entry odd = entry_named("odd");
  odd.info.created = odd.info.last_accessed = {INT64_MAX};
  store(odd);
  CHECK(find("odd"));
  CHECK(history().days.empty());
}

TEST_CASE_METHOD(Fixture, "a record of a size tells what another size would have cost") {
  // Twenty answers; each is asked for again every day, for a week.
  for (int i = 0; i < 20; ++i) store(entry_named("f" + std::to_string(i), 400));
  for (int day = 1; day <= 7; ++day) {
    for (int i = 0; i < 20; ++i) {
      look_up("f" + std::to_string(i), 1, {kMade.value + day * kDay + i * 1000});
    }
  }
  REQUIRE(open()->statistics());
  const auto played = open()->what_if({10'000, 5'000}, {0, 0});
  REQUIRE(played);
  CHECK(played->since.value > kMade.value);
  CHECK(played->present.requests == 140);
  CHECK(played->present.evicted == 0);
  CHECK(played->present.paid_again == 0);
  CHECK(played->asked.evicted == 0);  // nothing was stored since the record began
  CHECK(played->asked.requests == 140);
  Entry more = entry_named("more", 400);
  more.info.created = more.info.last_accessed = {kMade.value + 3 * kDay};
  store(more);
  const auto smaller = open()->what_if({5'000, 3'000}, {0, 0});
  REQUIRE(smaller);
  CHECK(smaller->asked.evicted > 0);
  CHECK(smaller->asked.paid_again > 0);
  CHECK(smaller->asked.paid_again_cost.value == smaller->asked.paid_again * 1'500'000);
  CHECK(smaller->present.paid_again == 0);
}

TEST_CASE_METHOD(Fixture, "what cost nothing is in no record of a size") {
  store(entry_named("first"));
  look_up("first", 1, kMade);
  for (const int cost : {0, 1}) {
    Entry entry = entry_named(std::to_string(cost));
    entry.info.cost = NanoUsd{cost};
    entry.info.created = entry.info.last_accessed = {kMade.value + kDay};
    store(entry);
    REQUIRE(open()->statistics());
    CHECK(open()->what_if({10'000, 5'000}, {0, 0})->present.requests == 2 + cost);
  }
}

TEST_CASE_METHOD(Fixture, "uses are recorded by their time, from whichever repository they came") {
  store(entry_named("a"));
  constexpr std::int64_t kHour = 3'600'000;
  {
    const auto cache = open();
    const auto entry = *cache->find(key_of("a"));
    REQUIRE(entry);
    for (const auto& [hour, repo] : {std::pair(5, "00000001"), std::pair(3, "00000002"), std::pair(4, "00000002")}) {
      clock.set({kMade.value + hour * kHour});
      cache->note_hit(entry->info, repo);
    }
    REQUIRE(cache->close());
  }
  REQUIRE(open()->statistics());
  for (int slot = 0; slot < 3; ++slot)
    CHECK(number("SELECT at FROM use_trace WHERE slot = " + std::to_string(slot)) == kMade.value + (3 + slot) * kHour);
  CHECK(number("SELECT at FROM use_trace WHERE slot = -1") == kMade.value + 3 * kHour);
}

TEST_CASE_METHOD(Fixture, "the record of uses is bounded") {
  store(entry_named("main"));
  clock.set({kMade.value});
  {
    const auto cache = open();
    const auto entry = *cache->find(key_of("main"));
    for (int i = 0; i < 20'000; ++i) {
      clock.set({kMade.value + i * std::int64_t{3'600'000}});
      cache->note_hit(entry->info, "0badcafe");
    }
    REQUIRE(cache->statistics());
  }
  const auto connection = *db::Connection::open(path(), {});
  CHECK(*connection.integer("SELECT count(*) FROM use_trace WHERE slot >= 0") == 16'384);
  CHECK(*connection.integer("SELECT key_prefix FROM use_trace WHERE slot = -1") == 20'000);
  const auto played = open()->what_if({0, 0}, {0, 0});
  REQUIRE(played);
  CHECK(played->since.value == kMade.value + (20'000 - 16'384) * std::int64_t{3'600'000});
  CHECK(played->asked.requests == 16'384);
}

}  // namespace rustassistant::cache
