// SPDX-License-Identifier: MIT
#include "rustassistant/domain/rate.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <vector>

using namespace rustassistant::domain;
using namespace std::chrono_literals;

namespace {

constexpr UnixMicros kNoon{1'795'262'400'000'000};
constexpr RateUnits kNothing{};
constexpr RateUnits kOne{1, 0, 0, 0};

RateState with_limits(const RateUnits& per_minute) {
  return as_of({}, per_minute, kNoon);
}

// Books one after the other at the same moment; returns how long after `now` each starts.
std::vector<std::chrono::microseconds> starts(RateState& state, int count, const RateUnits& units, Urgency urgency,
                                              UnixMicros now) {
  std::vector<std::chrono::microseconds> found;
  for (int i = 0; i < count; ++i) {
    Booking booking = book(state, units, urgency, now);
    found.push_back(booking.start - now);
    state = booking.state;
  }
  return found;
}

}  // namespace

TEST_CASE("calls of one moment start one after the other at the rate, a little below the limit") {
  struct Row {
    std::int64_t per_minute;
    std::chrono::microseconds second;
  };
  for (const Row& row : {Row{1, 61'224'490us}, Row{10, 6'122'449us}, Row{60, 1'020'409us}, Row{300, 204'082us},
                         Row{6000, 10'205us}, Row{1'000'000, 62us}}) {
    RateState state = with_limits({row.per_minute, 0, 0, 0});
    CAPTURE(row.per_minute);
    CHECK(book(state, kOne, Urgency::interactive, kNoon).start == kNoon);
    state = book(state, kOne, Urgency::interactive, kNoon).state;
    CHECK(book(state, kOne, Urgency::interactive, kNoon).start - kNoon == row.second);
  }
}

TEST_CASE("without a limit nothing waits") {
  RateState state;
  for (const auto start : starts(state, 100, {1, 50'000, 50'000, 50'000}, Urgency::background, kNoon))
    CHECK(start == 0us);
}

TEST_CASE("what lay idle for long is not saved up") {
  RateState state = with_limits({60, 0, 0, 0});
  const auto after = starts(state, 3, kOne, Urgency::interactive, kNoon + 1h);
  CHECK(after == std::vector<std::chrono::microseconds>{0us, 1'020'409us, 2'040'818us});
}

TEST_CASE("of several dimensions the last one to have room decides, and tokens of five seconds may come at once") {
  RateState state = with_limits({60, 60'000, 0, 0});
  const RateUnits call{1, 2'500, 2'000, 500};
  const auto found = starts(state, 4, call, Urgency::interactive, kNoon);
  CHECK(found[0] == 0us);
  CHECK(found[1] == 1'020'409us);         // requests
  CHECK(found[2] >= 2'551'020us - 30us);  // tokens: 7,500 - 5,000 at 980 a second
  CHECK(found[3] >= 5'102'040us - 30us);
}

TEST_CASE("a call above the burst runs, as if it were as large as one") {
  RateState state = with_limits({0, 6'000, 0, 0});
  const Booking large = book(state, {1, 1'000'000'000, 0, 0}, Urgency::interactive, kNoon);
  CHECK(large.is_booked);
  CHECK(large.start == kNoon);
  CHECK(large.units[1] == 500);
  // What it used beyond that is taken from those who follow, up to what a clock ahead of time could have booked.
  const RateState after = as_of(corrected(large.state, {0, 2'000, 0, 0}), {0, 6'000, 0, 0}, kNoon);
  CHECK(book(after, {1, 500, 0, 0}, Urgency::interactive, kNoon).start - kNoon > 20s);
}

TEST_CASE("within any second of the limit's clock there is never more than it allows, and it is used to 95 %") {
  for (const std::int64_t per_minute : {60, 120, 600, 3'000}) {
    RateState state = with_limits({per_minute, 0, 0, 0});
    std::map<std::int64_t, std::int64_t> seconds;
    UnixMicros now = kNoon + 750ms;
    std::int64_t calls = 0;
    const UnixMicros end = now + 10min;
    while (now < end) {
      const Booking booking = book(as_of(state, {per_minute, 0, 0, 0}, now), kOne, Urgency::background, now);
      state = booking.state;
      if (!booking.is_booked) {
        now = booking.start + -farthest_slot(state, Urgency::background, now);
        continue;
      }
      if (booking.start >= end) break;
      ++seconds[booking.start.value / 1'000'000];
      ++calls;
    }
    CAPTURE(per_minute);
    for (const auto& [second, count] : seconds) CHECK(count <= per_minute / 60);
    CHECK(calls >= per_minute * 10 * 95 / 100);
  }
}

TEST_CASE("queued work books little ahead, and less beside somebody at a terminal, who waits for it a second at most") {
  RateState state = with_limits({60, 0, 0, 0});
  int booked = 0;
  while (true) {
    const Booking booking = book(state, kOne, Urgency::background, kNoon);
    if (!booking.is_booked) {
      CHECK(booking.start - kNoon > 5s);
      CHECK(booking.state == state);
      break;
    }
    state = booking.state;
    ++booked;
  }
  CHECK(booked == 5);
  const Booking person = book(state, kOne, Urgency::interactive, kNoon);
  CHECK(person.is_booked);
  CHECK(person.start - kNoon < 6s);
  state = person.state;

  const UnixMicros later = kNoon + 6s;
  CHECK(farthest_slot(state, Urgency::background, later) == 1s);
  // Four fifths of the rate while the person is there.
  state = book(as_of(state, {60, 0, 0, 0}, later), kOne, Urgency::background, later).state;
  CHECK(book(state, kOne, Urgency::background, later).start - later > 1'250ms);
  CHECK(farthest_slot(state, Urgency::background, kNoon + 10s) == 5s);
}

TEST_CASE("a call that would have to wait for more than a minute is not booked") {
  RateState state = with_limits({60, 0, 0, 0});
  const auto found = starts(state, 70, kOne, Urgency::interactive, kNoon);
  CHECK(found[58] < 60s);
  const Booking refused = book(state, kOne, Urgency::interactive, kNoon);
  CHECK_FALSE(refused.is_booked);
  CHECK(refused.state == state);
}

TEST_CASE("nobody asks until a refusal's wait has passed, whatever is booked") {
  RateState state = with_limits({60, 0, 0, 0});
  state = after_refusal(state, 7'000ms, 250ms, kNoon);
  CHECK(state.limits[0].per_minute == 60);
  const auto found = starts(state, 2, kOne, Urgency::interactive, kNoon + 1s);
  CHECK(found[0] == 6'250ms);
  CHECK(found[1] == 6'250ms + 1'020'409us);
  // A shorter wait does not shorten a longer one.
  CHECK(after_refusal(state, 1'000ms, 0us, kNoon + 1s).blocked_until == kNoon + 7'250ms);
}

TEST_CASE("a refusal without a hint lowers the limits once in ten seconds, and they rise by 5 % a minute") {
  RateState state = with_limits({100, 1'000, 0, 0});
  for (int i = 0; i < 8; ++i) state = after_refusal(state, std::nullopt, 0us, kNoon);
  CHECK(state.limits[0].per_minute == 70);
  CHECK(state.limits[1].per_minute == 700);
  CHECK(state.limits[2].per_minute == 0);
  CHECK(after_refusal(state, std::nullopt, 0us, kNoon + 10s).limits[0].per_minute == 49);
  const RateUnits assumed{100, 1'000, 0, 0};
  CHECK(as_of(state, assumed, kNoon + 59s).limits[0].per_minute == 70);
  CHECK(as_of(state, assumed, kNoon + 60s).limits[0].per_minute == 73);
  CHECK(as_of(state, assumed, kNoon + 120s).limits[0].per_minute == 76);
  CHECK(as_of(state, assumed, kNoon + 24h).limits[0].per_minute == 100);
  RateState one = with_limits({1, 0, 0, 0});
  CHECK(after_refusal(one, std::nullopt, 0us, kNoon).limits[0].per_minute == 1);
}

TEST_CASE("limits are learned: the first and a tighter one at once, a looser one after a minute") {
  RateState state = with_limits({60, 30'000, 0, 0});
  RateReport report;
  report[0] = {500, 499};
  state = learned(state, report, 0, kNoon);
  CHECK(state.limits[0].per_minute == 500);
  CHECK(state.limits[1].per_minute == 0);  // the provider states its limits, and tokens are none of them
  report[0] = {400, 399};
  state = learned(state, report, 0, kNoon + 1s);
  CHECK(state.limits[0].per_minute == 400);
  report[0] = {1'000, 999};
  CHECK(learned(state, report, 0, kNoon + 60s).limits[0].per_minute == 400);
  CHECK(learned(state, report, 0, kNoon + 61s).limits[0].per_minute == 1'000);
  // What was assumed does not come back.
  CHECK(as_of(state, {60, 30'000, 0, 0}, kNoon + 2h).limits[0].per_minute == 400);
  CHECK(as_of(state, {60, 30'000, 0, 0}, kNoon + 2h).limits[1].per_minute == 0);
}

TEST_CASE("what is booked is as many calls at another rate") {
  RateState state = with_limits({60, 0, 0, 0});
  starts(state, 10, kOne, Urgency::interactive, kNoon);
  RateReport report;
  report[0] = {600, 600};
  state = learned(state, report, 0, kNoon);
  CHECK(state.limits[0].free_at - kNoon == 1'020'409us);
}

TEST_CASE("a new rate moves only what is booked ahead at a rate") {
  RateReport report;
  report[0] = {600, 600};
  RateState past = with_limits({60, 0, 0, 0});
  past.limits[0].free_at = kNoon + -10s;
  CHECK(learned(past, report, 0, kNoon).limits[0].free_at == kNoon + -10s);
  past.limits[0].free_at = kNoon;
  CHECK(learned(past, report, 0, kNoon).limits[0].free_at == kNoon);
  RateState unlimited = with_limits({0, 0, 0, 0});
  unlimited.limits[0].free_at = kNoon + 5s;
  CHECK(learned(unlimited, report, 0, kNoon).limits[0].free_at == kNoon + 5s);
}

TEST_CASE("what is configured bounds what is learned") {
  RateReport report;
  report[0] = {500, 499};
  const RateState state = learned(with_limits({30, 0, 0, 0}), report, 30, kNoon);
  CHECK(state.limits[0].per_minute == 30);
}

TEST_CASE("limits that make no sense are not learned") {
  for (const std::int64_t limit : {std::int64_t{0}, std::int64_t{-5}, std::int64_t{2'000'000'000}}) {
    RateReport report;
    report[0] = {limit, 0};
    const RateState state = with_limits({60, 30'000, 0, 0});
    CHECK(learned(state, report, 0, kNoon) == state);
  }
}

TEST_CASE("a limit that others have used up is waited for") {
  RateReport report;
  report[0] = {60, 0};
  report[1] = {60'000, 1'000};
  RateState state = learned(with_limits({60, 60'000, 0, 0}), report, 0, kNoon);
  const Booking booking = book(state, {1, 3'000, 0, 0}, Urgency::interactive, kNoon);
  CHECK(booking.start - kNoon >= 2'040ms);  // 2,000 tokens are missing, at 980 a second
  CHECK(booking.start - kNoon <= 2'042ms);
}

TEST_CASE("a lowered limit stays lowered when it is stated again") {
  RateState state = with_limits({60, 0, 0, 0});
  RateReport report;
  report[0] = {60, 59};
  state = after_refusal(learned(state, report, 0, kNoon), std::nullopt, 0us, kNoon);
  CHECK(state.limits[0].per_minute == 42);
  CHECK(learned(state, report, 0, kNoon + 1s).limits[0].per_minute == 42);
  report[0] = {30, 29};
  CHECK(learned(state, report, 0, kNoon + 1s).limits[0].per_minute == 30);
}

TEST_CASE("a clock that was set back takes everything with it, and one ahead only frees what has passed") {
  RateState state = after_refusal(with_limits({60, 0, 0, 0}), 7'000ms, 0us, kNoon);
  state = book(state, kOne, Urgency::interactive, kNoon).state;
  const RateUnits assumed{60, 0, 0, 0};
  const UnixMicros before = kNoon + -1h;
  const Booking again = book(as_of(state, assumed, before), kOne, Urgency::interactive, before);
  CHECK(again.start - before == 7s + 1'020'409us);
  const UnixMicros after = kNoon + 1h;
  CHECK(book(as_of(state, assumed, after), kOne, Urgency::interactive, after).start == after);
  // Two processes read the clock in another order than they write: that is no jump.
  CHECK(as_of(state, assumed, kNoon + -1s).blocked_until == state.blocked_until);
}

TEST_CASE("what no process can have booked is cut off") {
  RateState state = with_limits({60, 0, 0, 0});
  state.limits[0].free_at = kNoon + 24h;
  CHECK(as_of(state, {60, 0, 0, 0}, kNoon).limits[0].free_at == kNoon + 3min);
}

TEST_CASE("each provider begins with the limits of its lowest tier; a gateway only with those of requests") {
  CHECK(assumed_limits(Provider::openai, true, 0) == RateUnits{60, 30'000, 0, 0});
  CHECK(assumed_limits(Provider::openai, false, 0) == RateUnits{60, 0, 0, 0});
  CHECK(assumed_limits(Provider::anthropic, true, 0) == RateUnits{50, 0, 50'000, 0});
  CHECK(assumed_limits(Provider::google, true, 0) == RateUnits{10, 0, 0, 0});
  CHECK(assumed_limits(Provider::xai, true, 0) == RateUnits{300, 0, 0, 0});
  CHECK(assumed_limits(Provider::openai_compatible, true, 7) == kNothing);
  CHECK(assumed_limits(Provider::builtin, true, 7) == kNothing);
  CHECK(assumed_limits(Provider::openai, true, 500) == RateUnits{500, 0, 0, 0});
  // What is assumed changes with the settings, until something is learned.
  CHECK(as_of(with_limits({60, 0, 0, 0}), {500, 0, 0, 0}, kNoon).limits[0].per_minute == 500);
}
