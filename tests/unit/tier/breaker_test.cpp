// SPDX-License-Identifier: MIT
#include "rustassistant/tier/breaker.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <string>

#include "rustassistant/sys/files.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

namespace rustassistant::tier {
namespace {

constexpr UnixMillis kNow{1'795'262'400'000};  // of a FakeClock
constexpr int kMiddle = 200;                   // of the spread: 100 %

Trouble trouble(Fault fault) {
  return {fault, "it broke", "", {}};
}

std::int64_t pause_of(const BreakerState& state) {
  return (state.open_until.value - kNow.value) / 1000;
}

}  // namespace

TEST_CASE("a store that cannot be reached is left alone at once, twice as long each time") {
  BreakerState state;
  for (const std::int64_t seconds : {30, 60, 120, 240, 480, 600, 600}) {
    state = after(state, trouble(Fault::unreachable), kNow, kMiddle);
    CHECK(pause_of(state) == seconds);
  }
  CHECK(state.reason == "it broke");
}

TEST_CASE("a store that fails is left alone after three failures") {
  BreakerState state;
  state = after(state, trouble(Fault::failing), kNow, kMiddle);
  state = after(state, trouble(Fault::failing), kNow, kMiddle);
  CHECK(state.open_until == UnixMillis{});
  state = after(state, trouble(Fault::failing), kNow, kMiddle);
  CHECK(pause_of(state) == 30);
}

TEST_CASE("pauses differ by a fifth, so that machines do not come back together") {
  CHECK(pause_of(after({}, trouble(Fault::unreachable), kNow, 0)) == 24);
  CHECK(pause_of(after({}, trouble(Fault::unreachable), kNow, 400)) == 36);
}

TEST_CASE("a busy server says how long, within bounds; refused credentials rest longest") {
  Trouble busy = trouble(Fault::busy);
  CHECK(pause_of(after({}, busy, kNow, kMiddle)) == 30);
  busy.retry_after = std::chrono::seconds(90);
  CHECK(pause_of(after({}, busy, kNow, kMiddle)) == 90);
  busy.retry_after = std::chrono::hours(5);
  CHECK(pause_of(after({}, busy, kNow, kMiddle)) == 600);
  CHECK(pause_of(after({}, trouble(Fault::refused), kNow, kMiddle)) == 600);
  CHECK(pause_of(after({}, trouble(Fault::not_set_up), kNow, kMiddle)) == 600);
}

TEST_CASE("what says nothing about the server changes nothing") {
  for (const Fault fault : {Fault::odd, Fault::read_only, Fault::cannot_write, Fault::stopped})
    CHECK(after({}, trouble(fault), kNow, kMiddle) == BreakerState{});
}

TEST_CASE("a state is written as one line and read again") {
  const BreakerState state{kNow, 4, "no answer in time"};
  CHECK(to_text(state) == "v1 1795262400000 4 no answer in time\n");
  CHECK(breaker_state_in(to_text(state)) == state);
  for (const char* text : {"", "v2 1 3 x", "v1", "v1 x 3 y", "v1 1 -1 y", "v1 -5 1 y", "{}"})
    CHECK(breaker_state_in(text) == BreakerState{});
}

TEST_CASE("processes of a home share what they learn, and what they know goes with an answer") {
  const test::TemporaryFolder home;
  test::FakeClock clock;
  Breaker first(home.path().string(), "url", clock);
  Breaker second(home.path().string(), "url", clock);
  Breaker other(home.path().string(), "another url", clock);
  CHECK_FALSE(first.refusal());
  first.report(trouble(Fault::unreachable));
  REQUIRE(second.refusal());
  CHECK(second.refusal()->reason == "it broke");
  CHECK_FALSE(other.refusal());

  clock.advance(std::chrono::seconds(40));
  CHECK_FALSE(first.refusal());
  CHECK(second.refusal());  // the first one is finding out
  first.report_answer();
  CHECK_FALSE(second.refusal());
  CHECK_FALSE(sys::exists(first.path()));
}

TEST_CASE("an answer to whoever asked at once ends the pause for all") {
  const test::TemporaryFolder home;
  test::FakeClock clock;
  Breaker first(home.path().string(), "url", clock);
  CHECK_FALSE(first.refusal());
  first.report(trouble(Fault::unreachable));
  Breaker(home.path().string(), "url", clock).report_answer();
  CHECK_FALSE(first.refusal());
  CHECK_FALSE(sys::exists(first.path()));
}

TEST_CASE("who finds out that it is still down lengthens the pause for all") {
  const test::TemporaryFolder home;
  test::FakeClock clock;
  Breaker first(home.path().string(), "url", clock);
  Breaker second(home.path().string(), "url", clock);
  CHECK_FALSE(first.refusal());
  first.report(trouble(Fault::unreachable));
  clock.advance(std::chrono::seconds(40));
  CHECK_FALSE(second.refusal());
  second.report(trouble(Fault::unreachable));
  clock.advance(std::chrono::seconds(40));
  CHECK(first.refusal());
  clock.advance(std::chrono::seconds(40));
  CHECK_FALSE(first.refusal());
}

TEST_CASE("a clock that was set back does not lengthen a pause") {
  const test::TemporaryFolder home;
  test::FakeClock clock;
  Breaker breaker(home.path().string(), "url", clock);
  CHECK_FALSE(breaker.refusal());
  REQUIRE(sys::write_file_atomically(breaker.path(), to_text({{kNow.value + 86'400'000}, 5, "x"}), 0600));
  CHECK_FALSE(breaker.refusal());
}

TEST_CASE("without a home a process knows what it learned itself") {
  test::FakeClock clock;
  Breaker breaker("", "url", clock);
  CHECK_FALSE(breaker.refusal());
  breaker.report(trouble(Fault::unreachable));
  CHECK(breaker.refusal());
  clock.advance(std::chrono::seconds(40));
  CHECK_FALSE(breaker.refusal());
}

}  // namespace rustassistant::tier
