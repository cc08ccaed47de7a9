// SPDX-License-Identifier: MIT
#include "rustassistant/http/date.hpp"

#include <catch2/catch.hpp>

using namespace rustassistant;
using http::parse_date;

TEST_CASE("a date of HTTP is an instant") {
  CHECK(parse_date("Sun, 06 Nov 1994 08:49:37 GMT") == UnixMillis{784'111'777'000});
  CHECK(parse_date("Thu, 01 Jan 1970 00:00:00 GMT") == UnixMillis{0});
  CHECK(parse_date("Thu, 29 Feb 2024 23:59:59 GMT") == UnixMillis{1'709'251'199'000});
  CHECK(parse_date("Fri, 31 Dec 9999 23:59:59 GMT") == UnixMillis{253'402'300'799'000});
}

TEST_CASE("what is no date of HTTP is none") {
  for (const char* text :
       {"", "soon", "now", "20260101", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 06 Nov 1994 08:49:37 +0200", "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:00 GMT",
        "Sun, 06 Nov 1994 08:49:61 GMT", "Sun, 06 Nov 1994 08:49 GMT", "Sun, 06 Nov 1994 -1:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 32 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nix 1994 08:49:37 GMT", "Nov, 06 Sun 1994 08:49:37 GMT x", "Sunday, 06-Nov-94 08:49:37 GMT",
        "Mon, 01 Jan 1900 00:00:00 GMT"}) {
    INFO(text);
    CHECK_FALSE(parse_date(text));
  }
}
