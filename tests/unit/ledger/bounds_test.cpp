// SPDX-License-Identifier: MIT
#include "ledger_fixture.hpp"
#include "rustassistant/base/time_zone.hpp"
#include "rustassistant/db/connection.hpp"

// Instants, figures and settings on both sides of what decides.
namespace rustassistant::ledger {
namespace {

using domain::Usage;

constexpr std::int64_t kDay = 86'400'000;

}  // namespace

TEST_CASE_METHOD(LedgerFixture, "a call is ahead where it is more than a day later than the clock") {
  reserve_at(kDay, 1);
  CHECK(ledger->standing()->ahead.count == 0);
  reserve_at(kDay + 1, 1);
  const auto ahead = ledger->standing()->ahead;
  CHECK(ahead.count == 1);
  CHECK(ahead.newest == UnixMillis{noon.value + kDay + 1});
}

TEST_CASE_METHOD(LedgerFixture, "a call later than the clock by four hundred days is believed, by more it is not") {
  reserve_at(400 * kDay, 1);
  CHECK(ledger->standing()->now == UnixMillis{noon.value + 400 * kDay});
  CHECK(ledger->move_calls_ahead() == 1);
  reserve_at(400 * kDay + 1, 1);
  CHECK(ledger->standing()->now == noon);
  // What is of this very moment is not ahead.
  CHECK(ledger->move_calls_ahead() == 1);
}

TEST_CASE_METHOD(LedgerFixture, "a clock may say the first moment of 2026, and nothing earlier") {
  clock.set({1'767'225'600'000});
  CHECK(ledger->move_calls_ahead() == 0);
  clock.set({1'767'225'599'999});
  CHECK_FALSE(ledger->move_calls_ahead());
}

TEST_CASE_METHOD(LedgerFixture, "a month and a day end where the next ones begin") {
  const auto standing = *ledger->standing();
  CHECK(standing.now == noon);
  CHECK(standing.newest_call == std::nullopt);
  CHECK(standing.zone_name == "UTC");
  CHECK(standing.month.month == 202611);
  CHECK(standing.month.start == TimeZone().start_of_day(20261101));
  CHECK(standing.month.reset_at == TimeZone().start_of_day(20261201));
  CHECK(standing.day.day == 20261121);
  CHECK(standing.day.reset_at == TimeZone().start_of_day(20261122));
  const auto none = *(*Ledger::open((folder.path() / "none.db").string(), clock, IfMissing::empty))->standing();
  CHECK(none.now == noon);
  CHECK(none.zone_name == "UTC");
  CHECK(none.month.start == standing.month.start);
  CHECK(none.month.reset_at == standing.month.reset_at);
  CHECK(none.day.day == 20261121);
  CHECK(none.day.reset_at == standing.day.reset_at);
}

TEST_CASE_METHOD(LedgerFixture, "what calls of known cost came to leaves out the unknown ones of this month alone") {
  clock.set(TimeZone().start_of_day(20261015));
  settle(1'000, Usage{500, 0, 0, 50, 0}, std::nullopt);
  clock.set(noon);
  settle(50, Usage{10, 4, 0, 5, 0}, NanoUsd{30});
  settle(40, std::nullopt, std::nullopt);
  settle(20, Usage{100, 0, 0, 50, 0}, std::nullopt);
  reserve(7);
  REQUIRE(ledger->release(reserve(9)));
  const auto month = ledger->standing()->month;
  CHECK(month.spent == NanoUsd{90});
  CHECK(month.reserved == NanoUsd{7});
  CHECK(month.calls == 3);
  CHECK(month.unknown_costs == 2);
  CHECK(month.input_tokens == 110);
  CHECK(month.cached_tokens == 4);
  CHECK(month.output_tokens == 55);
  CHECK(month.known_calls == 1);
  CHECK(month.known_spent == NanoUsd{30});
  CHECK(month.known_tokens == 15);
  CHECK(ledger->standing()->day.spent == NanoUsd{90});
}

TEST_CASE_METHOD(LedgerFixture, "a day's sums are its own, and so are a repository's") {
  domain::BudgetRules rules;
  rules.base.daily_cap = NanoUsd{10};
  CHECK(ledger->reserve({}, NanoUsd{10}, rules));
  CHECK_FALSE(ledger->reserve({}, NanoUsd{1}, rules));
  clock.advance(std::chrono::hours(12));
  CHECK(ledger->reserve({}, NanoUsd{10}, rules));
  CHECK(ledger->standing()->day.committed() == NanoUsd{10});

  SettingsChange change;
  change.set.repo_caps = {{"00000002", "/b", {7}, ""}, {"00000001", "/a", {9}, ""}};
  REQUIRE(ledger->change(change));
  CallFacts facts;
  facts.repo_id = "00000001";
  reserve(4, facts);
  const auto repos = ledger->standing()->repos;
  REQUIRE(repos.size() == 2);
  CHECK(repos[0].cap.path == "/a");
  CHECK(repos[0].cap.monthly_cap == NanoUsd{9});
  CHECK(repos[0].committed() == NanoUsd{4});
  CHECK(repos[1].committed() == NanoUsd{0});
  change.set.repo_caps = {{"00000001", "/c", {11}, "root"}};
  change.unset_repos = {"00000002"};
  REQUIRE(ledger->change(change));
  const auto changed = ledger->standing()->repos;
  REQUIRE(changed.size() == 1);
  CHECK(changed[0].cap.path == "/c");
  CHECK(changed[0].cap.monthly_cap == NanoUsd{11});
  CHECK(changed[0].cap.root_commit == "root");
}

TEST_CASE_METHOD(LedgerFixture, "calls of every fate have nothing to be found, and one that is half closed has") {
  settle(5, Usage{3, 1, 2, 2, 1}, NanoUsd{5});
  settle(5, std::nullopt, std::nullopt);
  REQUIRE(ledger->settle(reserve(5), std::nullopt, NanoUsd{5}, Booking::estimated));
  REQUIRE(ledger->release(reserve(5)));
  reserve(5);
  CHECK(ledger->verify()->empty());
  const auto connection = *db::Connection::open(path, {db::OpenMode::read_write});
  REQUIRE(connection.execute("UPDATE call SET closed_at = 5 WHERE state = 0"));
  CHECK(ledger->verify()->size() == 1);
  REQUIRE(connection.execute("UPDATE call SET closed_at = NULL WHERE state = 0"));
  CHECK(ledger->verify()->empty());
  REQUIRE(connection.execute("UPDATE call SET closed_at = NULL WHERE state = 2"));
  CHECK(ledger->verify()->size() == 1);
}

TEST_CASE_METHOD(LedgerFixture, "amounts from zero on and shares of up to a hundred percent can be read back") {
  struct Row {
    std::string name;
    std::string value;
    bool valid;
  };
  const auto connection = *db::Connection::open(path, {db::OpenMode::read_write});
  for (const Row& row : {Row{"monthly_cap", "0", true},
                         {"monthly_cap", "-1", false},
                         {"daily_cap", "0", true},
                         {"daily_cap", "-1", false},
                         {"daily_cap", "x", false},
                         {"warn_percent", "0", true},
                         {"warn_percent", "100", true},
                         {"warn_percent", "101", false},
                         {"alert_percent", "-1", false},
                         {"alert_percent", "100", true},
                         {"when_exceeded", "warn", true},
                         {"when_exceeded", "never", false},
                         {"of another version", "x", true}}) {
    CAPTURE(row.name, row.value);
    REQUIRE(connection.execute("INSERT OR REPLACE INTO setting (name, value) VALUES ('" + row.name + "', '" +
                               row.value + "')"));
    CHECK(ledger->settings().has_value() == row.valid);
    REQUIRE(connection.execute("DELETE FROM setting WHERE name = '" + row.name + "'"));
  }
}

TEST_CASE_METHOD(LedgerFixture, "what is unset goes alone") {
  SettingsChange change;
  change.set.monthly_cap = NanoUsd{5};
  change.set.daily_cap = NanoUsd{4};
  change.set.warn_percent = 50;
  REQUIRE(ledger->change(change));
  change = {};
  change.unset = {StoredSetting::daily_cap};
  REQUIRE(ledger->change(change));
  CHECK(ledger->settings()->monthly_cap == NanoUsd{5});
  CHECK(ledger->settings()->daily_cap == std::nullopt);
  CHECK(ledger->settings()->warn_percent == 50);
  CHECK(ledger->standing()->zone_name == "UTC");
}

TEST_CASE_METHOD(LedgerFixture,
                 "a call of elsewhere comes in up to a day ahead, and an own one is known by its time, too") {
  CallRecord call;
  call.tag = "elsewhere:1:1";
  call.day = 20261122;
  call.state = CallState::settled;
  call.cost = NanoUsd{5};
  call.at = {noon.value + kDay + 1};
  CHECK(ledger->import(std::span<const CallRecord>(&call, 1))->later == 1);
  call.at = {noon.value + kDay};
  CHECK(ledger->import(std::span<const CallRecord>(&call, 1))->added == 1);
  CHECK(ledger->import(std::span<const CallRecord>(&call, 1))->present == 1);
  clock.set({noon.value + 2 * kDay});
  const auto own = reserve(3);
  std::vector<CallRecord> calls;
  REQUIRE(ledger->for_each_call([&](const CallRecord& each) { calls.push_back(each); }));
  REQUIRE(calls.size() == 2);
  CHECK(calls[0].closed_at == call.at);
  CHECK(calls[0].cost == NanoUsd{5});
  CHECK(calls[1].id == own.id);
  CHECK(calls[1].tag.ends_with(":2:" + std::to_string(own.at.value)));
  CHECK(ledger->import(std::span<const CallRecord>(&calls[1], 1))->present == 1);
  // A call of a copy that made its own second call at another moment.
  calls[1].tag.back() = calls[1].tag.back() == '1' ? '2' : '1';
  CHECK(ledger->import(std::span<const CallRecord>(&calls[1], 1))->added == 1);
}

}  // namespace rustassistant::ledger
