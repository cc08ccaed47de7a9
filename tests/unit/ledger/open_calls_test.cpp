// SPDX-License-Identifier: MIT
#include <array>

#include "ledger_fixture.hpp"

// Calls that nobody closed: from when on they are unsettled, what is told of them, and which can be closed by hand.
namespace rustassistant::ledger {
namespace {

constexpr std::int64_t kHour = 3'600'000;

// What is told of a call that reserved 70 for facts_of("m").
void check_facts(const OpenCall& call, std::int64_t id, UnixMillis at) {
  CHECK(call.id == id);
  CHECK(call.at == at);
  CHECK(call.provider == domain::Provider::google);
  CHECK(call.model == "m");
  CHECK(call.repo_path == "/r");
  CHECK(call.path == "a.py");
  CHECK(call.reserved == NanoUsd{70});
}

}  // namespace

TEST_CASE_METHOD(LedgerFixture,
                 "a call is unsettled once it is an hour old, and is listed with all that is known of it") {
  const auto held = reserve(70, facts_of("m"));
  static_cast<void>(*ledger->reserve({}, std::nullopt, {}));
  clock.set({noon.value + kHour - 1});
  CHECK(ledger->standing()->unsettled_count == 0);
  CHECK(ledger->standing()->unsettled.empty());
  clock.set({noon.value + kHour});
  REQUIRE(ledger->release(reserve(9)));
  static_cast<void>(reserve(5));
  const auto standing = *ledger->standing();
  CHECK(standing.unsettled_count == 2);
  CHECK(standing.unsettled_amount == NanoUsd{70});
  REQUIRE(standing.unsettled.size() == 2);
  check_facts(standing.unsettled[0], held.id, noon);
  CHECK(standing.unsettled[1].reserved == std::nullopt);
}

TEST_CASE_METHOD(LedgerFixture, "the oldest hundred unsettled calls are listed, and all of them are counted") {
  clock.set({noon.value + 1});
  for (int i = 0; i < 100; ++i) reserve(1);
  const auto oldest = reserve_at(0, 3);
  clock.set({noon.value + kHour + 1});
  const auto standing = *ledger->standing();
  CHECK(standing.unsettled_count == 101);
  CHECK(standing.unsettled_amount == NanoUsd{103});
  REQUIRE(standing.unsettled.size() == 100);
  // The ledger's time does not go back: the last call stands at the instant of the others.
  CHECK(standing.unsettled[0].id == 1);
  CHECK(oldest.id == 101);
}

TEST_CASE_METHOD(LedgerFixture, "a call by hand is told with all that is known of it, and why another is none") {
  const auto held = reserve(70, facts_of("m"));
  const auto released = reserve(1);
  REQUIRE(ledger->release(released));
  const std::array ids{held.id};
  const auto closed = ledger->settle_by_hand(ids, NanoUsd{3});
  REQUIRE(closed);
  check_facts(closed->front(), held.id, noon);
  const std::array again{held.id};
  CHECK(ledger->settle_by_hand(again, NanoUsd{3}).error().what == "call 1 is already settled");
  const std::array freed{released.id};
  CHECK(ledger->settle_by_hand(freed, NanoUsd{3}).error().what == "call 2 is already released");
  const std::array none{std::int64_t{9}};
  CHECK(ledger->settle_by_hand(none, NanoUsd{3}).error().what == "call 9 does not exist");
}

}  // namespace rustassistant::ledger
