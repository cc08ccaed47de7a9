// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "rustassistant/app/budget.hpp"
#include "rustassistant/app/cost_report.hpp"
#include "rustassistant/base/time_text.hpp"
#include "stores_world.hpp"

// Periods, states, percentages and sums of money, at both sides of each bound.
namespace rustassistant::app {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;

// "from-to", or the error; on 2026-11-21 at noon.
struct PeriodWorld : test::StoresWorld {
  std::string period(const HistoryRequest& asked) {
    const auto made = spending_history(asked, loaded, services());
    if (made) return std::to_string(made->query.from_day) + "-" + std::to_string(made->query.to_day);
    CHECK(made.error().code == Errc::usage);
    return made.error().what;
  }
  std::string report_period(const CostReportRequest& asked) {
    const auto made = cost_report(asked, loaded, services());
    if (made) return std::to_string(made->from_day) + "-" + std::to_string(made->to_day);
    CHECK(made.error().code == Errc::usage);
    return made.error().what;
  }
};

HistoryRequest history_for(std::optional<int> days, std::optional<int> months, std::optional<int> since,
                           std::optional<int> until, std::optional<std::int64_t> since_age = {}) {
  HistoryRequest asked;
  asked.days = days;
  asked.months = months;
  asked.since = since;
  asked.until = until;
  asked.since_age = since_age;
  return asked;
}

}  // namespace

TEST_CASE_METHOD(PeriodWorld, "a history is about the last thirty days, or about what was asked for once") {
  CHECK(period({}) == "20261023-20261121");
  CHECK(period(history_for(1, {}, {}, {})) == "20261121-20261121");
  CHECK(period(history_for(31, {}, {}, {})) == "20261022-20261121");
  CHECK(period(history_for({}, 1, {}, {})) == "20261101-20261121");
  CHECK(period(history_for({}, 12, {}, {})) == "20251201-20261121");
  CHECK(period(history_for({}, {}, 20260101, {})) == "20260101-20261121");
  CHECK(period(history_for({}, {}, {}, 20261231)) == "0-20261231");
  CHECK(period(history_for({}, {}, 20260101, 20260101)) == "20260101-20260101");
  CHECK(period(history_for({}, {}, 20260102, 20260101)) == "--since 2026-01-02 is after --until 2026-01-01");
  CHECK(period(history_for({}, {}, {}, {}, kDayMs)) == "20261120-20261121");
  CHECK(period(history_for({}, {}, {}, {}, kDayMs / 2)) == "20261121-20261121");
  CHECK(period(history_for({}, {}, {}, {}, kDayMs / 2 + 1)) == "20261120-20261121");
  const std::string twice = "the period is given twice";
  CHECK(period(history_for(1, 1, {}, {})) == twice);
  CHECK(period(history_for(1, {}, 20260101, {})) == twice);
  CHECK(period(history_for({}, 1, {}, 20260101)) == twice);
  CHECK(period(history_for({}, 1, {}, {}, 5)) == twice);
}

TEST_CASE_METHOD(PeriodWorld, "a report is about the last thirty days, or a period of two years at most") {
  const auto asked = [](std::optional<int> since, std::optional<int> until,
                        std::optional<std::int64_t> since_age = {}) {
    CostReportRequest one;
    one.since = since;
    one.until = until;
    one.since_age = since_age;
    return one;
  };
  CHECK(report_period({}) == "20261023-20261121");
  CHECK(report_period(asked({}, 20261110)) == "20261012-20261110");
  CHECK(report_period(asked({}, 20261210)) == "20261023-20261210");
  CHECK(report_period(asked(20261121, 20261121)) == "20261121-20261121");
  CHECK(report_period(asked(20261122, {})) == "the report begins on 2026-11-22, after its end");
  CHECK(report_period(asked(20241120, {})) == "20241120-20261121");
  CHECK(report_period(asked(20241119, {})) == "a report is about two years at most");
  CHECK(report_period(asked({}, {}, 2 * kDayMs)) == "20261119-20261121");
}

