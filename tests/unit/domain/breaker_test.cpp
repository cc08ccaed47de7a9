// SPDX-License-Identifier: MIT
#include "rustassistant/domain/breaker.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace rustassistant;
using namespace rustassistant::domain;
using namespace std::chrono_literals;

namespace {

constexpr UnixMillis kNow{1'795'262'400'000};

UnixMillis after(std::chrono::milliseconds time) {
  return {kNow.value + time.count()};
}

Breaker failed(Breaker breaker, UnixMillis at, LeftCharged charged = LeftCharged::no) {
  return after_failure(std::move(breaker), 1, at, charged, "HTTP 503");
}

// Resting since kNow, after `rests` rests.
Breaker resting(int rests = 1) {
  Breaker breaker;
  for (int i = 0; i < kFailuresToRest; ++i) breaker = failed(std::move(breaker), kNow);
  for (int i = 1; i < rests; ++i) breaker = after_probe(std::move(breaker), kNow, false);
  return breaker;
}

Breaker on_trial() {
  return after_probe(admit(resting(), 1, after(30s)).breaker, after(31s), true);
}

Breaker trusted() {
  return after_answer({}, 1, kNow);
}

Breaker with_calls(Breaker breaker, std::vector<std::int64_t> calls) {
  breaker.asking = std::move(calls);
  return breaker;
}

}  // namespace

