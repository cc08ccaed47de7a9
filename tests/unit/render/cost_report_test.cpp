// SPDX-License-Identifier: MIT
#include "rustassistant/render/cost_report.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "figured_row.hpp"
#include "rustassistant/render/cost_page.hpp"
#include "support/expected_texts.hpp"

using namespace rustassistant;
using namespace rustassistant::render;

namespace {

constexpr std::int64_t kReportNow = 1'795'000'000'000;  // 2026-11-18T11:06:40Z

View cost_view(Format format, std::size_t columns = View::kUnlimited, bool color = false) {
  View view;
  view.format = format;
  view.columns = columns;
  view.color = color;
  return view;
}

app::ReportDay cost_day(int day, std::int64_t first) {
  app::ReportDay made;
  made.day = day;
  made.hits = first;
  made.misses = 10;
  made.saved = figured_cents(first + 1);
  made.stored = first + 2;
  made.pruned_entries = first + 3;
  made.pruned_bytes = (first + 4) * 1'000;
  made.pruned_cost = figured_cents(first + 5);
  made.paid_again = first + 6;
  made.paid_again_cost = figured_cents(first + 7);
  made.spent = figured_cents(first * 3 % 40);
  made.reserved = figured_cents(first + 9);
  made.calls = first + 10;
  if (first % 3 != 0) made.kept_bytes = (first + 11) * 1'000'000;
  return made;
}

app::Effectiveness cost_effect() {
  app::Effectiveness gain;
  gain.hits = 301;
  gain.misses = 199;
  gain.saved = figured_cents(303);
  gain.spent = figured_cents(404);
  gain.by_type = {{{305, 306, figured_cents(307)}, domain::AnalysisType::refactor},
                  {{0, 0, {}}, domain::AnalysisType::todos},
                  {{1, 0, figured_cents(1)}, domain::AnalysisType::docs}};
  gain.hits_by_age = {308, 0, 1'309, 0, 1};
  gain.recorded_since = 20261025;
  gain.unused = 311;
  gain.unused_bytes = 312'000;
  gain.unused_cost = figured_cents(313);
  gain.pruned_entries = 314;
  gain.pruned_cost = figured_cents(315);
  gain.paid_again = 316;
  gain.paid_again_cost = figured_cents(317);
  gain.what_if = app::WhatIf{1'000'000,
                             0,
                             {{kReportNow - std::int64_t{86'400'000} * 40},
                              {1'318, 319, 320, figured_cents(321), 322'000},
                              {1'318, 323, 324, figured_cents(325), 326'000}}};
  return gain;
}

app::RepositoryFindings cost_findings() {
  app::RepositoryFindings findings;
  findings.repo_path = "/repo\x1b";
  findings.files = 501;
  findings.answered = 402;
  findings.outdated = 303;
  findings.affected = 204;
  findings.severities = {11, 12, 13, 14};
  findings.by_kind = {{"long_function", 21}, {"deep_nesting", 1'022}};
  findings.hot_spots = {{"src/a\x1b.rs", {1, 2, 3, 4}, 10, 5, "worst \x1b of all", 7},
                        {"b.rs", {1, 0, 0, 0}, 1, {}, "", 0},
                        {"c.rs", {0, 1, 0, 0}, 1, 0, "w", 1}};
  findings.days = {{20261101, {1, 2, 3, 4}, {{"long_function", 31}, {"deep_nesting", 32}}},
                   {20261118, {5, 6, 7, 8}, {}}};
  findings.change.emplace();
  findings.change->since = {kReportNow - 86'400'000 * 2};
  findings.change->added = 1'041;
  findings.change->first_seen = 42;
  findings.change->gone = 43;
  findings.change->moved = 44;
  return findings;
}

app::CostReport full_cost_report() {
  app::CostReport report;
  report.made_at = {kReportNow};
  report.from_day = 20261020;
  report.to_day = 20261118;
  report.repo_path = "/repo\x1b";
  ledger::Standing& standing = report.budget.picture.standing;
  standing.zone = *TimeZone::parse("+14:00");
  standing.now = report.made_at;
  standing.month.month = 202611;
  standing.month.spent = figured_cents(240);
  standing.month.reserved = figured_cents(1);
  report.budget.picture.policy.daily_cap = figured_cents(30);
  report.budget.forecast = {figured_cents(13), figured_cents(414), UnixMillis{kReportNow + 86'400'000 * 3},
                            domain::Interval{figured_cents(315), figured_cents(516), 17}};
  report.budget.recommended_cap = figured_cents(520);
  for (int day = 20261020; day <= 20261031; ++day) report.days.push_back(cost_day(day, day % 100));
  for (int day = 20261101; day <= 20261118; ++day) report.days.push_back(cost_day(day, day % 100));
  report.by_day.rows = {figured_row("2026-10-21", 40), figured_row("2026-11-17", 50)};
  report.by_day.total = figured_row("", 1'000);
  for (int i = 0; i < 12; ++i)
    report.by_model.rows.push_back(figured_row("model\x1b " + std::to_string(i), 120 - 10 * i));
  report.by_model.rows.push_back(figured_row("only looked up", 0));
  report.by_model.rows.back().calls = 0;
  report.by_model.rows.back().reserved = {};
  report.by_repository.rows = {figured_row("", 60)};
  report.by_type.rows = {figured_row("refactor", 70)};
  report.by_type.rows.front().looked_up = cache::LookUps{71, 72, figured_cents(73)};
  report.by_extension.rows = {figured_row("rs", 80), figured_row("c", 2)};
  report.by_extension.rows.back().calls = 0;
  report.cache_path = "/cache\x1b.db";
  report.cache_max_bytes = 500'000'000;
  report.cache.emplace();
  report.cache->misses = 81;
  report.cache->total.entries = 82;
  report.cache->total.raw_bytes = 83;
  report.cache->total.stored_bytes = 84;
  report.cache->total.hits = 85;
  report.cache->total.cost = figured_cents(86);
  report.cache->total.saved = figured_cents(87);
  report.cache->reused = {88, 1'089, 90, figured_cents(91)};
  report.effectiveness = cost_effect();
  for (int kind = 0; kind <= static_cast<int>(domain::AdviceKind::eviction_costs); ++kind) {
    report.advice.push_back({static_cast<domain::AdviceKind>(kind),
                             "sub\x1bject",
                             "other\x1b",
                             kind + 1'001,
                             (kind + 1) * 1'000'000,
                             figured_cents(kind + 200),
                             figured_cents(kind + 100),
                             {}});
    if (kind % 2 == 0) report.advice.back().saving = figured_cents(kind + 50);
  }
  report.findings = cost_findings();
  return report;
}

// A report with one of each, and about one answer.
app::CostReport small_cost_report() {
  app::CostReport report;
  report.from_day = report.to_day = 20261118;
  report.budget.picture.standing.month.month = 202611;
  report.days = {cost_day(20261118, 0)};
  report.days.front().spent = NanoUsd{1};
  report.by_day.total.calls = 1;
  report.by_day.total.spent = NanoUsd{1};
  report.by_day.total.unknown_costs = 1;
  report.by_model.rows = {report.by_day.total};
  report.cache.emplace();
  report.effectiveness.misses = 1;
  report.effectiveness.recorded_since = 20261118;
  report.effectiveness.pruned_entries = report.effectiveness.paid_again = report.effectiveness.unused = 1;
  report.effectiveness.what_if = app::WhatIf{0, 5, {{0}, {1, 1, 1, {}, 1}, {1, 1, 1, {}, 1}}};
  report.cache->reused.answers = 1;
  report.findings.emplace();
  report.findings->files = report.findings->answered = report.findings->affected = 1;
  report.findings->severities = {0, 0, 0, 1};
  report.advice = {{domain::AdviceKind::asked_again, "a", "b", 1, 1, NanoUsd{1}, NanoUsd{1}, {}}};
  return report;
}

// From its main part on, an element a line, so that a difference can be read.
std::string main_part_of_page(const app::CostReport& report) {
  const std::string page = cost_page(report);
  std::string lines;
  for (std::size_t at = page.find("<main"); at < page.size(); ++at) {
    if (page[at] == '<' && lines.ends_with('>')) lines += '\n';
    lines += page[at];
  }
  return lines;
}

// Its charts without the tables of their figures; of its first section alone, or of all.
std::string pictures_of_page(const app::CostReport& report, bool only_summary) {
  std::string text = main_part_of_page(report);
  if (only_summary) text.resize(text.find("</section>"));
  for (std::size_t at = 0; (at = text.find("<details>", at)) != std::string::npos;)
    text.erase(at, text.find("</details>", at) - at);
  return text;
}

}  // namespace

TEST_CASE("a report of costs is told whole, as text, JSON and CSV") {
  test::ExpectedTexts text("render/expected/cost_report.txt");
  const app::CostReport full = full_cost_report();
  text.add("full", cost_report(full, cost_view(Format::text)));
  text.add("full, 80 columns, in color", cost_report(full, cost_view(Format::text, 80, true)));
  text.add("full, 25 columns", cost_report(full, cost_view(Format::text, 25)));
  text.check();
  test::ExpectedTexts data("render/expected/cost_report_data.txt");
  data.add("full, JSON", cost_report(full, cost_view(Format::json)));
  data.add("full, CSV", cost_report(full, cost_view(Format::csv)));
  data.check();
}

TEST_CASE("a report of little and one of nothing leave out what is not there") {
  test::ExpectedTexts expected("render/expected/cost_report_small.txt");
  const auto all = [&](const std::string& title, const app::CostReport& report) {
    expected.add(title, cost_report(report, cost_view(Format::text)));
    expected.add(title + ", JSON", cost_report(report, cost_view(Format::json)));
    expected.add(title + ", CSV", cost_report(report, cost_view(Format::csv)));
  };
  app::CostReport nothing;
  nothing.from_day = 20261118;
  nothing.to_day = 20261119;
  nothing.budget.picture.standing.month.month = 202611;
  all("nothing", nothing);
  app::CostReport small = small_cost_report();
  all("one of each", small);
  small.effectiveness.hits = 1;
  small.effectiveness.hits_by_age = {0, 1, 0, 0, 0};
  small.days.front().misses = 0;
  small.days.front().hits = 1;
  small.by_day.total.reserved = NanoUsd{1};
  small.by_day.total.estimated_calls = 1;
  small.by_day.total.unknown_costs = 0;
  small.by_model.rows.assign(11, figured_row("m", 1));
  small.findings->severities = {};
  small.findings->answered = 2;
  small.findings->outdated = 1;
  small.findings->change.emplace();
  expected.add("a hit", cost_report(small, cost_view(Format::text)));
  small.by_day.total.calls = 0;
  small.by_model.rows.resize(10);
  small.findings->answered = 0;
  expected.add("reserved, nothing settled", cost_report(small, cost_view(Format::text)));
  small.findings->change.reset();
  expected.add("no answer", cost_report(small, cost_view(Format::text)));
  expected.check();
}

TEST_CASE("the page of a report is the same to the last character") {
  test::ExpectedTexts expected("render/expected/cost_page.txt");
  expected.add("full", main_part_of_page(full_cost_report()));
  expected.check();
  test::ExpectedTexts small("render/expected/cost_page_small.txt");
  small.add("one of each", main_part_of_page(small_cost_report()));
  small.check();
}

TEST_CASE("the page of all repositories shows the month, up to its last day, and the cap where it is near") {
  test::ExpectedTexts expected("render/expected/cost_page_month.txt");
  app::CostReport report = full_cost_report();
  report.repo_path.clear();
  report.budget.picture.standing.month.spent = figured_cents(2'000);
  report.budget.picture.policy.monthly_cap = figured_cents(3'000);
  report.budget.forecast.at_month_end = figured_cents(2'414);
  report.budget.forecast.interval = domain::Interval{figured_cents(2'315), figured_cents(2'516), 17};
  report.findings.reset();
  expected.add("within the month", pictures_of_page(report, true));
  report.budget.forecast.interval.reset();
  report.advice.clear();
  report.budget.picture.policy.monthly_cap = figured_cents(2'414 * 5);
  report.from_day = 20261103;
  report.days.erase(report.days.begin(), report.days.begin() + 14);
  expected.add("from the third on, no interval, the cap just near", pictures_of_page(report, true));
  report.budget.picture.policy.monthly_cap = NanoUsd{figured_cents(2'414 * 5).value + 5};
  report.budget.picture.standing.now = {kReportNow + std::int64_t{86'400'000} * 11};
  expected.add("the day before the last, the cap far above", pictures_of_page(report, true));
  report.budget.picture.standing.now = {kReportNow + std::int64_t{86'400'000} * 12};
  report.cache.reset();
  report.cache_path.clear();
  expected.add("on the last day, without a cache", pictures_of_page(report, true));
  app::CostReport nothing;
  nothing.budget.picture.standing.month.month = 202611;
  expected.add("nothing", pictures_of_page(nothing, true));
  expected.check();
}

TEST_CASE("the page of many days has a slot for several of them") {
  test::ExpectedTexts expected("render/expected/cost_page_days.txt");
  for (const int count : {100, 101}) {
    app::CostReport report = full_cost_report();
    report.by_model = report.by_repository = report.by_extension = {};
    report.findings.reset();
    report.advice.clear();
    report.days.clear();
    for (int i = 0; i < count; ++i) report.days.push_back(cost_day(20260000 + (1 + i / 28) * 100 + 1 + i % 28, i % 7));
    report.from_day = report.days.front().day;
    report.to_day = report.days.back().day;
    expected.add(std::to_string(count) + " days", pictures_of_page(report, false));
  }
  expected.check();
}