TEST_CASE("days of a report add up, and each of their figures") {
  ReportDay day;
  day.day = 20261101;
  day.spent = {1};
  day.reserved = {2};
  day.calls = 3;
  day.hits = 4;
  day.misses = 5;
  day.saved = {6};
  day.stored = 7;
  day.kept_bytes = 8;
  day.pruned_entries = 9;
  day.pruned_bytes = 10;
  day.pruned_cost = {11};
  day.paid_again = 12;
  day.paid_again_cost = {13};
  ReportDay sum = day;
  ReportDay later = day;
  later.kept_bytes.reset();
  sum += later;
  CHECK(sum.day == 20261101);
  CHECK(sum.spent == NanoUsd{2});
  CHECK(sum.reserved == NanoUsd{4});
  CHECK(sum.calls == 6);
  CHECK(sum.hits == 8);
  CHECK(sum.misses == 10);
  CHECK(sum.saved == NanoUsd{12});
  CHECK(sum.stored == 14);
  CHECK(sum.kept_bytes == 8);
  CHECK(sum.pruned_entries == 18);
  CHECK(sum.pruned_bytes == 20);
  CHECK(sum.pruned_cost == NanoUsd{22});
  CHECK(sum.paid_again == 24);
  CHECK(sum.paid_again_cost == NanoUsd{26});
  later.kept_bytes = 9;
  sum += later;
  CHECK(sum.kept_bytes == 9);
}

