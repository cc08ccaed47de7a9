// SPDX-License-Identifier: MIT
#include "rustassistant/render/budget.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "figured_row.hpp"
#include "support/expected_texts.hpp"

using namespace rustassistant;
using namespace rustassistant::render;

namespace {

constexpr std::int64_t kBudgetNow = 1'795'000'000'000;  // 2026-11-18T11:06:40Z

View budget_view(Format format, std::size_t columns = View::kUnlimited) {
  View view;
  view.format = format;
  view.columns = columns;
  return view;
}

app::TeamReport team_of_budget() {
  app::TeamReport team;
  team.database = "db\x1b.example/ra";
  team.team = "red\x1b";
  team.standing.timezone = "Europe/\x1b";
  team.standing.month = {
      true, 202611, figured_cents(1'000), figured_cents(123), figured_cents(45), "2026-12-01T00:00:00\x1b"};
  team.standing.day = {false, 20261118, {}, figured_cents(6), figured_cents(7), "2026-11-19"};
  team.owed = 1;
  for (int i = 0; i < 11; ++i)
    team.standing.open.push_back(
        {"r" + std::to_string(i), "at\x1b" + std::to_string(i), "who\x1b", "gpt\x1b", figured_cents(i)});
  return team;
}

app::BudgetReport full_budget() {
  app::BudgetReport report;
  app::BudgetPicture& picture = report.picture;
  picture.policy = {figured_cents(300), figured_cents(50), {}, 70, 85, domain::WhenExceeded::block};
  ledger::Standing& standing = picture.standing;
  standing.zone_name = "+02:00";
  standing.zone = *TimeZone::parse("+02:00");
  standing.month.spent = figured_cents(151);
  standing.month.reserved = figured_cents(22);
  standing.month.month = 202611;
  standing.month.reset_at = {kBudgetNow + 86'400'000 * 12};
  standing.month.calls = 1'001;
  standing.month.unknown_costs = 1'002;
  standing.month.estimated_calls = 1'003;
  standing.month.input_tokens = 1'004;
  standing.month.cached_tokens = 1'005;
  standing.month.output_tokens = 1'006;
  standing.day.spent = figured_cents(41);
  standing.day.reserved = figured_cents(2);
  standing.day.reset_at = {kBudgetNow + 3'600'000};
  ledger::RepoStanding repo;
  repo.spent = figured_cents(11);
  repo.reserved = figured_cents(12);
  repo.cap = {"01234567", "/repo\x1b", figured_cents(100), "c"};
  standing.repos = {repo};
  standing.unsettled_count = 1'007;
  standing.unsettled_amount = figured_cents(8);
  standing.unsettled = {
      {17, {kBudgetNow - 1'000}, domain::Provider::xai, "grok\x1b", "/repo", "a\x1b.rs", figured_cents(9)},
      {1'018, {kBudgetNow}, domain::Provider::openai, "gpt", "", "b.rs", {}}};
  report.forecast = {figured_cents(13), figured_cents(14), UnixMillis{kBudgetNow + 86'400'000 * 3},
                     domain::Interval{figured_cents(15), figured_cents(16), 17}};
  report.room = domain::Room{1'018, 1'000'019};
  report.recommended_cap = figured_cents(20);
  report.saved = figured_cents(21);
  report.batched = {1'022, figured_cents(23), UnixMillis{kBudgetNow + 7'200'000}};
  report.team = team_of_budget();
  return report;
}

app::HistoryRow history_row(const std::string& key, std::int64_t first) {
  app::HistoryRow row = figured_row(key, first);
  row.looked_up = cache::LookUps{first + 9, first + 10, figured_cents(first + 11)};
  return row;
}

ledger::CallRecord full_call() {
  ledger::CallRecord call;
  call.id = 17;
  call.tag = "tag";
  call.at = {kBudgetNow};
  call.month = 202611;
  call.day = 20261118;
  call.state = ledger::CallState::settled;
  call.closed_at = UnixMillis{kBudgetNow + 2'000};
  call.reserved = NanoUsd{101};
  call.cost = NanoUsd{102};
  call.charged = NanoUsd{103};
  call.estimated = true;
  call.facts = {domain::Provider::google,
                "gem\x1b,ini",
                domain::AnalysisType::docs,
                "01234567",
                "=repo\x1b",
                "a \"b\".rs",
                "rs",
                104,
                {}};
  call.input_tokens = 105;
  call.cached_tokens = 106;
  call.cache_write_tokens = 107;
  call.output_tokens = 108;
  call.reasoning_tokens = 109;
  return call;
}

}  // namespace

TEST_CASE("the status of the budget is told whole, as text and as JSON") {
  test::ExpectedTexts expected("render/expected/budget_status.txt");
  app::BudgetReport report = full_budget();
  View colored = budget_view(Format::text);
  colored.color = true;
  expected.add("full", budget_status(report, colored));
  expected.add("full, 60 columns", budget_status(report, budget_view(Format::text, 60)));
  expected.add("full, JSON", budget_status(report, budget_view(Format::json)));
  report.picture.standing.unsettled.assign(11, report.picture.standing.unsettled.front());
  for (std::size_t i = 0; i < 11; ++i) report.picture.standing.unsettled[i].id = static_cast<std::int64_t>(i);
  report.team->standing.open.pop_back();
  report.team->standing.day.cap = figured_cents(1);
  report.team->owed = 2;
  expected.add("more calls than are shown", budget_status(report, budget_view(Format::text)));
  app::BudgetReport empty;
  empty.picture.standing.month.month = 202601;
  expected.add("nothing", budget_status(empty, budget_view(Format::text)));
  expected.add("nothing, JSON", budget_status(empty, budget_view(Format::json)));
  empty.picture.standing.unsettled_count = 1;
  empty.picture.standing.month.estimated_calls = 1;
  empty.picture.standing.month.unknown_costs = 1;
  empty.picture.standing.month.spent = NanoUsd{2'999'900'000};
  empty.batched.questions = 1;
  empty.room = domain::Room{1, 1};
  empty.team.emplace();
  expected.add("one of each, a ten-thousandth left", budget_status(empty, colored));
  empty.picture.standing.month.spent += NanoUsd{1};
  expected.add("a little less left", budget_status(empty, budget_view(Format::text)));
  empty.picture.standing.month.spent = NanoUsd{9'000'000'000};
  expected.add("three times the cap", budget_status(empty, budget_view(Format::text)));
  empty.picture.standing.month.spent = NanoUsd{1'590'000'000};
  expected.add("53 percent", budget_status(empty, colored));
  empty.picture.standing.month.spent = NanoUsd{2'250'000'000};
  expected.add("75 percent", budget_status(empty, colored));
  expected.check();
}

TEST_CASE("the history of the budget is told whole, as text, JSON and CSV") {
  test::ExpectedTexts expected("render/expected/budget_history.txt");
  const auto all = [&](const std::string& title, const app::HistoryReport& report) {
    expected.add(title, budget_history(report, budget_view(Format::text)));
    expected.add(title + ", 70 columns", budget_history(report, budget_view(Format::text, 70)));
    expected.add(title + ", JSON", budget_history(report, budget_view(Format::json)));
    expected.add(title + ", CSV", budget_history(report, budget_view(Format::csv)));
  };
  app::HistoryReport report;
  report.query = {20261101, 20261118, ledger::Grouping::model, 2, {}};
  report.recorded_since = 20261105;
  report.history.rows = {history_row("openai gpt\x1b, 4.1", 100), history_row("", 0), history_row("xai grok", 57)};
  report.history.rows[1].looked_up.reset();
  report.history.rows[1].estimated_calls = 0;
  report.history.rows[2].looked_up->saved = {};
  report.history.others = history_row("", 1'000);
  report.history.total = history_row("", 10'000);
  all("full", report);
  report.recorded_since = 20261101;
  report.history.rows = {history_row("one", 0)};
  report.history.rows.front().estimated_calls = 1;
  report.history.others.reset();
  report.history.total = report.history.rows.front();
  report.history.total.unknown_costs = 1;
  report.history.total.reserved = NanoUsd{1};
  all("one", report);
  report.history.total.unknown_costs = 0;
  report.history.total.reserved = {};
  report.history.rows.front().spent = NanoUsd{31};
  report.history.rows.push_back(history_row("", 0));
  report.history.rows.back().spent = NanoUsd{29};
  report.query.from_day = 0;
  report.recorded_since = 1;
  all("bars of little money", report);
  report.history.rows.front().spent = report.history.rows.back().spent = NanoUsd{0};
  expected.add("no money", budget_history(report, budget_view(Format::text)));
  app::HistoryReport nothing;
  nothing.query.to_day = 20261118;
  all("nothing", nothing);
  nothing.query.from_day = 20261101;
  all("nothing from a day on", nothing);
  expected.check();
}

TEST_CASE("a call is exported with every column, as CSV and as JSON") {
  test::ExpectedTexts expected("render/expected/budget_export.txt");
  View terminal = budget_view(Format::csv);
  terminal.terminal = true;
  for (const View& view : {budget_view(Format::csv), terminal, budget_view(Format::json)}) {
    BudgetExport whole(view);
    std::string text = whole.begin();
    text += whole.call(full_call());
    text += whole.call({});
    ledger::CallRecord by_hand;
    by_hand.state = ledger::CallState::released;
    by_hand.by_hand = true;
    text += whole.call(by_hand);
    expected.add(view.format == Format::json ? "JSON"
                 : view.terminal             ? "CSV, to a terminal"
                                             : "CSV",
                 text + whole.end());
    BudgetExport none(view);
    const std::string begin = none.begin();
    expected.add("none", begin + none.end());
  }
  expected.check();
}

TEST_CASE("what was set up for a team is told whole, as text and as JSON") {
  test::ExpectedTexts expected("render/expected/team_setup.txt");
  std::vector<app::TeamSetupReport> reports{{"db\x1b/a", "red\x1b", {0, 3, true}, true}};
  expected.add("one", team_setup(reports, budget_view(Format::text)));
  expected.add("one, JSON", team_setup(reports, budget_view(Format::json)));
  reports.push_back({"db/b", "blue", {2, 2, false}, false});
  expected.add("two", team_setup(reports, budget_view(Format::text)));
  expected.add("two, JSON", team_setup(reports, budget_view(Format::json)));
  reports.front().done = {1, 2, false};
  expected.add("known team, new terms", team_setup(reports, budget_view(Format::text)));
  expected.check();
}
