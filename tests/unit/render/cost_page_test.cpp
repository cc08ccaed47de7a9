// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>

#include "html.hpp"
#include "rustassistant/base/time_zone.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/render/cost_page.hpp"

using namespace rustassistant;
using render::cost_page;

namespace {

constexpr int kToday = 20261121;
const std::string kHostile =
    "\"'><script>x</script><img src=x "
    "onerror=y>&amp;\xE2\x80\xAE\x1b[31m\xFF##[error]";

app::CostReport report_of(int days) {
  app::CostReport report;
  report.from_day = plus_days(kToday, 1 - days);
  report.to_day = kToday;
  ledger::Standing& standing = report.budget.picture.standing;
  standing.zone_name = "UTC";
  standing.now = report.made_at = UnixMillis{standing.zone.start_of_day(kToday).value + 43'200'000};
  standing.month.month = kToday / 100;
  standing.month.spent = NanoUsd{1'400'000'000};
  report.budget.forecast.at_month_end = NanoUsd{1'700'000'000};
  report.budget.forecast.interval = domain::Interval{NanoUsd{1'500'000'000}, NanoUsd{1'900'000'000}, 60};
  for (int i = 0; i < days; ++i) {
    app::ReportDay day;
    day.day = plus_days(report.from_day, i);
    day.spent = NanoUsd{1'000'000 * (i % 7)};
    day.hits = i % 5;
    day.misses = i % 3;
    day.kept_bytes = 1'000'000 + i;
    report.days.push_back(day);
  }
  report.cache_path = "/cache.db";
  report.effectiveness.hits_by_age = {5, 4, 3, 2, 1};
  report.effectiveness.by_type = {{{7, 3, NanoUsd{1}}, domain::AnalysisType::refactor}};
  return report;
}

app::HistoryRow row_of(const std::string& key, std::int64_t spent) {
  app::HistoryRow row;
  row.key = key;
  row.calls = 1;
  row.spent = NanoUsd{spent};
  return row;
}

void fill(app::History& history, int rows, const std::string& key) {
  for (int i = 0; i < rows; ++i) {
    history.rows.push_back(row_of(key, rows - i));
    history.total += history.rows.back();
  }
}

// Everything that may be long or many, as long and as many as it gets.
app::CostReport fullest(const std::string& text) {
  app::CostReport report = report_of(731);
  report.repo_path = text;
  for (app::History* history :
       {&report.by_day, &report.by_model, &report.by_repository, &report.by_type, &report.by_extension})
    fill(*history, 500, text);
  for (int i = 0; i < 500; ++i)
    report.advice.push_back({domain::AdviceKind::asked_again, text, text, 7, 0, NanoUsd{5}, NanoUsd{1}, NanoUsd{4}});
  app::RepositoryFindings findings;
  findings.repo_path = text;
  findings.affected = 500;
  findings.change.emplace();
  for (int i = 0; i < 500; ++i) {
    findings.by_kind.push_back({text, 500 - i});
    findings.hot_spots.push_back({text, {1, 2, 3, 4}, 10, 5, text, 7});
  }
  for (const app::ReportDay& day : report.days) findings.days.push_back({day.day, {1, 20, 300, 4000}, {}});
  report.findings = findings;
  return report;
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

std::string between(const std::string& text, const std::string& from, const std::string& to) {
  const std::size_t begin = text.find(from);
  REQUIRE(begin != std::string::npos);
  return text.substr(begin + from.size(), text.find(to, begin + from.size()) - begin - from.size());
}

std::string base64(const codec::Sha256Digest& digest) {
  const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < 33; i += 3) {
    unsigned group = 0;
    for (std::size_t j = i; j < i + 3; ++j) group = group << 8U | (j < digest.size() ? digest.at(j) : 0U);
    for (unsigned shift = 24; shift > 0; shift -= 6) text += digits[group >> (shift - 6) & 63U];
  }
  text.back() = '=';
  return text;
}

}  // namespace

TEST_CASE(
    "a page is one document that says what was spent, what is expected "
    "and what was saved") {
  const std::string page = cost_page(report_of(30));
  CHECK(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
  CHECK(page.ends_with("</html>\n"));
  CHECK(page.find("<dt>Spent in November 2026</dt><dd class=\"big\">$1.40</dd>") != std::string::npos);
  CHECK(page.find("<dd class=\"big\">~$1.70</dd>") != std::string::npos);
  CHECK(page.find("46.6 % of the cap of $3.00") != std::string::npos);
  CHECK(page.find("$1.50 to $1.90 in eight of ten months like this one") != std::string::npos);
}

TEST_CASE("a page asks for nothing and runs nothing but its own script") {
  const std::string page = cost_page(report_of(30));
  for (const std::string word :
       {"http:", "https:", "//www", "src=", "@import", "style=\"", "<link", "<base", "<form"}) {
    CAPTURE(word);
    CHECK(page.find(word) == std::string::npos);
  }
  CHECK(count_of(page, "<script>") == 1);
  CHECK(count_of(page, "<style>") == 1);
  const std::string policy = between(page, "http-equiv=\"Content-Security-Policy\" content=\"", "\"");
  CHECK(policy.starts_with("default-src &apos;none&apos;; "));
  for (const std::string name : {"style", "script"}) {
    const std::string content = between(page, "<" + name + ">", "</" + name + ">");
    CHECK(policy.find(name + "-src &apos;sha256-" + base64(codec::sha256(content)) + "&apos;") != std::string::npos);
  }
}

TEST_CASE("colors of a page are those of the palette alone") {
  const std::string style = between(cost_page(report_of(1)), "<style>", "</style>");
  const std::string rules = style.substr(style.find("*{box-sizing"));
  CHECK(rules.find("#") == std::string::npos);
  CHECK(rules.find("rgb") == std::string::npos);
}

TEST_CASE("names from outside cannot end their place on a page") {
  app::CostReport report = fullest(kHostile);
  const std::string page = cost_page(report);
  CHECK(count_of(page, "<script") == 1);
  CHECK(page.find("<img") == std::string::npos);
  CHECK(page.find("&lt;script&gt;x&lt;/") != std::string::npos);
  for (const std::string raw : {"\xE2\x80\xAE", "\x1b", "\xFF"}) CHECK(page.find(raw) == std::string::npos);
  CHECK(page.find("\\u{202e}\\x1b[31m") != std::string::npos);
  CHECK(page.find("##[") == std::string::npos);
}

TEST_CASE("a page is at most 400 kB, and says what it leaves out") {
  const std::string texts[] = {std::string(4'096, '"'), kHostile, std::string(4'096, '\x01'),
                               "/" + std::string(4'096, '/')};
  for (const std::string& text : texts) {
    const std::string page = cost_page(fullest(text));
    CHECK(page.size() <= 400'000);
    CHECK(page.find("480 more are not shown") != std::string::npos);
    CHECK(page.find("488 more are not shown") != std::string::npos);
  }
}

TEST_CASE(
    "rows beyond those that are shown are summed up, so that a table "
    "adds up to its total") {
  app::CostReport report = report_of(30);
  fill(report.by_model, 20, "openai gpt-4.1");
  report.by_model.others = row_of("", 1'000);
  report.by_model.total += *report.by_model.others;
  const std::string table = between(cost_page(report), "<caption>By model</caption>", "</table>");
  CHECK(count_of(table, "<th scope=\"row\">openai gpt-4.1</th>") == 12);
  CHECK(table.find("<th scope=\"row\">others</th><td class=\"n\" data-v=\"1036\">") != std::string::npos);
  CHECK(table.find("<th scope=\"row\">all</th><td class=\"n\" data-v=\"1210\">") != std::string::npos);
}

TEST_CASE("a page about nothing is whole") {
  const std::string page = cost_page(app::CostReport{});
  CHECK(page.ends_with("</html>\n"));
  CHECK(page.find("no change is known that would have saved money") != std::string::npos);
  CHECK(page.find("The cache cannot be read.") != std::string::npos);
}

TEST_CASE("figures of one repository are not put beside the budget of all") {
  app::CostReport report = report_of(30);
  CHECK(cost_page(report).find("id=\"month\"") != std::string::npos);
  report.repo_path = "/home/me/project";
  CHECK(cost_page(report).find("id=\"month\"") == std::string::npos);
}

TEST_CASE(
    "the month's line begins where the report does, and ends with what "
    "is spent") {
  app::CostReport report = report_of(3);
  report.days[0].spent = report.days[1].spent = NanoUsd{0};
  report.days[2].spent = NanoUsd{400'000'000};
  const std::string markers = between(cost_page(report), "data-series=\"spent\"", "</g>");
  CHECK(count_of(markers, "data-v=\"1000000000\"") == 2);
  CHECK(count_of(markers, "data-v=\"1400000000\"") == 1);
  CHECK(count_of(markers, "<circle") == 3);
}

TEST_CASE("findings are told with how many files they are of, and what changed") {
  app::CostReport report = report_of(30);
  app::RepositoryFindings& findings = report.findings.emplace();
  findings.files = 9;
  const auto section = [&] { return between(cost_page(report), "<section id=\"findings\"", "</section>"); };
  CHECK(section().find("0 findings in 0 files.") != std::string::npos);
  CHECK(section().find("Of 9 source files, 0 have an answer.") != std::string::npos);
  CHECK(section().find("A review of the repository makes them.") != std::string::npos);
  findings.answered = 5;
  findings.outdated = 2;
  findings.affected = 1;
  findings.severities = {2, 0, 1, 0};
  findings.hot_spots = {{"src/a.rs", {2, 0, 1, 0}, 3, std::nullopt, "it <b>is</b> long", 12}};
  CHECK(section().find("3 findings in 1 file (1 high, 2 low).") != std::string::npos);
  CHECK(section().find("5 have an answer, 2 of them about an earlier content.") != std::string::npos);
  CHECK(section().find("There is no earlier report to compare with") != std::string::npos);
  CHECK(section().find("line 12: it &lt;b&gt;is&lt;/b&gt; long") != std::string::npos);
  CHECK(section().find("before") == std::string::npos);
  findings.change = app::FindingsChange{{4, 1, 3, 2}, report.made_at};
  CHECK(section().find("Since the report of 2026-11-21: 4 new (1 in files without an answer then), 3 gone, 2 moved to "
                       "another file.") != std::string::npos);
  CHECK(section().find(">before</th>") != std::string::npos);
}

TEST_CASE("paths may be broken after a slash, and keep their end") {
  CHECK(render::path_text("/a/b.rs").markup() == "/<wbr>a/<wbr>b.rs");
  const std::string path = render::path_text(std::string(300, 'x') + "/end.rs").markup();
  CHECK(path.starts_with("…"));
  CHECK(path.ends_with("/<wbr>end.rs"));
}