TEST_CASE("who may ask, state by state") {
  struct Case {
    const char* state;
    Breaker breaker;
    std::chrono::milliseconds time;
    Admission admission;
  };
  const std::vector<Case> cases{
      {"never asked", {}, 0s, Admission::ask},
      {"never asked, two under way", with_calls({}, {1, 2}), 0s, Admission::ask},
      {"never asked, three under way", with_calls({}, {1, 2, 3}), 0s, Admission::wait},
      {"one failure, one under way", with_calls(failed({}, kNow), {5}), 0s, Admission::ask},
      {"one failure, two under way", with_calls(failed({}, kNow), {5, 6}), 0s, Admission::wait},
      {"two failures", failed(failed({}, kNow), kNow), 0s, Admission::ask},
      {"two failures, one under way", with_calls(failed(failed({}, kNow), kNow), {5}), 0s, Admission::wait},
      {"trusted", trusted(), 0s, Admission::ask},
      {"trusted, whatever is under way", with_calls(trusted(), {1, 2, 3, 4, 5}), 9min, Admission::ask},
      {"trusted long ago", with_calls(trusted(), {1, 2, 3}), 10min, Admission::wait},
      {"answered in the future", with_calls(trusted(), {1, 2, 3}), -1s, Admission::wait},
      {"trusted, then one failure", with_calls(failed(trusted(), kNow), {5, 6}), 0s, Admission::wait},
      {"resting", resting(), 0s, Admission::rest},
      {"at the end of a rest", resting(), 29'999ms, Admission::rest},
      {"a rest is over", resting(), 30s, Admission::probe},
      {"somebody probes", admit(resting(), 1, after(30s)).breaker, 31s, Admission::rest},
      {"somebody gave up probing", admit(resting(), 1, after(30s)).breaker, 91s, Admission::probe},
      {"on trial", on_trial(), 31s, Admission::ask},
      {"on trial, one under way", with_calls(on_trial(), {7}), 31s, Admission::wait},
  };
  for (const Case& expected : cases) {
    CAPTURE(expected.state);
    CHECK(admit(expected.breaker, 99, after(expected.time)).admission == expected.admission);
  }
}

TEST_CASE("a call is counted only where it has to be") {
  CHECK(admit({}, 7, kNow).breaker.asking == std::vector<std::int64_t>{7});
  CHECK(admit(trusted(), 7, kNow).breaker == trusted());
  CHECK(after_nothing(with_calls({}, {6, 7}), 7).asking == std::vector<std::int64_t>{6});
  CHECK(after_answer(with_calls({}, {6, 7}), 7, kNow).asking == std::vector<std::int64_t>{6});
  CHECK(failed(with_calls({}, {1, 7}), kNow).asking == std::vector<std::int64_t>{7});
}

TEST_CASE("three failures in a row begin a rest, twice as long each time up to ten minutes") {
  CHECK_FALSE(failed(failed({}, kNow), kNow).rests_until);
  const std::vector<std::chrono::milliseconds> rests{30s, 60s, 120s, 240s, 480s, 600s, 600s};
  for (std::size_t i = 0; i < rests.size(); ++i) {
    CAPTURE(i);
    CHECK(resting(static_cast<int>(i) + 1).rests_until == after(rests[i]));
  }
  CHECK(resting(1000).rests_until == after(600s));
}

TEST_CASE("an answer in between begins the count anew, what says nothing does not") {
  CHECK_FALSE(failed(after_answer(failed(failed({}, kNow), kNow), 1, kNow), kNow).rests_until);
  CHECK(failed(after_nothing(failed(failed({}, kNow), kNow), 1), kNow).rests_until);
}

TEST_CASE("only an answer ends an incident: after a good probe one failure is a longer rest") {
  const Breaker again = failed(on_trial(), after(40s));
  CHECK(again.rests_until == after(40s + 60s));
  CHECK(is_trusted(after_answer(on_trial(), 1, after(40s)), after(41s)));
  CHECK(after_answer(on_trial(), 1, after(40s)).rests == 0);
  const Breaker bad = after_probe(admit(resting(), 1, after(30s)).breaker, after(31s), false);
  CHECK(bad.rests_until == after(31s + 60s));
  CHECK_FALSE(bad.probe_until);
}

TEST_CASE("a call that was under way when the rest began does not lengthen it, and its answer ends it") {
  CHECK(failed(resting(), after(10s)).rests_until == after(30s));
  CHECK(is_trusted(after_answer(resting(), 1, after(10s)), after(10s)));
  CHECK(after_probe(trusted(), after(10s), false) == trusted());
}

TEST_CASE("once three calls are charged each further one costs the longest rest, until an answer") {
  Breaker breaker;
  for (int i = 0; i < kFailuresToRest; ++i) breaker = failed(std::move(breaker), kNow, LeftCharged::yes);
  CHECK(breaker.rests_until == after(30s));
  const Breaker trial = after_probe(admit(breaker, 1, after(30s)).breaker, after(30s), true);
  CHECK(failed(trial, after(40s), LeftCharged::yes).rests_until == after(40s + 10min));
  CHECK(after_probe(admit(breaker, 1, after(30s)).breaker, after(30s), false).rests_until == after(30s + 10min));
  Breaker next = after_answer(trial, 1, after(40s));
  CHECK(next.charged == 0);
  for (int i = 0; i < kFailuresToRest; ++i) next = failed(std::move(next), after(50s), LeftCharged::yes);
  CHECK(next.rests_until == after(50s + 30s));
}

TEST_CASE("a clock that was set back does not lengthen a rest") {
  const Breaker breaker = admit(resting(), 1, after(-24h)).breaker;
  CHECK(breaker.rests_until == after(-24h + 10min));
}

TEST_CASE("a probe that was begun by a clock ahead of time counts as given up after a minute") {
  const Breaker breaker = admit(admit(resting(), 1, after(30s)).breaker, 2, after(-1h)).breaker;
  CHECK(breaker.probe_until == after(-1h + 1min));
  CHECK(admit(breaker, 1, after(-1h + 10min)).admission == Admission::probe);
  const Breaker probing = admit(resting(), 1, after(30s)).breaker;
  CHECK(admit(probing, 2, after(89'999ms)).admission == Admission::rest);
  CHECK(admit(probing, 2, after(90s)).admission == Admission::probe);
}

TEST_CASE("failures and charges are counted up to three, and a cause is cut") {
  Breaker breaker;
  for (int i = 0; i < 5; ++i) breaker = failed(std::move(breaker), kNow, LeftCharged::yes);
  CHECK(breaker.failures == 3);
  CHECK(breaker.charged == 3);
  CHECK(failed({}, kNow).charged == 0);
  CHECK(after_failure({}, 1, kNow, LeftCharged::no, std::string(500, 'x')).cause == std::string(400, 'x'));
  CHECK(on_trial().failures == 2);
}

TEST_CASE("a breaker is a line of JSON, of which no more than 64 calls are read") {
  Breaker breaker;
  breaker.answered = UnixMillis{5};
  CHECK(to_text(breaker) ==
        R"({"answered":5,"asking":[],"cause":"","charged":0,"failures":0,"rests":0,"schema":"rustassistant.remote/1"})"
        "\n");
  for (std::int64_t call = 0; call < 70; ++call) breaker.asking.push_back(call);
  const Breaker read = breaker_from(to_text(breaker));
  CHECK(read.asking.size() == 64);
  CHECK(read.asking.back() == 63);
}

TEST_CASE("a breaker is the same when it is read again") {
  for (const Breaker& breaker : {Breaker{}, trusted(), resting(3), on_trial(), with_calls(failed({}, kNow), {1, 2}),
                                 admit(resting(), 1, after(30s)).breaker}) {
    CHECK(breaker_from(to_text(breaker)) == breaker);
  }
}

TEST_CASE("what is no breaker knows nothing") {
  for (const char* text : {"", "[]", "{}", "\xff", R"({"schema":"rustassistant.remote/2","failures":3})"}) {
    CAPTURE(text);
    CHECK(breaker_from(text) == Breaker{});
  }
  const Breaker odd = breaker_from(
      R"({"schema":"rustassistant.remote/1","failures":-4,"charged":1e9,"rests":99999999999,"rests_until":"x","asking":[1,"2",3.5]})");
  CHECK(odd.failures == 0);
  CHECK(odd.rests == 1000);
  CHECK_FALSE(odd.rests_until);
  CHECK(odd.asking == std::vector<std::int64_t>{1});
}

TEST_CASE("counters stop where they decide nothing more, and a cause is kept up to 400 bytes") {
  Breaker breaker;
  for (int i = 0; i < 5; ++i) {
    breaker = after_failure(std::move(breaker), 1, kNow, LeftCharged::yes, std::string(401, 'x'));
    CHECK(breaker.failures == std::min(i + 1, kFailuresToRest));
    CHECK(breaker.charged == std::min(i + 1, kFailuresToRest));
  }
  CHECK(breaker.cause == std::string(400, 'x'));
  CHECK(failed(std::move(breaker), kNow).charged == kFailuresToRest);
}

TEST_CASE("two charged calls do not yet lengthen a rest") {
  Breaker breaker;
  breaker = failed(std::move(breaker), kNow, LeftCharged::yes);
  breaker = failed(std::move(breaker), kNow, LeftCharged::yes);
  breaker = failed(std::move(breaker), kNow);
  CHECK(breaker.rests_until == after(30s));
  CHECK(after_probe(std::move(breaker), after(30s), false).rests_until == after(30s + 60s));
}

TEST_CASE("who probes has a minute for it, also after the clock was set back") {
  const Breaker probing = admit(resting(), 1, after(30s)).breaker;
  CHECK(probing.probe_until == after(90s));
  CHECK(admit(probing, 2, after(90s) /* is over */).admission == Admission::probe);
  CHECK(admit(probing, 2, after(89'999ms)).admission == Admission::rest);
  const Breaker moved = admit(probing, 2, after(-1h)).breaker;
  CHECK(moved.probe_until == after(-1h + 1min));
  CHECK(moved.rests_until == after(-1h + 10min));
  CHECK(admit(resting(), 1, kNow).breaker.rests_until == after(30s));
}

TEST_CASE("trust lasts for ten minutes from the answer, and not before it") {
  struct Case {
    std::chrono::milliseconds time;
    bool trusted;
  };
  for (const Case& expected : {Case{-1ms, false}, Case{0ms, true}, Case{10min - 1ms, true}, Case{10min, false}}) {
    CAPTURE(expected.time.count());
    CHECK(is_trusted(trusted(), after(expected.time)) == expected.trusted);
  }
  CHECK_FALSE(is_trusted({}, kNow));
}

TEST_CASE("an answer forgets what failed and when, and keeps who else asks") {
  const Breaker sound = after_answer(with_calls(resting(3), {6, 7, 8}), 7, after(5s));
  Breaker expected;
  expected.answered = after(5s);
  expected.asking = {6, 8};
  CHECK(sound == expected);
}

TEST_CASE("after a good probe a call may be tried, and one more failure is a rest") {
  const Breaker trial = on_trial();
  CHECK_FALSE(trial.rests_until);
  CHECK_FALSE(trial.probe_until);
  CHECK(trial.failures == kFailuresToRest - 1);
  CHECK(trial.rests == 1);
}

TEST_CASE("each line of a kept breaker has its name, and limits") {
  Breaker breaker;
  breaker.failures = 1;
  breaker.charged = 2;
  breaker.rests = 4;
  breaker.rests_until = UnixMillis{5};
  breaker.probe_until = UnixMillis{6};
  breaker.answered = UnixMillis{7};
  breaker.asking = {8, 9};
  breaker.cause = "HTTP 503";
  CHECK(to_text(breaker) ==
        R"({"answered":7,"asking":[8,9],"cause":"HTTP 503","charged":2,"failures":1,"probe_until":6,"rests":4,)"
        R"("rests_until":5,"schema":"rustassistant.remote/1"})"
        "\n");
  breaker.asking.assign(65, 1);
  breaker.rests = 1001;
  breaker.failures = -1;
  const Breaker read = breaker_from(to_text(breaker));
  CHECK(read.asking.size() == 64);
  CHECK(read.rests == 1000);
  CHECK(read.failures == 0);
  CHECK(breaker_from(R"({"schema":"rustassistant.remote/1"})") == Breaker{});
  CHECK(breaker_from(R"({"schema":"rustassistant.remote/1","cause":7,"asking":"7","answered":"x"})") == Breaker{});
}
