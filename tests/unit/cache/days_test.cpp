// SPDX-License-Identifier: MIT
// What is kept by day, of several repositories at once: sums, ends of periods, and what is forgotten.
#include <string>
#include <vector>

#include "cache_fixture.hpp"

namespace rustassistant::cache {
namespace {

struct DaysFixture : CacheFixture {
  std::unique_ptr<SqliteCache> cache = open();

  DaysFixture() { REQUIRE(cache->put(entry_named("a"), Durability::cheap)); }
  void change(const std::string& sql) const { REQUIRE(connection().execute(sql)); }
  void put(const char* repo, int day, std::int64_t at, const std::vector<FindingCount>& counts) const {
    REQUIRE(cache->put_findings(repo, day, {{at}, "text " + std::to_string(at)}, counts));
  }
  [[nodiscard]] std::string counts(const char* repo, int from, int to) const {
    std::string all;
    const auto found = *cache->finding_counts(repo, from, to);
    for (const FindingCount& one : found)
      all += std::to_string(one.day) + " " + one.kind + " " + std::to_string(one.severity) + " " +
             std::to_string(one.findings) + "; ";
    return all;
  }
  [[nodiscard]] std::string seen(const char* repo, int day) const {
    const auto found = *cache->seen_findings(repo, day);
    return found ? std::to_string(found->at.value) + " " + found->text : "-";
  }
};

std::string told(const LookUps& lookups) {
  return std::to_string(lookups.hits) + " " + std::to_string(lookups.misses) + " " +
         std::to_string(lookups.saved.value);
}

std::string told(const CacheHistory& history) {
  std::string all;
  for (const CacheDay& day : history.days)
    all += std::to_string(day.day) + ": " + told(static_cast<const LookUps&>(day)) + " " + std::to_string(day.stored) +
           " " + (day.kept_bytes ? std::to_string(*day.kept_bytes) : "-") + " " + std::to_string(day.pruned_entries) +
           " " + std::to_string(day.pruned_bytes) + " " + std::to_string(day.pruned_cost.value) + " " +
           std::to_string(day.paid_again) + " " + std::to_string(day.paid_again_cost.value) + "; ";
  all += "| ";
  for (const TypeLookups& type : history.by_type)
    all += std::string(domain::name_of(type.type)) + ": " + told(static_cast<const LookUps&>(type)) + "; ";
  all += "| ";
  for (const RepoLookups& repo : history.by_repo)
    all += repo.repo + ": " + told(static_cast<const LookUps&>(repo)) + "; ";
  all += "|";
  for (const std::int64_t hits : history.hits_by_age) all += " " + std::to_string(hits);
  return all + " | " + std::to_string(history.recorded_since);
}

}  // namespace

TEST_CASE_METHOD(DaysFixture,
                 "findings of a day replace those of that day and repository, and are forgotten after three years") {
  put("0badcafe", 20261101, 1, {{0, "b", 2, 5}, {0, "a", 3, 6}, {0, "a", 1, 7}});
  put("00c0ffee", 20261101, 2, {{0, "a", 1, 8}});
  put("0badcafe", 20261102, 3, {{0, "a", 1, 9}});
  CHECK(counts("0badcafe", 20261101, 20261102) == "20261101 a 1 7; 20261101 a 3 6; 20261101 b 2 5; 20261102 a 1 9; ");
  CHECK(counts("0badcafe", 20261102, 20261102) == "20261102 a 1 9; ");
  CHECK(counts("0badcafe", 20261103, 20261101).empty());
  CHECK(counts("00c0ffee", 0, 99999999) == "20261101 a 1 8; ");
  put("0badcafe", 20261102, 4, {{0, "c", 1, 10}});
  CHECK(counts("0badcafe", 0, 99999999) == "20261101 a 1 7; 20261101 a 3 6; 20261101 b 2 5; 20261102 c 1 10; ");
  CHECK(seen("0badcafe", 20261101) == "-");
  CHECK(seen("0badcafe", 20261102) == "1 text 1");
  CHECK(seen("0badcafe", 20261103) == "4 text 4");
  CHECK(seen("00c0ffee", 20261102) == "2 text 2");
  CHECK(seen("00c0ffee", 20261101) == "-");

  put("0badcafe", 20291101, 5, {{0, "d", 1, 11}});
  CHECK(seen("0badcafe", 20261102) == "-");  // one day before this one is kept
  CHECK(seen("0badcafe", 20291101) == "4 text 4");
  CHECK(seen("0badcafe", 20291102) == "5 text 5");
  CHECK(number("SELECT count(*) FROM findings_seen") == 3);
  CHECK(counts("0badcafe", 0, 99999999) ==
        "20261101 a 1 7; 20261101 a 3 6; 20261101 b 2 5; 20261102 c 1 10; 20291101 d 1 11; ");
  put("0badcafe", 20291102, 6, {});
  CHECK(counts("0badcafe", 0, 99999999) == "20261102 c 1 10; 20291101 d 1 11; ");
  CHECK(counts("00c0ffee", 0, 99999999) == "20261101 a 1 8; ");
  CHECK(seen("00c0ffee", 20261102) == "2 text 2");
}

TEST_CASE_METHOD(DaysFixture, "the history of some days, of all or of one repository, adds up each column") {
  change("DELETE FROM cache_day; DELETE FROM lookup_day; INSERT INTO repo VALUES (9, '')");
  change(
      "INSERT INTO lookup_day (day, type, repo, hits, misses, saved, in_hour, in_day, in_week, in_month, older) VALUES "
      "(1, 0, 195939070, 1, 2, 3, 4, 5, 6, 7, 8), (2, 0, 195939070, 10, 20, 30, 40, 50, 60, 70, 80), "
      "(2, 1, 9, 100, 200, 300, 400, 500, 600, 700, 800), (3, 1, 195939070, 1000, 2000, 3000, 4000, 5000, 6000, 7000, "
      "8000), (4, 0, 9, 9, 9, 9, 9, 9, 9, 9, 9)");
  change(
      "INSERT INTO cache_day VALUES (1, 1, 1, 1, 1, 1, 1, 1), (2, 11, 12, 13, 14, 15, 16, 17), (3, 21, NULL, 23, 24, "
      "25, 26, 27), (4, 1, 1, 1, 1, 1, 1, 1)");
  const std::string stored_2 = " 11 12 13 14 15 16 17; ";
  const std::string stored_3 = " 21 - 23 24 25 26 27; ";
  CHECK(told(*cache->history(2, 3)) == "2: 110 220 330" + stored_2 + "3: 1000 2000 3000" + stored_3 +
                                           "| refactor: 10 20 30; docs: 1100 2200 3300; | 00000009: 100 200 300; "
                                           "/home/someone/project: 1010 2020 3030; | "
                                           "4440 5550 6660 7770 8880 | 1");
  CHECK(told(*cache->history(2, 3, "00000009")) ==
        "2: 100 200 300" + stored_2 + "3: 0 0 0" + stored_3 +
            "| docs: 100 200 300; | 00000009: 100 200 300; | 400 500 600 700 800 | 1");
  CHECK(told(*cache->history(5, 9)) == "| | | 0 0 0 0 0 | 1");
}

TEST_CASE_METHOD(DaysFixture, "what a team's store gave and got adds up, by day and in all") {
  REQUIRE(cache->add_team_day(1, {1, 2, 3, 4}));
  REQUIRE(cache->add_team_day(1, {10, 20, 30, 40}));
  REQUIRE(cache->add_team_day(2, {100, 200, 300, 400}));
  CHECK(number("SELECT hits + misses * 1000 + rejected * 1000000 + stored * 1000000000 FROM team_day WHERE day = 1") ==
        44'033'022'011);
  const auto standing = *cache->team_standing();
  CHECK(standing.sums.hits == 111);
  CHECK(standing.sums.misses == 222);
  CHECK(standing.sums.rejected == 333);
  CHECK(standing.sums.stored == 444);
}

}  // namespace rustassistant::cache
