// SPDX-License-Identifier: MIT
#include "rustassistant/base/time_text.hpp"

#include <catch2/catch.hpp>

using namespace rustassistant;

TEST_CASE("instants are written as RFC 3339 in UTC") {
  CHECK(to_rfc3339({0}) == "1970-01-01T00:00:00Z");
  CHECK(to_rfc3339({1'795'262'400'999}) == "2026-11-21T12:00:00Z");
  CHECK(to_rfc3339({-1}) == "1969-12-31T23:59:59Z");
}

TEST_CASE("an offset from UTC is told with the local time") {
  CHECK(to_rfc3339({1'795'262'400'999}, 7'200) == "2026-11-21T14:00:00+02:00");
  CHECK(to_rfc3339({1'795'262'400'999}, -12'600) == "2026-11-21T08:30:00-03:30");
}

TEST_CASE("days and months are those of UTC") {
  constexpr UnixMillis kLastOfMonth{1'798'761'599'999};  // 2026-12-31T23:59:59.999Z
  CHECK(utc_day(kLastOfMonth) == 20261231);
  CHECK(utc_month(kLastOfMonth) == 202612);
  CHECK(utc_day({kLastOfMonth.value + 1}) == 20270101);
}

TEST_CASE("RFC 3339 is read with fractions and offsets") {
  CHECK(parse_rfc3339("1970-01-01T00:00:00Z")->value == 0);
  CHECK(parse_rfc3339("2026-02-04T03:12:42.813401651+00:00")->value == 1'770'174'762'813);
  CHECK(parse_rfc3339("2026-02-04 05:12:42.8+02:00")->value == 1'770'174'762'800);
  CHECK(parse_rfc3339("2026-02-04T03:12:42")->value == 1'770'174'762'000);
  CHECK(parse_rfc3339("1969-12-31T23:59:59.500Z")->value == -500);
  for (const char* text : {"", "2026-02-30T00:00:00Z", "2026-2-4T00:00:00Z", "2026-02-04", "2026-02-04T25:00:00Z",
                           "2026-02-04T03:12:42.Z", "2026-02-04T03:12:42Zx", "2026-02-04T03:12:42+2:00", "now"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_rfc3339(text));
  }
}
