// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "rustassistant/base/time_zone.hpp"
#include "rustassistant/db/connection.hpp"
#include "rustassistant/ledger/ledger.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

// Caps, the settings that the ledger keeps, its calendar, and calls that are closed by hand.
namespace rustassistant::ledger {
namespace {

using domain::BudgetRules;
using domain::WhenExceeded;

struct Fixture {
  test::TemporaryFolder folder;
  test::FakeClock clock;
  std::string path = (folder.path() / "ledger.db").string();
  std::unique_ptr<Ledger> ledger = *Ledger::open(path, clock);
  CallFacts facts{domain::Provider::openai, "gpt-4.1-nano", {}, "0badcafe", "/home/someone/project", "a.rs", "rs"};

  Result<Reservation> reserve(std::int64_t amount, const BudgetRules& rules = {}) {
    return ledger->reserve(facts, NanoUsd{amount}, rules);
  }
  void set(const domain::BudgetSettings& settings) { REQUIRE(ledger->change({settings, "", "", {}, {}})); }
  void set_zone(const std::string& name, const std::string& rule) { REQUIRE(ledger->change({{}, name, rule, {}, {}})); }
  std::string refusal(std::int64_t amount, const BudgetRules& rules = {}) {
    const auto refused = reserve(amount, rules);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::budget);
    return refused.error().what;
  }
  void set_clock(int day, int hour) { clock.set({TimeZone().start_of_day(day).value + hour * 3'600'000}); }
};

domain::BudgetSettings monthly(std::int64_t cap) {
  domain::BudgetSettings settings;
  settings.monthly_cap = NanoUsd{cap};
  return settings;
}

std::vector<std::int64_t> ids(std::int64_t id) {
  return {id};
}

bool names(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE_METHOD(Fixture, "a stored cap stands above the files and below flags and variables") {
  set(monthly(100));
  CHECK(names(refusal(101), "monthly cap"));
  BudgetRules rules;
  rules.base.monthly_cap = {50};
  CHECK(reserve(60, rules));
  rules.overrides.monthly_cap = NanoUsd{70};
  CHECK(names(refusal(20, rules), "monthly cap"));
  CHECK(reserve(10, rules));
}

TEST_CASE_METHOD(Fixture, "a cap changed by another process holds at once") {
  CHECK(reserve(10));
  REQUIRE((*Ledger::open(path, clock))->change({monthly(15), "", "", {}, {}}));
  CHECK(names(refusal(10), "monthly cap"));
}

TEST_CASE_METHOD(Fixture, "the tightest cap is the one that is named") {
  domain::BudgetSettings settings = monthly(1000);
  settings.daily_cap = NanoUsd{100};
  settings.repo_caps = {{facts.repo_id, facts.repo_path, {50}}, {"00000000", "/elsewhere", {1}}};
  set(settings);
  CHECK(names(refusal(60), "repository's monthly cap"));
  CHECK(names(refusal(2000), "repository's monthly cap"));
  CHECK(reserve(50));
  facts.repo_id = "11111111";
  CHECK(names(refusal(60), "daily cap"));
  BudgetRules rules;
  rules.run_cap = NanoUsd{55};  // of which 50 are gone
  CHECK(names(refusal(10, rules), "run's cap"));
  CHECK(reserve(5, rules));
}

TEST_CASE_METHOD(Fixture, "a day's cap is free again on the next day, the month's is not") {
  domain::BudgetSettings settings = monthly(150);
  settings.daily_cap = NanoUsd{100};
  set(settings);
  CHECK(reserve(100));
  CHECK(names(refusal(1), "until the day ends at 2026-11-22T00:00:00Z"));
  clock.advance(std::chrono::hours(12));
  CHECK(names(refusal(60), "until the month ends at 2026-12-01T00:00:00Z"));
  CHECK(reserve(50));
}

TEST_CASE_METHOD(Fixture,
                 "a run's cap holds for this object alone, counts what calls really cost, and holds in every mode") {
  BudgetRules rules;
  rules.run_cap = NanoUsd{100};
  rules.base.when_exceeded = WhenExceeded::warn;
  const auto first = reserve(100, rules);
  REQUIRE(first);
  CHECK(names(refusal(1, rules), "run's cap"));
  REQUIRE(ledger->settle(*first, {}, NanoUsd{30}));
  const auto second = reserve(70, rules);
  REQUIRE(second);
  REQUIRE(ledger->release(*second));
  CHECK(reserve(70, rules));
  CHECK((*Ledger::open(path, clock))->reserve(facts, NanoUsd{100}, rules));
}

TEST_CASE_METHOD(Fixture, "in mode warn a call over any other cap is made and marked") {
  domain::BudgetSettings settings;
  settings.daily_cap = NanoUsd{10};
  settings.when_exceeded = WhenExceeded::warn;
  set(settings);
  CHECK_FALSE(reserve(10)->over_cap);
  CHECK(reserve(1)->over_cap);
}

TEST_CASE_METHOD(Fixture, "settings are kept, added to and taken back") {
  domain::BudgetSettings settings = monthly(1);
  settings.warn_percent = 50;
  settings.alert_percent = 60;
  settings.when_exceeded = WhenExceeded::block;
  settings.repo_caps = {{"0badcafe", "/a", {5}}};
  set(settings);
  domain::BudgetSettings more;
  more.repo_caps = {{"11111111", "/b", {6}}};
  set(more);
  auto stored = *(*Ledger::open(path, clock))->settings();
  CHECK(stored.monthly_cap == NanoUsd{1});
  CHECK(stored.daily_cap == std::nullopt);
  CHECK(stored.warn_percent == 50);
  CHECK(stored.alert_percent == 60);
  CHECK(stored.when_exceeded == WhenExceeded::block);
  REQUIRE(stored.repo_caps.size() == 2);
  CHECK(stored.repo_caps[1].path == "/b");

  SettingsChange change;
  change.unset = {StoredSetting::monthly_cap, StoredSetting::when_exceeded};
  change.unset_repos = {"0badcafe"};
  REQUIRE(ledger->change(change));
  stored = *ledger->settings();
  CHECK(stored.monthly_cap == std::nullopt);
  CHECK(stored.when_exceeded == std::nullopt);
  CHECK(stored.warn_percent == 50);
  CHECK(stored.repo_caps.size() == 1);
}

TEST_CASE_METHOD(Fixture, "a stored setting that is none stops paid work") {
  const auto connection = db::Connection::open(path, {db::OpenMode::read_write});
  REQUIRE(connection->execute("INSERT INTO setting VALUES ('monthly_cap', '3,00')"));
  const auto refused = reserve(1);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::storage);
  REQUIRE(connection->execute("UPDATE setting SET value = 'Mars' WHERE name = 'timezone_rule'"));
  CHECK(Ledger::open(path, clock).error().code == Errc::storage);
}

TEST_CASE_METHOD(Fixture, "months and days are those of the ledger's zone") {
  set_zone("+02:00", "+02:00");
  set_clock(20261130, 21);
  set(monthly(10));
  REQUIRE(reserve(10));
  CHECK(names(refusal(1), "2026-12-01T00:00:00+02:00"));
  set_clock(20261130, 22);
  CHECK(reserve(10));
  const auto standing = *ledger->standing();
  CHECK(standing.month.month == 202612);
  CHECK(standing.zone_name == "+02:00");
  CHECK(standing.past_months[2] == NanoUsd{10});
}

TEST_CASE_METHOD(Fixture, "a day with a change of clocks is as long as it is") {
  set_zone("Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3");
  domain::BudgetSettings settings;
  settings.daily_cap = NanoUsd{10};
  set(settings);
  set_clock(20261024, 22);  // midnight there: 25 October, a day of 25 hours
  REQUIRE(reserve(10));
  set_clock(20261025, 22);
  CHECK(names(refusal(1), "2026-10-26T00:00:00+01:00"));
  set_clock(20261025, 23);
  CHECK(reserve(10));
}

TEST_CASE_METHOD(Fixture, "an open call is closed by hand, at a cost or as not billed, and only once") {
  const auto billed = *reserve(100);
  const auto lost = *reserve(100);
  const auto closed = ledger->settle_by_hand(ids(billed.id), NanoUsd{30});
  REQUIRE(closed);
  CHECK(closed->front().path == "a.rs");
  REQUIRE(ledger->settle_by_hand(ids(lost.id), std::nullopt));
  CHECK(ledger->standing()->month.spent == NanoUsd{30});
  CHECK(ledger->standing()->month.reserved == NanoUsd{0});
  CHECK(ledger->settle_by_hand(ids(billed.id), NanoUsd{1}).error().code == Errc::usage);
  CHECK(ledger->settle_by_hand(ids(99), NanoUsd{1}).error().code == Errc::usage);
}

TEST_CASE_METHOD(Fixture, "what the user said stays when a reply comes in late") {
  const auto call = *reserve(100);
  REQUIRE(ledger->settle_by_hand(ids(call.id), NanoUsd{30}));
  CHECK(ledger->settle(call, {}, NanoUsd{40}));
  CHECK(ledger->standing()->month.spent == NanoUsd{30});
}

TEST_CASE_METHOD(Fixture, "averages are those of the newest reported calls of a model") {
  CHECK(ledger->averages(facts.provider, facts.model)->calls == 0);
  facts.request_bytes = 4000;
  REQUIRE(ledger->settle(*reserve(10), domain::Usage{1000, 0, 0, 300, 0}, NanoUsd{5}));
  REQUIRE(ledger->settle(*reserve(10), domain::Usage{2000, 0, 0, 500, 0}, NanoUsd{5}));
  REQUIRE(ledger->settle(*reserve(10), domain::Usage{9, 0, 0, 9, 0}, NanoUsd{5}, Booking::estimated));
  facts.model = "another";
  REQUIRE(ledger->settle(*reserve(10), domain::Usage{7, 0, 0, 7, 0}, NanoUsd{5}));
  const auto averages = *ledger->averages(domain::Provider::openai, "gpt-4.1-nano");
  CHECK(averages.calls == 2);
  CHECK(averages.request_bytes == 8000);
  CHECK(averages.input_tokens == 3000);
  CHECK(averages.output_tokens == 800);
}

TEST_CASE_METHOD(Fixture, "a sound ledger has nothing to be found, and a wrong sum is found") {
  REQUIRE(ledger->settle(*reserve(10), {}, NanoUsd{5}));
  REQUIRE(reserve(10));
  CHECK(ledger->verify()->empty());
  const auto connection = db::Connection::open(path, {db::OpenMode::read_write});
  REQUIRE(connection->execute("UPDATE day_total SET spent = spent + 1"));
  const auto findings = ledger->verify();
  REQUIRE(findings);
  REQUIRE(findings->size() == 1);
  CHECK(names(findings->front(), "differ from their calls"));
}

TEST_CASE("a ledger that does not exist has no calls, no settings and no history") {
  const test::TemporaryFolder folder;
  const test::FakeClock clock;
  const auto ledger = *Ledger::open((folder.path() / "ledger.db").string(), clock, IfMissing::empty);
  CHECK_FALSE(ledger->settings()->monthly_cap);
  CHECK(ledger->history({})->rows.empty());
  CHECK(ledger->verify()->empty());
  int calls = 0;
  CHECK(ledger->for_each_call([&](const CallRecord&) { ++calls; }));
  CHECK(calls == 0);
  CHECK(ledger->change({}).error().code == Errc::storage);
  CHECK(std::filesystem::is_empty(folder.path()));
}

}  // namespace rustassistant::ledger
