// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "rustassistant/base/time_zone.hpp"
#include "rustassistant/ledger/ledger.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

// A Raspberry Pi without a clock of its own, and time servers that lie.
namespace rustassistant::ledger {
namespace {

struct Fixture {
  test::TemporaryFolder folder;
  test::FakeClock clock;
  const UnixMillis right = clock.now();
  std::unique_ptr<Ledger> ledger = *Ledger::open((folder.path() / "ledger.db").string(), clock);

  Reservation reserve_on(int day, std::int64_t amount) {
    const UnixMillis before = clock.now();
    clock.set(TimeZone().start_of_day(day));
    const auto held = ledger->reserve({}, NanoUsd{amount}, {});
    REQUIRE(held);
    clock.set(before);
    return *held;
  }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "a call from a far future does not freeze the ledger in its month") {
  const auto late = reserve_on(20990101, 10);
  REQUIRE(ledger->settle(late, std::nullopt, NanoUsd{10}));
  const auto held = ledger->reserve({}, NanoUsd{7}, {});
  REQUIRE(held);
  CHECK(held->at == right);
  const auto standing = *ledger->standing();
  CHECK(standing.month.month == 202611);
  CHECK(standing.month.committed() == NanoUsd{7});
  CHECK(standing.ahead.count == 1);
  CHECK(standing.ahead.newest == TimeZone().start_of_day(20990101));
}

TEST_CASE_METHOD(Fixture, "a clock that has lost its time does not open the budget of an old month") {
  domain::BudgetRules rules;
  rules.base.monthly_cap = {10};
  REQUIRE(ledger->reserve({}, NanoUsd{10}, rules));
  for (const int day : {19700101, 20251231, 20261101}) {
    CAPTURE(day);
    clock.set(TimeZone().start_of_day(day));
    CHECK(ledger->reserve({}, NanoUsd{1}, rules).error().code == Errc::budget);
    CHECK(ledger->standing()->month.month == 202611);
    CHECK(ledger->standing()->ahead.count == 1);
  }
}

TEST_CASE_METHOD(Fixture, "a call a day ahead is no mistake worth telling, one later than that is") {
  reserve_on(20261122, 1);  // twelve hours ahead
  CHECK(ledger->standing()->ahead.count == 0);
  CHECK(ledger->standing()->newest_call == TimeZone().start_of_day(20261122));
  reserve_on(20261124, 1);
  CHECK(ledger->standing()->ahead.count == 1);
  reserve_on(20261123, 1);
  CHECK(ledger->standing()->ahead.count == 2);
  CHECK(ledger->standing()->ahead.newest == TimeZone().start_of_day(20261124));
  CHECK(ledger->standing()->month.newest_day == 20261124);
}

TEST_CASE_METHOD(Fixture, "calls of a time to come are moved to this month, with everything they count for") {
  const auto settled = reserve_on(20990101, 100);
  REQUIRE(ledger->settle(settled, domain::Usage{10, 4, 0, 5, 0}, NanoUsd{30}, Booking::estimated));
  const auto unknown = reserve_on(20990301, 100);
  REQUIRE(ledger->settle(unknown, std::nullopt, std::nullopt));
  const auto open = reserve_on(20261230, 7);
  const auto released = reserve_on(20261231, 9);
  REQUIRE(ledger->release(released));
  // Less than 400 days ahead, the newest call is still believed, and this one is made at its time.
  CHECK(ledger->reserve({}, NanoUsd{1}, {})->at == TimeZone().start_of_day(20261231));

  clock.set({right.value + 5});
  CHECK(ledger->move_calls_ahead() == 5);
  CHECK(ledger->verify()->empty());
  const auto standing = *ledger->standing();
  CHECK(standing.ahead.count == 0);
  CHECK(standing.now.value == right.value + 5);
  CHECK(standing.month.month == 202611);
  CHECK(standing.month.spent == NanoUsd{130});
  CHECK(standing.month.reserved == NanoUsd{8});
  CHECK(standing.month.calls == 2);
  CHECK(standing.month.estimated_calls == 1);
  CHECK(standing.month.unknown_costs == 1);
  CHECK(standing.month.input_tokens == 10);
  CHECK(standing.month.cached_tokens == 4);
  CHECK(standing.month.output_tokens == 5);
  CHECK(ledger->move_calls_ahead() == 0);
  // What was closed before that stays so.
  std::vector<std::int64_t> closed;
  REQUIRE(ledger->for_each_call([&](const CallRecord& call) {
    if (call.closed_at) closed.push_back(call.closed_at->value);
  }));
  CHECK(closed == std::vector{right.value, right.value, right.value + 5});
  // They can be closed as before, and how they ended stays.
  CHECK(ledger->settle(open, std::nullopt, NanoUsd{2}));
  CHECK_FALSE(ledger->settle(settled, std::nullopt, NanoUsd{1}));
  CHECK(ledger->verify()->empty());
}

TEST_CASE_METHOD(Fixture, "an impossible clock moves nothing") {
  REQUIRE(ledger->reserve({}, NanoUsd{1}, {}));
  clock.set({0});
  CHECK(ledger->move_calls_ahead().error().code == Errc::usage);
}

TEST_CASE_METHOD(Fixture, "the month knows its last day with a call, and what calls of known cost came to") {
  CHECK(ledger->standing()->month.newest_day == 0);
  REQUIRE(ledger->settle(*ledger->reserve({}, NanoUsd{50}, {}), domain::Usage{10, 0, 0, 5, 0}, NanoUsd{30}));
  REQUIRE(ledger->settle(*ledger->reserve({}, NanoUsd{40}, {}), domain::Usage{100, 0, 0, 50, 0}, std::nullopt));
  const auto month = ledger->standing()->month;
  CHECK(month.newest_day == 20261121);
  CHECK(month.spent == NanoUsd{70});
  CHECK(month.known_spent == NanoUsd{30});
  CHECK(month.known_calls == 1);
  CHECK(month.known_tokens == 15);
}

}  // namespace rustassistant::ledger
