// SPDX-License-Identifier: MIT
#include "rustassistant/app/history.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace rustassistant::app {
namespace {

using ledger::Grouping;

cache::CacheHistory known() {
  cache::CacheHistory history;
  for (const int day : {20'260'930, 20'261'101, 20'261'102, 20'261'108}) {
    cache::CacheDay one;
    one.day = day;
    one.hits = day % 100;
    one.misses = 1;
    one.saved = {1000};
    history.days.push_back(one);
  }
  history.by_type = {{{40, 3, {4000}}, domain::AnalysisType::refactor}, {{1, 1, {}}, domain::AnalysisType::docs}};
  history.by_repo = {{{41, 4, {4000}}, "/p"}};
  return history;
}

HistoryRow row(const std::string& key, std::int64_t calls) {
  HistoryRow made;
  made.key = key;
  made.calls = calls;
  return made;
}

// "key calls hits misses", of each row.
std::vector<std::string> told(Grouping by, std::vector<HistoryRow> rows, std::int64_t top = 0) {
  History history;
  history.rows = std::move(rows);
  ledger::HistoryQuery query;
  query.by = by;
  query.top = top;
  add_lookups(known(), query, history);
  REQUIRE(history.total.looked_up);
  CHECK(history.total.looked_up->hits == 41);
  CHECK(history.total.looked_up->misses == 4);
  if (history.others) history.rows.push_back(*history.others);
  std::vector<std::string> lines;
  for (const HistoryRow& one : history.rows) {
    lines.push_back(one.key + " " + std::to_string(one.calls));
    if (one.looked_up)
      lines.back() += " " + std::to_string(one.looked_up->hits) + " " + std::to_string(one.looked_up->misses);
  }
  return lines;
}
using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("look-ups are added to days, weeks and months, in the order of time") {
  CHECK(told(Grouping::day, {row("2026-11-01", 5), row("2026-11-03", 6)}) ==
        Lines{"2026-09-30 0 30 1", "2026-11-01 5 1 1", "2026-11-02 0 2 1", "2026-11-03 6 0 0", "2026-11-08 0 8 1"});
  CHECK(told(Grouping::week, {row("2026-11-02", 5)}) ==
        Lines{"2026-09-28 0 30 1", "2026-10-26 0 1 1", "2026-11-02 5 10 2"});
  CHECK(told(Grouping::month, {row("2026-11", 5)}) == Lines{"2026-09 0 30 1", "2026-11 5 11 3"});
}

TEST_CASE("look-ups are added to types and repositories") {
  CHECK(told(Grouping::type, {row("refactor", 5)}) == Lines{"refactor 5 40 3", "docs 0 1 1"});
  CHECK(told(Grouping::repo, {row("/q", 5)}) == Lines{"/q 5 0 0", "/p 0 41 4"});
}

TEST_CASE("of groups that the top left out, look-ups are among the others") {
  CHECK(told(Grouping::type, {row("refactor", 5)}, 1) == Lines{"refactor 5 40 3", " 0 1 1"});
}

TEST_CASE("by other groups than those, look-ups are not known") {
  for (const Grouping by : {Grouping::model, Grouping::provider, Grouping::extension, Grouping::file})
    CHECK(told(by, {row("x", 5)}) == Lines{"x 5"});
}

}  // namespace rustassistant::app
