// SPDX-License-Identifier: MIT
#include "rustassistant/base/time_zone.hpp"

#include <catch2/catch.hpp>
#include <cstdint>
#include <string>

#include "rustassistant/base/time_text.hpp"

using namespace rustassistant;

namespace {

constexpr std::int64_t kHour = 3'600'000;
constexpr const char* kBerlin = "CET-1CEST,M3.5.0,M10.5.0/3";

TimeZone zone(const char* text) {
  const auto parsed = TimeZone::parse(text);
  CAPTURE(text);
  REQUIRE(parsed);
  return *parsed;
}

std::string start_of(const char* rule, int day) {
  return to_rfc3339(zone(rule).start_of_day(day));
}

// An instant in UTC on a day, at an hour.
UnixMillis at(int day, int hour) {
  return {TimeZone().start_of_day(day).value + hour * kHour};
}

}  // namespace

TEST_CASE("UTC and fixed offsets divide time into days") {
  CHECK(TimeZone().day_of(at(20261130, 23)) == 20261130);
  CHECK(zone("+02:00").day_of(at(20261130, 23)) == 20261201);
  CHECK(zone("+02:00").month_of(at(20261130, 23)) == 202612);
  CHECK(zone("-05:30").day_of(at(20261201, 5)) == 20261130);
  CHECK(start_of("+02:00", 20261201) == "2026-11-30T22:00:00Z");
  CHECK(TimeZone().day_of({-1}) == 19691231);
}

TEST_CASE("clocks change at the instants that the rule names") {
  const TimeZone berlin = zone(kBerlin);  // in 2026: forward on 29 March at 1:00 UTC, back on 25 October at 1:00 UTC
  CHECK(berlin.offset_seconds({at(20260329, 1).value - 1}) == 3'600);
  CHECK(berlin.offset_seconds(at(20260329, 1)) == 7'200);
  CHECK(berlin.offset_seconds({at(20261025, 1).value - 1}) == 7'200);
  CHECK(berlin.offset_seconds(at(20261025, 1)) == 3'600);
  CHECK(start_of(kBerlin, 20260401) == "2026-03-31T22:00:00Z");
  CHECK(start_of(kBerlin, 20261101) == "2026-10-31T23:00:00Z");
}

TEST_CASE("south of the equator daylight time spans the new year") {
  const TimeZone sydney = zone("AEST-10AEDT,M10.1.0,M4.1.0/3");
  CHECK(sydney.offset_seconds(at(20260101, 0)) == 11 * 3'600);
  CHECK(sydney.offset_seconds(at(20260701, 0)) == 10 * 3'600);
}

TEST_CASE("every form of rule is understood") {
  CHECK(zone("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0").offset_seconds(at(20260701, 0)) == 37'800);
  CHECK(zone("<-03>3").offset_seconds(at(20260701, 0)) == -10'800);
  CHECK(zone("IST-1GMT0,M10.5.0,M3.5.0/1").offset_seconds(at(20260101, 0)) == 0);
  CHECK(zone("IST-1GMT0,M10.5.0,M3.5.0/1").offset_seconds(at(20260701, 0)) == 3'600);
  CHECK(zone("EET-2EEST,M3.4.4/50,M10.4.4/50").offset_seconds(at(20260701, 0)) == 10'800);
  CHECK(zone("AAA3BBB,J60/0,J300/0").offset_seconds(at(20280301, 4)) == -7'200);  // J60 is 1 March in leap years, too
  CHECK(zone("AAA3BBB,J60/0,J300/0").offset_seconds(at(20280229, 12)) == -10'800);
  CHECK(zone("AAA3BBB,59/0,300/0").offset_seconds(at(20280229, 12)) == -7'200);
}

TEST_CASE("a day that begins with a gap begins when the clocks have changed") {
  constexpr const char* kAtMidnight = "AAA4BBB,M9.1.0/0,M4.1.0/0";  // forward at 0:00 on 6 September 2026
  CHECK(start_of(kAtMidnight, 20260906) == "2026-09-06T04:00:00Z");
  CHECK(zone(kAtMidnight).day_of({at(20260906, 4).value - 1}) == 20260905);
}

TEST_CASE("a day's start is its first instant, in every zone and all year") {
  for (const char* rule : {"UTC", "+14:00", "-11:45", kBerlin, "EST5EDT,M3.2.0,M11.1.0", "AAA4BBB,M9.1.0/0,M4.1.0/0",
                           "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"}) {
    const TimeZone where = zone(rule);
    for (int day = 20260101; day <= 20270110; day = plus_days(day, 1)) {
      CAPTURE(rule, day);
      const UnixMillis start = where.start_of_day(day);
      REQUIRE(where.day_of(start) == day);
      REQUIRE(where.day_of({start.value - 1}) == plus_days(day, -1));
    }
  }
}

TEST_CASE("what is no zone is refused") {
  for (const char* text : {"", "utc", "+2", "+25:00", "02:00", "+02:60", "+02:00x", "CET", "CET-1CEST", "CE-1",
                           "CET-99", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.5.0,M10.5.0/3x",
                           "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,366,1", "Europe/Berlin", "<+1", "CET-1CEST,,"}) {
    CAPTURE(text);
    CHECK_FALSE(TimeZone::parse(text));
  }
}

TEST_CASE("dates are read, and moved by days and months") {
  CHECK(parse_day("2026-11-21") == 20261121);
  for (const char* text :
       {"2026-02-29", "2026-13-01", "2026-1-01", "26-01-01", "2026/01/01", "2026-01-01 ", "", "abcd-ef-gh"})
    CHECK_FALSE(parse_day(text));
  CHECK(plus_days(20261130, 1) == 20261201);
  CHECK(days_since_1970(19700101) == 0);
  CHECK(days_since_1970(20261130) == 20787);
  CHECK(plus_days(20280301, -1) == 20280229);
  CHECK(first_of_month(202612, 1) == 20270101);
  CHECK(first_of_month(202601, -2) == 20251101);
}