TEST_CASE("shares are per thousand, and of nothing there is none") {
  ReportDay day;
  CHECK_FALSE(day.hit_permille());
  day.misses = 1;
  CHECK(day.hit_permille() == 0);
  day.hits = 2;
  CHECK(day.hit_permille() == 666);
  day.misses = 0;
  CHECK(day.hit_permille() == 1000);
  Effectiveness gain;
  gain.saved = {500};
  CHECK_FALSE(gain.saved_permille());
  gain.spent = {1};
  CHECK(gain.saved_permille() == 500'000);
  gain.spent = {2000};
  CHECK(gain.saved_permille() == 250);
}

TEST_CASE("a budget is in the more severe of the month's and the day's state") {
  BudgetPicture picture;
  picture.policy.monthly_cap = NanoUsd{1000};
  const auto state = [&](std::int64_t month, std::int64_t day, std::optional<NanoUsd> daily) {
    picture.standing.month.spent = {month - 1};
    picture.standing.month.reserved = {1};
    picture.standing.day.spent = {day - 1};
    picture.standing.day.reserved = {1};
    picture.policy.daily_cap = daily;
    return name_of(picture.state());
  };
  CHECK(state(10, 10, {}) == "ok");
  CHECK(state(10, 90, NanoUsd{100}) == "alert");
  CHECK(state(750, 10, NanoUsd{100}) == "warning");
  CHECK(state(750, 90, {}) == "warning");
  CHECK(state(1001, 10, NanoUsd{100}) == name_of(domain::BudgetState::exceeded));
  ledger::Charged charged;
  charged.spent = {60};
  charged.reserved = {30};
  CHECK(remaining(NanoUsd{100}, charged) == NanoUsd{10});
  CHECK(remaining(NanoUsd{90}, charged) == NanoUsd{0});
  CHECK(remaining(NanoUsd{50}, charged) == NanoUsd{0});
}

TEST_CASE("what hits saved in a month is that month's alone, and nothing where there is none") {
  cache::Statistics statistics;
  statistics.saved_by_month.push_back({202610, NanoUsd{3}});
  statistics.saved_by_month.push_back({202611, NanoUsd{5}});
  CHECK(saved_in_month(statistics, UnixMillis{1'795'262'400'000}) == NanoUsd{5});
  CHECK(saved_in_month(statistics, UnixMillis{1'795'262'400'000 - 30 * kDayMs}) == NanoUsd{3});
  CHECK(saved_in_month(statistics, UnixMillis{1'795'262'400'000 + 30 * kDayMs}) == NanoUsd{0});
}

TEST_CASE("a clock is wrong where calls are ahead of it, or more than a leap year behind it") {
  constexpr UnixMillis now{1'795'262'400'000};
  ledger::Standing standing;
  CHECK_FALSE(clock_problem(standing, now));
  standing.newest_call = UnixMillis{now.value - 366 * kDayMs};
  CHECK_FALSE(clock_problem(standing, now));
  standing.newest_call = UnixMillis{now.value - 366 * kDayMs - 1};
  const auto behind = clock_problem(standing, now);
  REQUIRE(behind);
  CHECK(behind->code == Errc::storage);
  CHECK(behind->what == "the clock says " + to_rfc3339(now) + ", and the newest call in the ledger is of " +
                            to_rfc3339(*standing.newest_call));
  standing.ahead.newest = {now.value + 2 * kDayMs};
  for (const auto& [count, begin] : std::vector<std::pair<std::int64_t, std::string>>{
           {1, "1 call in the ledger is"}, {2, "2 calls in the ledger are"}}) {
    standing.ahead.count = count;
    const auto ahead = clock_problem(standing, now);
    REQUIRE(ahead);
    CHECK(ahead->what ==
          begin + " dated up to " + to_rfc3339(standing.ahead.newest) + ", and the clock says " + to_rfc3339(now));
    CHECK(ahead->hint.find("repair-clock") != std::string::npos);
  }
}

TEST_CASE_METHOD(PeriodWorld, "an alert is not below its warning, by what is set, kept and configured") {
  const auto set = [&](std::optional<int> warn, std::optional<int> alert,
                       std::vector<ledger::StoredSetting> unset = {}) {
    ledger::SettingsChange change;
    change.set.warn_percent = warn;
    change.set.alert_percent = alert;
    change.unset = std::move(unset);
    const auto done = change_budget(change, loaded.settings, services());
    if (done) return std::string("kept");
    CHECK(done.error().code == Errc::usage);
    return done.error().what;
  };
  CHECK(set(90, {}) == "kept");
  CHECK(set(91, {}) == "the alert at 90 % is below the warning at 91 %");
  CHECK(set({}, 89) == "the alert at 89 % is below the warning at 90 %");
  CHECK(set(50, 50) == "kept");
  CHECK(set({}, 49) == "the alert at 49 % is below the warning at 50 %");
  CHECK(set(80, {}) == "the alert at 50 % is below the warning at 80 %");
  CHECK(set(80, {}, {ledger::StoredSetting::alert_percent}) == "kept");
  CHECK(set({}, 76, {ledger::StoredSetting::warn_percent}) == "kept");
  CHECK(set({}, 74) == "the alert at 74 % is below the warning at 75 %");
}

TEST_CASE_METHOD(PeriodWorld,
                 "what the ledger keeps of the budget stands in place of files, below variables and flags") {
  ledger::SettingsChange change;
  change.set.monthly_cap = NanoUsd{1};
  change.set.daily_cap = NanoUsd{2};
  change.set.warn_percent = 3;
  change.set.alert_percent = 4;
  change.set.when_exceeded = domain::WhenExceeded::block;
  REQUIRE(change_budget(change, loaded.settings, services()));
  loaded.origins["budget.warn_at"] = {config::Source::variable, "V"};
  loaded.origins["budget.alert_at"] = {config::Source::flag, "--alert"};
  const auto made = with_stored_budget(loaded, services());
  REQUIRE(made);
  for (const char* name : {"budget.monthly_usd", "budget.daily_usd", "budget.when_exceeded"}) {
    CAPTURE(name);
    CHECK(made->origin_of(name).source == config::Source::ledger);
    CHECK(made->origin_of(name).where == home() + "/ledger.db");
  }
  CHECK(made->origin_of("budget.warn_at").source == config::Source::variable);
  CHECK(made->origin_of("budget.alert_at").source == config::Source::flag);
  const domain::BudgetPolicy& base = made->settings.budget.base;
  CHECK(base.monthly_cap == NanoUsd{1});
  CHECK(base.daily_cap == NanoUsd{2});
  CHECK(base.warn_percent == 3);
  CHECK(base.alert_percent == 4);
  CHECK(base.when_exceeded == domain::WhenExceeded::block);
}

}  // namespace rustassistant::app
