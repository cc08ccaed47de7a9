// SPDX-License-Identifier: MIT
#include <array>
#include <catch2/catch.hpp>

#include "rustassistant/ledger/ledger.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

// How calls end: with and without usage, by hand, and in the place of others.
namespace rustassistant::ledger {
namespace {

using domain::BudgetRules;
using domain::Usage;

struct Fixture {
  test::TemporaryFolder folder;
  test::FakeClock clock;
  std::unique_ptr<Ledger> ledger = *Ledger::open((folder.path() / "ledger.db").string(), clock);
  BudgetRules rules;

  Fixture() { rules.run_cap = NanoUsd{100}; }
  Result<Reservation> reserve(std::int64_t amount, const Reservation* instead_of = nullptr) {
    return ledger->reserve({}, NanoUsd{amount}, rules, instead_of);
  }
  std::vector<CallRecord> calls() {
    std::vector<CallRecord> calls;
    REQUIRE(ledger->for_each_call([&](const CallRecord& call) { calls.push_back(call); }));
    return calls;
  }
  NanoUsd committed() { return ledger->standing()->month.committed(); }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "usage that nobody reported is unknown, not zero") {
  REQUIRE(ledger->settle(*reserve(10), std::nullopt, NanoUsd{3}));
  REQUIRE(ledger->settle(*reserve(10), Usage{}, NanoUsd{3}));  // some servers report 0 and 0 beside an answer
  REQUIRE(ledger->settle(*reserve(10), Usage{7, 0, 0, 0, 0}, NanoUsd{3}));
  const auto calls = this->calls();
  for (const std::size_t i : {0U, 1U}) {
    CHECK(calls[i].input_tokens == std::nullopt);
    CHECK(calls[i].cached_tokens == std::nullopt);
    CHECK(calls[i].cache_write_tokens == std::nullopt);
    CHECK(calls[i].output_tokens == std::nullopt);
    CHECK(calls[i].reasoning_tokens == std::nullopt);
    CHECK(calls[i].cost == NanoUsd{3});
  }
  CHECK(calls[2].input_tokens == 7);
  CHECK(calls[2].output_tokens == 0);
}

TEST_CASE_METHOD(Fixture,
                 "a call that the user closed no longer counts against the run's cap, once its own process closes it") {
  const auto lost = *reserve(100);
  CHECK(reserve(1).error().code == Errc::budget);
  const std::array ids{lost.id};
  REQUIRE(ledger->settle_by_hand(ids, NanoUsd{30}));
  REQUIRE(ledger->settle(lost, Usage{1, 0, 0, 1, 0}, NanoUsd{90}));
  CHECK(reserve(71).error().code == Errc::budget);
  const auto next = reserve(70);
  REQUIRE(next);
  // Once only: what is closed is not counted a second time.
  REQUIRE(ledger->settle(lost, Usage{1, 0, 0, 1, 0}, NanoUsd{90}));
  CHECK(reserve(1).error().code == Errc::budget);
}

TEST_CASE_METHOD(Fixture, "what a run leaves open is known, with its numbers") {
  CHECK(ledger->left_open().ids.empty());
  const auto first = *reserve(10);
  const auto second = *reserve(20);
  const auto third = *reserve(30);
  REQUIRE(ledger->settle(second, std::nullopt, NanoUsd{1}));
  const auto open = ledger->left_open();
  CHECK(open.ids == std::vector<std::int64_t>{first.id, third.id});
  CHECK(open.amount == NanoUsd{40});
  REQUIRE(ledger->release(first));
  REQUIRE(ledger->release(third));
  CHECK(ledger->left_open().ids.empty());
}

TEST_CASE_METHOD(Fixture, "a reservation takes the place of an earlier one without both being charged") {
  rules.base.monthly_cap = {100};
  const auto first = *reserve(60);
  const auto second = reserve(90, &first);
  REQUIRE(second);
  CHECK(committed() == NanoUsd{90});
  CHECK(calls()[0].state == CallState::released);
  CHECK(ledger->left_open().ids == std::vector<std::int64_t>{second->id});

  // Where the new one does not fit, the old one stays.
  CHECK(reserve(101, &*second).error().code == Errc::budget);
  CHECK(committed() == NanoUsd{90});
  CHECK(ledger->left_open().amount == NanoUsd{90});
  REQUIRE(ledger->settle(*second, std::nullopt, NanoUsd{5}));
}

TEST_CASE_METHOD(Fixture, "several calls are closed by hand together, or none of them") {
  const auto first = *reserve(10);
  const auto second = *reserve(20);
  const std::array wrong{first.id, second.id, std::int64_t{99}};
  CHECK(ledger->settle_by_hand(wrong, std::nullopt).error().code == Errc::usage);
  const std::array twice{first.id, first.id};
  CHECK(ledger->settle_by_hand(twice, std::nullopt).error().code == Errc::usage);
  CHECK(committed() == NanoUsd{30});
  const std::array both{first.id, second.id};
  const auto closed = ledger->settle_by_hand(both, NanoUsd{4});
  REQUIRE(closed);
  REQUIRE(closed->size() == 2);
  CHECK((*closed)[1].reserved == NanoUsd{20});
  CHECK(committed() == NanoUsd{8});
}

TEST_CASE_METHOD(Fixture, "all open calls of an age are closed by hand at once") {
  static_cast<void>(*reserve(10));
  clock.advance(std::chrono::hours(1));
  const auto young = *reserve(20);
  REQUIRE(ledger->settle_all_by_hand(std::chrono::hours(1) + std::chrono::milliseconds(1), std::nullopt)->empty());
  REQUIRE(ledger->settle_all_by_hand(std::chrono::hours(1), std::nullopt)->size() == 1);
  CHECK(committed() == NanoUsd{20});
  const auto rest = ledger->settle_all_by_hand({}, std::nullopt);
  REQUIRE(rest->size() == 1);
  CHECK(rest->front().id == young.id);
  CHECK(committed() == NanoUsd{0});
  CHECK(calls()[0].by_hand);
}

}  // namespace rustassistant::ledger
