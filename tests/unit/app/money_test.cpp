// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "rustassistant/app/budget.hpp"
#include "stores_world.hpp"

// What is told of money: its history, the clock it stands on, its settings, and sums of reviews.
namespace rustassistant::app {
namespace {

using test::StoresWorld;

}  // namespace

TEST_CASE_METHOD(StoresWorld, "the days of a history are those that are asked for, thirty without being asked") {
  spend_on(20261121, 5);
  struct Row {
    HistoryRequest wanted;
    int from;
    int to;
  };
  const auto asked = [](auto set) {
    HistoryRequest wanted;
    set(wanted);
    return wanted;
  };
  for (const Row& row : {Row{{}, 20261023, 20261121},
                         {asked([](HistoryRequest& r) { r.days = 1; }), 20261121, 20261121},
                         {asked([](HistoryRequest& r) { r.days = 2; }), 20261120, 20261121},
                         {asked([](HistoryRequest& r) { r.months = 1; }), 20261101, 20261121},
                         {asked([](HistoryRequest& r) { r.months = 3; }), 20260901, 20261121},
                         {asked([](HistoryRequest& r) { r.since = 20261105; }), 20261105, 20261121},
                         {asked([](HistoryRequest& r) { r.until = 20261105; }), 0, 20261105},
                         {asked([](HistoryRequest& r) { r.since = r.until = 20261105; }), 20261105, 20261105},
                         {asked([](HistoryRequest& r) { r.since_age = 86'400'000; }), 20261120, 20261121}}) {
    CAPTURE(row.from, row.to);
    const auto report = spending_history(row.wanted, loaded, services());
    REQUIRE(report);
    CHECK(report->query.from_day == row.from);
    CHECK(report->query.to_day == row.to);
  }
  for (const HistoryRequest& wrong :
       {asked([](HistoryRequest& r) { r.days = r.months = 1; }),
        asked([](HistoryRequest& r) { r.since = r.days = 20261101; }),
        asked([](HistoryRequest& r) { r.until = r.months = 20261101; }), asked([](HistoryRequest& r) {
          r.since = 20261106;
          r.until = 20261105;
        })}) {
    CHECK(spending_history(wrong, loaded, services()).error().code == Errc::usage);
  }
}

TEST_CASE_METHOD(StoresWorld, "a clock is told to be wrong for calls ahead, and a year after the newest call") {
  spend_on(20261121, 5);
  const auto problem = [&](UnixMillis now) {
    clock.set(now);
    const auto standing = *(*open_ledger(services(), ledger::IfMissing::empty))->standing();
    const auto found = clock_problem(standing, now);
    return found ? found->what : std::string();
  };
  const std::int64_t made = TimeZone().start_of_day(20261121).value;
  constexpr std::int64_t kDay = 86'400'000;
  CHECK(problem({made}).empty());
  CHECK(problem({made + 366 * kDay}).empty());
  CHECK(problem({made + 366 * kDay + 1}).find("the newest call") != std::string::npos);
  CHECK(problem({made - 2 * kDay}).find("1 call in the ledger is dated") != std::string::npos);
  CHECK(repair_clock(services()) == 1);
  CHECK(problem({made - 2 * kDay}).empty());
}

TEST_CASE_METHOD(StoresWorld, "an alert below the warning is refused, whichever of them stands already") {
  const auto changed = [&](std::optional<int> warn, std::optional<int> alert,
                           const std::vector<ledger::StoredSetting>& unset = {}) {
    ledger::SettingsChange change;
    change.set.warn_percent = warn;
    change.set.alert_percent = alert;
    change.unset = unset;
    return change_budget(change, loaded.settings, services()).has_value();
  };
  const int warn = loaded.settings.budget.base.warn_percent;
  const int alert = loaded.settings.budget.base.alert_percent;
  CHECK_FALSE(changed(alert + 1, {}));
  CHECK(changed(alert, {}));
  CHECK_FALSE(changed({}, alert - 1));
  CHECK(changed({}, {}, {ledger::StoredSetting::warn_percent}));
  CHECK_FALSE(changed({}, warn - 1));
  CHECK(changed({}, warn));
  CHECK_FALSE(changed(warn + 1, {}));
  CHECK(changed(warn + 1, {}, {ledger::StoredSetting::alert_percent}));
  // What is stored stands above the files, and below variables and flags.
  loaded.origins["budget.warn_at"] = {config::Source::flag, "--warn-at"};
  const auto with = *with_stored_budget(loaded, services());
  CHECK(with.settings.budget.base.warn_percent == warn + 1);
  CHECK(with.origin_of("budget.warn_at").source == config::Source::flag);
  CHECK(with.origin_of("budget.monthly_usd").source != config::Source::ledger);
}

TEST_CASE("what several reviews spent is summed up, part by part") {
  Spending sum;
  sum.add_booked(NanoUsd{5}, false);
  CHECK(sum.cost() == NanoUsd{5});
  CHECK_FALSE(sum.estimated);
  Spending other;
  other.add_booked(NanoUsd{7}, true);
  other.add_open(NanoUsd{11});
  other.over_cap = true;
  sum += other;
  CHECK(sum.booked == NanoUsd{12});
  CHECK(sum.open == NanoUsd{11});
  CHECK(sum.open_calls == 1);
  CHECK(sum.estimated);
  CHECK(sum.over_cap);
  CHECK(sum.cost() == NanoUsd{23});
  sum += Spending{};
  CHECK(sum.estimated);
  CHECK(sum.over_cap);
  CHECK(sum.unknown_calls == 0);
  Spending unknown;
  unknown.add_booked(std::nullopt, false);
  unknown.add_open(std::nullopt);
  CHECK(unknown.unknown_calls == 2);
  sum += unknown;
  CHECK(sum.unknown_calls == 2);
  CHECK(sum.open_calls == 2);
  CHECK(sum.cost() == std::nullopt);
}

}  // namespace rustassistant::app
