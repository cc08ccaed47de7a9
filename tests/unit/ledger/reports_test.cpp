// SPDX-License-Identifier: MIT
#include <array>
#include <catch2/catch.hpp>

#include "rustassistant/base/time_zone.hpp"
#include "rustassistant/db/connection.hpp"
#include "rustassistant/ledger/ledger.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

// What is told of calls: each figure differs from all others, so that none can stand in for another.
namespace rustassistant::ledger {
namespace {

struct Fixture {
  test::TemporaryFolder folder;
  test::FakeClock clock;
  const std::string path = (folder.path() / "ledger.db").string();
  std::unique_ptr<Ledger> ledger = *Ledger::open(path, clock);

  void set_clock(int day) { clock.set(TimeZone().start_of_day(day)); }
  void spend(int day, std::int64_t amount) {
    set_clock(day);
    REQUIRE(ledger->settle(*ledger->reserve({}, NanoUsd{amount}, {}), std::nullopt, NanoUsd{amount}));
  }
  std::vector<CallRecord> calls() {
    std::vector<CallRecord> calls;
    REQUIRE(ledger->for_each_call([&](const CallRecord& call) { calls.push_back(call); }));
    return calls;
  }
  std::vector<HistoryRow> by(Grouping grouping) {
    HistoryQuery query;
    query.by = grouping;
    return ledger->history(query)->rows;
  }
};

PastCall past(const std::string& tag, UnixMillis at, std::int64_t cost) {
  PastCall call;
  call.tag = tag;
  call.at = at;
  call.cost = NanoUsd{cost};
  call.usage = domain::Usage{11, 5, 3, 7, 2};
  return call;
}

}  // namespace

TEST_CASE_METHOD(Fixture, "the three months before this one are told oldest first") {
  spend(20260731, 1'000);
  spend(20260815, 10);
  spend(20260930, 200);
  spend(20261001, 3'000);
  spend(20261101, 40'000);
  const auto past_months = ledger->standing()->past_months;
  CHECK(past_months[0] == NanoUsd{10});
  CHECK(past_months[1] == NanoUsd{200});
  CHECK(past_months[2] == NanoUsd{3'000});
}

TEST_CASE_METHOD(Fixture, "a call of the past is an estimate in its own month and on its own day") {
  const UnixMillis earlier = TimeZone().start_of_day(20261005);
  const UnixMillis today = TimeZone().start_of_day(20261121);
  const std::vector<PastCall> past_calls{past("a", earlier, 10), past("b", today, 7),
                                         past("c", {clock.now().value + 1}, 1'000)};
  const auto count = ledger->import(past_calls);
  REQUIRE(count);
  CHECK(count->added == 2);
  CHECK(count->present == 0);
  CHECK(count->later == 1);
  CHECK(ledger->import(past_calls)->present == 2);

  const auto standing = *ledger->standing();
  CHECK(standing.month.spent == NanoUsd{7});
  CHECK(standing.month.calls == 1);
  CHECK(standing.month.estimated_calls == 1);
  CHECK(standing.month.input_tokens == 11);
  CHECK(standing.past_months[2] == NanoUsd{10});
  const auto months = by(Grouping::month);
  REQUIRE(months.size() == 2);
  CHECK(months[0].key == "2026-10");
  CHECK(months[0].spent == NanoUsd{10});
  CHECK(months[0].estimated_calls == 1);
  CHECK(months[1].key == "2026-11");
  CHECK(by(Grouping::day)[0].key == "2026-10-05");
  const auto calls = this->calls();
  CHECK(calls[0].month == 202610);
  CHECK(calls[0].day == 20261005);
  CHECK(calls[0].estimated);
  CHECK(calls[0].state == CallState::settled);
  CHECK(calls[0].closed_at == earlier);
  CHECK(calls[0].input_tokens == 11);
  CHECK(calls[0].cached_tokens == 5);
  CHECK(calls[0].cache_write_tokens == 3);
  CHECK(calls[0].output_tokens == 7);
  CHECK(calls[0].reasoning_tokens == 2);
}

TEST_CASE_METHOD(Fixture, "every column of a call is told as it was kept") {
  CallFacts facts{
      domain::Provider::google, "gemini-x", domain::AnalysisType::docs, "0badcafe", "/r", "p/a.py", "py", 4321};
  const auto reported = *ledger->reserve(facts, NanoUsd{900}, {});
  clock.advance(std::chrono::seconds(5));
  REQUIRE(ledger->settle(reported, domain::Usage{111, 22, 33, 44, 5}, NanoUsd{600}));
  const auto estimated = *ledger->reserve(facts, NanoUsd{800}, {});
  REQUIRE(ledger->settle(estimated, std::nullopt, NanoUsd{700}, Booking::estimated));
  const auto by_hand = *ledger->reserve(facts, NanoUsd{750}, {});
  const std::array ids{by_hand.id};
  REQUIRE(ledger->settle_by_hand(ids, NanoUsd{650}));
  static_cast<void>(*ledger->reserve(facts, std::nullopt, {}));

  const auto calls = this->calls();
  REQUIRE(calls.size() == 4);
  const CallRecord& call = calls[0];
  CHECK(call.id == reported.id);
  CHECK(call.at == reported.at);
  CHECK(call.month == 202611);
  CHECK(call.day == 20261121);
  CHECK(call.state == CallState::settled);
  CHECK(call.closed_at == UnixMillis{reported.at.value + 5'000});
  CHECK(call.reserved == NanoUsd{900});
  CHECK(call.cost == NanoUsd{600});
  CHECK(call.charged == NanoUsd{600});
  CHECK_FALSE(call.estimated);
  CHECK_FALSE(call.by_hand);
  CHECK(call.facts.provider == domain::Provider::google);
  CHECK(call.facts.model == "gemini-x");
  CHECK(call.facts.type == domain::AnalysisType::docs);
  CHECK(call.facts.repo_id == "0badcafe");
  CHECK(call.facts.repo_path == "/r");
  CHECK(call.facts.path == "p/a.py");
  CHECK(call.facts.extension == "py");
  CHECK(call.facts.request_bytes == 4321);
  CHECK(call.input_tokens == 111);
  CHECK(call.cached_tokens == 22);
  CHECK(call.cache_write_tokens == 33);
  CHECK(call.output_tokens == 44);
  CHECK(call.reasoning_tokens == 5);
  CHECK(calls[1].estimated);
  CHECK_FALSE(calls[1].by_hand);
  CHECK(calls[2].by_hand);
  CHECK_FALSE(calls[2].estimated);
  CHECK(calls[3].state == CallState::reserved);
  CHECK(calls[3].reserved == std::nullopt);
  CHECK(calls[3].cost == std::nullopt);
  CHECK(calls[3].closed_at == std::nullopt);
}

TEST_CASE_METHOD(Fixture, "averages leave out all but the newest five hundred calls") {
  CallFacts facts;
  facts.request_bytes = 1'000'000;
  REQUIRE(
      ledger->settle(*ledger->reserve(facts, NanoUsd{1}, {}), domain::Usage{500'000, 0, 0, 500'000, 0}, NanoUsd{1}));
  facts.request_bytes = 40;
  for (int i = 0; i < 500; ++i) {
    clock.advance(std::chrono::milliseconds(1));
    REQUIRE(ledger->settle(*ledger->reserve(facts, NanoUsd{1}, {}), domain::Usage{10, 0, 0, 3, 0}, NanoUsd{1}));
  }
  const auto averages = *ledger->averages({}, "");
  CHECK(averages.calls == 500);
  CHECK(averages.request_bytes == 20'000);
  CHECK(averages.input_tokens == 5'000);
  CHECK(averages.output_tokens == 1'500);
}

TEST_CASE_METHOD(Fixture, "each sum that differs from the calls is found") {
  spend(20261121, 10);
  const auto connection = db::Connection::open(path, {db::OpenMode::read_write});
  for (const std::string column : {"spent", "reserved", "calls", "unknown_costs", "estimated_calls", "input_tokens",
                                   "cached_tokens", "output_tokens"}) {
    CAPTURE(column);
    REQUIRE(ledger->verify()->empty());
    REQUIRE(connection->execute("UPDATE day_total SET " + column + " = " + column + " + 1"));
    CHECK(ledger->verify()->size() == 1);
    REQUIRE(connection->execute("UPDATE day_total SET " + column + " = " + column + " - 1"));
  }
  REQUIRE(connection->execute("UPDATE spending SET calls = calls + 1"));
  CHECK(ledger->verify()->size() == 1);
}

}  // namespace rustassistant::ledger
