// SPDX-License-Identifier: MIT
// Rules of time zones and dates on both sides of each of their bounds.
#include <catch2/catch.hpp>
#include <string>

#include "rustassistant/base/time_text.hpp"
#include "rustassistant/base/time_zone.hpp"

using namespace rustassistant;

namespace {

// The offset at an instant in seconds; 999'999 where the rule is none.
int offset_at(const std::string& rule, const char* instant = "2026-01-01T00:00:00Z") {
  const auto zone = TimeZone::parse(rule);
  return zone ? zone->offset_seconds(*parse_rfc3339(instant)) : 999'999;
}

constexpr int kNone = 999'999;

// Whether daylight time has begun at some moment, by a rule for its begin that
// ends on 31 December.
bool has_begun(const std::string& begin, const char* instant) {
  const int offset = offset_at("AAA0BBB," + begin + ",J365/23", instant);
  REQUIRE((offset == 0 || offset == 3'600));
  return offset == 3'600;
}

}  // namespace

TEST_CASE("offsets have six characters and fourteen hours at most") {
  struct Row {
    const char* rule;
    int seconds;
  };
  for (const Row& row :
       {Row{"UTC", 0}, Row{"+00:00", 0}, Row{"+14:59", 53'940}, Row{"-14:59", -53'940}, Row{"+15:00", kNone},
        Row{"+02:59", 10'740}, Row{"+02:60", kNone}, Row{"-00:30", -1'800}, Row{"+2:000", kNone}, Row{"+02-00", kNone},
        Row{"+02:0:", kNone}, Row{"+02:0", kNone}, Row{"02:000", kNone}, Row{"+0a:00", kNone}, Row{"+02:0a", kNone},
        Row{"-02:00x", kNone}, Row{"*02:00", kNone}}) {
    CAPTURE(row.rule);
    CHECK(offset_at(row.rule) == row.seconds);
  }
}

TEST_CASE("a zone without daylight time has a name and an offset of a day at most") {
  struct Row {
    const char* rule;
    int seconds;
  };
  for (const Row& row :
       {Row{"ABC0", 0},        Row{"ABCDEFG1", -3'600},  Row{"ABC24", -86'400},     Row{"ABC24:59:59", -89'999},
        Row{"ABC25", kNone},   Row{"ABC+1", -3'600},     Row{"ABC-1:02:03", 3'723}, Row{"ABC1:60", kNone},
        Row{"ABC1:", kNone},   Row{"ABC1:2:3:4", kNone}, Row{"ABC-+1", kNone},      Row{"ABC00001", kNone},
        Row{"AB1", kNone},     Row{"AB21", kNone},       Row{"A-B1", kNone},        Row{"<A-2>1", -3'600},
        Row{"<A+2>1", -3'600}, Row{"<A2>1", kNone},      Row{"<A_2>1", kNone},      Row{"<ABC1", kNone},
        Row{"ABC>1", kNone}}) {
    CAPTURE(row.rule);
    CHECK(offset_at(row.rule) == row.seconds);
  }
}

TEST_CASE("each number of a change of clocks has its range") {
  const auto is_rule = [](const std::string& change) {
    const bool as_begin = offset_at("AAA0BBB," + change + ",J300") != kNone;
    const bool as_end = offset_at("AAA0BBB,J100," + change) != kNone;
    CHECK(as_begin == as_end);
    return as_begin;
  };
  for (const char* change :
       {"M1.1.0", "M12.5.6", "J1", "J365", "0", "365", "M1.1.0/167", "M1.1.0/-167:59:59", "J1/0"}) {
    CAPTURE(change);
    CHECK(is_rule(change));
  }
  for (const char* change :
       {"M0.1.0", "M13.1.0", "M1.0.0", "M1.6.0", "M1.1.7", "M1.1", "M1",         "M",       "M1-1.0",  "M1.1-0",
        "J0",     "J366",    "J",      "366",    "-1",     "",     "M1.1.0/168", "M1.1.0/", "M1.1.0x", "K1"}) {
    CAPTURE(change);
    CHECK_FALSE(is_rule(change));
  }
  CHECK(offset_at("AAA0BBB;J100,J300") == kNone);
  CHECK(offset_at("AAA0BB,J100,J300") == kNone);
  CHECK(offset_at("AAA0BBB,J100;J300") == kNone);
  CHECK(offset_at("AAA0BBB25,J100,J300") == kNone);
  CHECK(offset_at("AAA0BBB24,J1/0,J365", "2026-06-01T00:00:00Z") == -86'400);
  CHECK(offset_at("AAA3BBB,J1/0,J365", "2026-06-01T00:00:00Z") == -7'200);
}

TEST_CASE("a change falls on its day of the year or month, and to its second") {
  struct Row {
    const char* begin;
    const char* last_before;
    const char* first;
  };
  for (const Row& row : {
           Row{"J1", "2026-01-01T01:59:59Z", "2026-01-01T02:00:00Z"},
           Row{"J59/0", "2026-02-27T23:59:59Z", "2026-02-28T00:00:00Z"},
           Row{"J60/0", "2026-02-28T23:59:59Z", "2026-03-01T00:00:00Z"},
           Row{"J59/0", "2028-02-27T23:59:59Z", "2028-02-28T00:00:00Z"},
           Row{"J60/0", "2028-02-29T23:59:59Z", "2028-03-01T00:00:00Z"},
           Row{"59/0", "2026-02-28T23:59:59Z", "2026-03-01T00:00:00Z"},
           Row{"59/0", "2028-02-28T23:59:59Z", "2028-02-29T00:00:00Z"},
           Row{"0/1:02:03", "2026-01-01T01:02:02Z", "2026-01-01T01:02:03Z"},
           Row{"31/-1", "2026-01-31T22:59:59Z", "2026-01-31T23:00:00Z"},
           Row{"M3.1.0", "2026-03-01T01:59:59Z", "2026-03-01T02:00:00Z"},
           Row{"M3.4.0", "2026-03-22T01:59:59Z", "2026-03-22T02:00:00Z"},
           Row{"M3.5.0", "2026-03-29T01:59:59Z", "2026-03-29T02:00:00Z"},
           Row{"M2.5.6", "2026-02-28T01:59:59Z", "2026-02-28T02:00:00Z"},
           Row{"M2.5.1/24", "2026-02-23T23:59:59Z", "2026-02-24T00:00:00Z"},
       }) {
    CAPTURE(row.begin);
    CHECK_FALSE(has_begun(row.begin, row.last_before));
    CHECK(has_begun(row.begin, row.first));
  }
}

TEST_CASE("dates from 1970 to 9999 are read and written, and no others") {
  CHECK(parse_day("1970-01-01") == 19700101);
  CHECK(parse_day("9999-12-31") == 99991231);
  CHECK(parse_day("2028-02-29") == 20280229);
  for (const char* bad : {"1969-12-31", "2026-00-01", "2026-01-00", "2026-01-32", "2026-04-31", "2026-1-001",
                          "2026-01/01", "2026/01-01", "20260-1-01", "2026-01-1 ", "2026-01-011"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_day(bad));
  }
  CHECK(day_text(20261121) == "2026-11-21");
  CHECK(day_text(9990102) == "0999-01-02");
  CHECK(month_text(202611) == "2026-11");
  CHECK(month_text(99901) == "0999-01");
  CHECK(days_since_1970(19691231) == -1);
  CHECK(days_since_1970(19710101) == 365);
  CHECK(first_of_month(202611) == 20261101);
  CHECK(first_of_month(202601, -1) == 20251201);
  CHECK(first_of_month(202601, 24) == 20280101);
  CHECK(plus_days(20261121, 0) == 20261121);
}

TEST_CASE("an instant before 1970 belongs to the second that it is in") {
  const TimeZone utc;
  CHECK(utc.day_of({0}) == 19700101);
  CHECK(utc.day_of({-1}) == 19691231);
  CHECK(utc.day_of({-86'400'000}) == 19691231);
  CHECK(utc.day_of({-86'400'001}) == 19691230);
  CHECK(utc.day_of({999}) == 19700101);
  CHECK(utc.month_of({-1}) == 196912);
  CHECK(utc.start_of_day(19700102).value == 86'400'000);
  CHECK(TimeZone::parse("+01:00")->start_of_day(19700102).value == 86'400'000 - 3'600'000);
}
