// SPDX-License-Identifier: MIT
// The bounds of the rate limiter: each on both of its sides.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "rustassistant/domain/rate.hpp"

using namespace rustassistant::domain;
using namespace std::chrono_literals;

namespace {

constexpr UnixMicros kNoon{1'795'262'400'000'000};
constexpr UnixMicros kSoonAfter1970{5'000'000};
constexpr RateUnits kOne{1, 0, 0, 0};
constexpr RateUnits kSixty{60, 0, 0, 0};

RateState with_limits(const RateUnits& per_minute) {
  return as_of({}, per_minute, kNoon);
}

RateReport stating(std::int64_t limit, std::int64_t remaining) {
  RateReport report;
  report[0] = {limit, remaining};
  return report;
}

}  // namespace

TEST_CASE("dimensions have names") {
  CHECK(name_of(RateDimension::requests) == "requests");
  CHECK(name_of(RateDimension::tokens) == "tokens");
  CHECK(name_of(RateDimension::input_tokens) == "input tokens");
  CHECK(name_of(RateDimension::output_tokens) == "output tokens");
}

TEST_CASE("a burst is one request, or tokens of five seconds and at least one") {
  struct Row {
    RateDimension dimension;
    std::int64_t per_minute;
    std::int64_t burst;
  };
  for (const Row& row : {Row{RateDimension::requests, 6'000, 1}, Row{RateDimension::tokens, 60'000, 5'000},
                         Row{RateDimension::input_tokens, 24, 2}, Row{RateDimension::output_tokens, 6, 1}}) {
    CHECK(burst_of(row.dimension, {row.per_minute, row.per_minute, {}, {}, {}}) == row.burst);
  }
}

TEST_CASE("nobody at a terminal is near when nobody ever was, whatever the clock says") {
  CHECK(farthest_slot({}, Urgency::background, kSoonAfter1970) == 5s);
  CHECK(farthest_slot({}, Urgency::interactive, kSoonAfter1970) == 60s);
  RateState state;
  state.interactive_at = kNoon;
  CHECK(farthest_slot(state, Urgency::background, kNoon + 9'999'999us) == 1s);
  CHECK(farthest_slot(state, Urgency::background, kNoon + 10s) == 5s);
}

TEST_CASE("beside somebody at a terminal queued work takes 78 % of the limit, the other one 98 %") {
  RateState state = with_limits(kSixty);
  state.interactive_at = kNoon;
  CHECK(book(state, kOne, Urgency::background, kNoon).state.limits[0].free_at - kNoon == 1'282'052us);
  CHECK(book(state, kOne, Urgency::interactive, kNoon).state.limits[0].free_at - kNoon == 1'020'409us);
}

TEST_CASE("a booking writes down who booked and when") {
  const RateState state = with_limits(kSixty);
  const Booking background = book(state, kOne, Urgency::background, kNoon);
  CHECK(background.units == kOne);
  CHECK(background.state.changed_at == kNoon);
  CHECK(background.state.interactive_at == UnixMicros{});
  CHECK(book(state, kOne, Urgency::interactive, kNoon).state.interactive_at == kNoon);
  CHECK(book(state, {-5, 7, 0, 0}, Urgency::interactive, kNoon).units == RateUnits{});
}

TEST_CASE("a start exactly as far ahead as allowed is booked") {
  RateState state = with_limits(kSixty);
  state.blocked_until = kNoon + 60s;
  CHECK(book(state, kOne, Urgency::interactive, kNoon).is_booked);
  CHECK(book(state, kOne, Urgency::interactive, kNoon).start == kNoon + 60s);
  CHECK_FALSE(book(state, kOne, Urgency::interactive, kNoon + -1us).is_booked);
}

TEST_CASE("a clock that is two seconds behind was not set back, one that is further behind was") {
  RateState state;
  state.blocked_until = kNoon + 1s;
  state.changed_at = kNoon;
  state.limits[0] = {50, 60, kNoon + 2s, kNoon + -3s, kNoon + -4s};
  CHECK(as_of(state, kSixty, kNoon + -2s) == state);
  const std::chrono::microseconds behind = -2'000'001us;
  RateState moved = state;
  moved.blocked_until = moved.blocked_until + behind;
  moved.changed_at = moved.changed_at + behind;
  for (UnixMicros* instant : {&moved.limits[0].free_at, &moved.limits[0].learned_at, &moved.limits[0].lowered_at})
    *instant = *instant + behind;
  CHECK(as_of(state, kSixty, kNoon + behind) == moved);  // what never was is not moved
  state.interactive_at = kNoon + -1s;
  CHECK(as_of(state, kSixty, kNoon + behind).interactive_at == kNoon + -1s + behind);
}

TEST_CASE("how far ahead anybody can have booked depends on the limit") {
  struct Row {
    std::int64_t per_minute;
    std::chrono::minutes farthest;
  };
  for (const Row& row : {Row{0, 3min}, Row{1, 6min}, Row{2, 3min}, Row{60, 3min}}) {
    RateState state = with_limits({row.per_minute, 0, 0, 0});
    state.limits[0].free_at = kNoon + row.farthest;
    CAPTURE(row.per_minute);
    CHECK(as_of(state, {row.per_minute, 0, 0, 0}, kNoon) == state);
    CHECK(as_of(state, {row.per_minute, 0, 0, 0}, kNoon + -1us).limits[0].free_at == kNoon + row.farthest + -1us);
  }
}

TEST_CASE("a lowered limit rises by one at least, to what is stated at most") {
  RateState state = with_limits({10, 0, 0, 0});
  state = after_refusal(state, std::nullopt, 0us, kNoon);
  struct Row {
    std::chrono::microseconds time;
    std::int64_t per_minute;
  };
  for (const Row& row : {Row{60s - 1us, 7}, Row{60s, 8}, Row{120s, 9}, Row{180s, 10}, Row{10min, 10}})
    CHECK(as_of(state, {10, 0, 0, 0}, kNoon + row.time).limits[0].per_minute == row.per_minute);
  // Nor does a limit rise that was lowered when there was no such clock.
  CHECK(after_refusal(with_limits({10, 0, 0, 0}), std::nullopt, 0us, kSoonAfter1970).limits[0].per_minute == 7);
}

TEST_CASE("a refusal is a change, with and without a hint") {
  CHECK(after_refusal({}, 1s, 0us, kNoon).changed_at == kNoon);
  CHECK(after_refusal({}, std::nullopt, 0us, kNoon).changed_at == kNoon);
}

TEST_CASE("what was booked wrongly is taken or given back, up to a billion units") {
  struct Row {
    std::int64_t per_minute;
    std::int64_t difference;
    std::chrono::microseconds time;
  };
  for (const Row& row :
       {Row{6'000, 12'000, 122'448'980us}, Row{6'000, -12'000, -122'448'980us}, Row{6'000, 0, 0us}, Row{0, 500, 0us},
        Row{1'000'000'000, 1'000'000'000, 61'224'490us}, Row{1'000'000'000, 1'000'000'001, 61'224'490us},
        Row{1'000'000'000, -1'000'000'001, -61'224'490us}}) {
    RateState state = with_limits({0, row.per_minute, 0, 0});
    state.limits[1].free_at = kNoon;
    CAPTURE(row.per_minute, row.difference);
    CHECK(corrected(state, {0, row.difference, 0, 0}).limits[1].free_at - kNoon == row.time);
  }
}

TEST_CASE("a limit of a billion is learned, and what is used of it is booked") {
  CHECK(learned({}, stating(1'000'000'000, 5), 0, kNoon).limits[0].per_minute == 1'000'000'000);
  struct Row {
    std::int64_t remaining;
    std::chrono::microseconds ahead;
  };
  for (const Row& row : {Row{0, 1'020'409us}, Row{-5, 1'020'409us}}) {
    const RateState state = learned(with_limits(kSixty), stating(60, row.remaining), 0, kNoon);
    CHECK(state.limits[0].free_at - kNoon == row.ahead);
    CHECK(state.limits[0].learned_at == kNoon);
    CHECK(state.changed_at == kNoon);
  }
  CHECK(learned(with_limits(kSixty), stating(60, 1), 0, kNoon).limits[0].free_at == UnixMicros{});
}

TEST_CASE("only requests are bounded by what is configured, and of a report without sense what was learned stays") {
  RateReport report = stating(500, 500);
  report[1] = {60'000, 60'000};
  RateState state = learned({}, report, 30, kNoon);
  CHECK(state.limits[0].per_minute == 30);
  CHECK(state.limits[1].per_minute == 60'000);
  for (const std::int64_t odd : {std::int64_t{0}, std::int64_t{1'000'000'001}}) {
    report[1] = {odd, 0};
    CHECK(learned(state, report, 30, kNoon).limits == state.limits);
  }
}

TEST_CASE("what lies behind is not moved when a limit changes, and what has no rate is not scaled") {
  RateState state = with_limits(kSixty);
  state.limits[0].free_at = kNoon + -10s;
  CHECK(learned(state, stating(600, 600), 0, kNoon).limits[0].free_at == kNoon + -10s);
  RateState unlimited;
  unlimited.limits[0].free_at = kNoon + 10s;
  CHECK(learned(unlimited, stating(600, 600), 0, kNoon).limits[0].free_at == kNoon + 10s);
}

TEST_CASE("a stored limit of nothing that is stated again takes no time") {
  RateState state;
  state.limits[0] = {0, 60, kNoon, kNoon, {}};
  CHECK(learned(state, stating(60, 0), 0, kNoon).limits[0].free_at == kNoon);
}

TEST_CASE("the endpoint of another decides only over tokens") {
  CHECK(assumed_limits(Provider::anthropic, false, 0) == RateUnits{50, 0, 0, 0});
  CHECK(assumed_limits(Provider::google, false, 1) == RateUnits{1, 0, 0, 0});
}
