// SPDX-License-Identifier: MIT
#include "rustassistant/base/quantity.hpp"

#include <catch2/catch.hpp>

using namespace rustassistant;

TEST_CASE("sizes are decimal unless they say otherwise") {
  CHECK(parse_size("500M") == 500'000'000);
  CHECK(parse_size("500 mb") == 500'000'000);
  CHECK(parse_size("500MiB") == 500LL << 20);
  CHECK(parse_size("1024") == 1024);
  CHECK(parse_size("1k") == 1000);
  for (const char* bad : {"", "M", "-1M", "1.5G", "1X", "5000000000T", "1e3"}) CHECK_FALSE(parse_size(bad));
}

TEST_CASE("decimals are exact") {
  CHECK(parse_decimal("3.00", 9) == 3'000'000'000);
  CHECK(parse_decimal("0.000000001", 9) == 1);
  CHECK(parse_decimal("0.75", 2) == 75);
  CHECK(parse_decimal("1000000", 9) == 1'000'000'000'000'000);
  for (const char* bad :
       {"", ".5", "5.", "-1", "+1", "$3", "3,00", "1e3", "nan", "inf", "0.0000000001", "1000001", "1.2.3"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_decimal(bad, 9));
  }
}

TEST_CASE("quantities read well") {
  CHECK(format_size(0) == "0 B");
  CHECK(format_size(999) == "999 B");
  CHECK(format_size(1'450) == "1.4 kB");
  CHECK(format_size(35'280'000) == "35.2 MB");
  CHECK(format_count(0) == "0");
  CHECK(format_count(1'234'567) == "1,234,567");
  CHECK(format_count(-1'234) == "-1,234");
  CHECK(format_duration(420) == "0.4 ms");
  CHECK(format_duration(18'400) == "18 ms");
  CHECK(format_duration(2'340'000) == "2.3 s");
  CHECK(format_duration(65'000'000) == "1 m 05 s");
}

TEST_CASE("ages are read in seconds, minutes, hours, days and weeks") {
  CHECK(parse_age("90s") == 90'000);
  CHECK(parse_age("45m") == 2'700'000);
  CHECK(parse_age("12h") == 43'200'000);
  CHECK(parse_age("30d") == std::int64_t{30} * 86'400'000);
  CHECK(parse_age("8w") == std::int64_t{8} * 604'800'000);
  CHECK(parse_age("0s") == 0);
  for (const char* text : {"", "s", "5", "-1d", "1.5h", "1y", "9223372036854775807w", "5 d"})
    CHECK_FALSE(parse_age(text));
}
