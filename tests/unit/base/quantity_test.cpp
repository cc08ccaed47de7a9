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
  CHECK(parse_size("1.5G") == 1'500'000'000);
  CHECK(parse_size("0.125 MiB") == 131'072);
  for (const char* bad : {"", "M", "-1M", "1.5", "1.5B", ".5G", "1.G", "1.2.3G", "1.2345G", "1X", "5000000000T", "1e3"})
    CHECK_FALSE(parse_size(bad));
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

TEST_CASE("ages are read from seconds to years") {
  constexpr std::int64_t kDay = 86'400'000;
  CHECK(*parse_age("90s") == 90'000);
  CHECK(*parse_age("45min") == 2'700'000);
  CHECK(*parse_age("12h") == 43'200'000);
  CHECK(*parse_age("30d") == 30 * kDay);
  CHECK(*parse_age("8w") == 56 * kDay);
  CHECK(*parse_age("3mo") == 90 * kDay);
  CHECK(*parse_age("1y") == 365 * kDay);
  CHECK(*parse_age("0s") == 0);
  CHECK(*parse_age("100y") == 36'500 * kDay);
  for (const char* text :
       {"", "d", "30", "-1d", "1.5d", "30D", "d30", "30 d", "101y", "99999999999999999999d", "1M", "mo"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_age(text));
  }
}

TEST_CASE("an age in m alone is refused with both readings") {
  const auto age = parse_age("5m");
  REQUIRE_FALSE(age);
  CHECK(age.error().code == Errc::usage);
  CHECK(age.error().hint == "write 5min or 5mo");
}

TEST_CASE("a share is read as percent, with or without a sign, and as a fraction") {
  CHECK(parse_percent("75") == 75);
  CHECK(parse_percent("75%") == 75);
  CHECK(parse_percent("75 %") == 75);
  CHECK(parse_percent("0.75") == 75);
  CHECK(parse_percent("0.7") == 70);
  CHECK(parse_percent("0") == 0);
  CHECK(parse_percent("1") == 1);
  CHECK(parse_percent("1.0") == 100);
  CHECK(parse_percent("100") == 100);
  for (const char* text : {"", "%", "101", "101%", "1.01", "0.755", "0.75%", "-1", "75 per cent", "abc", "75.0"}) {
    CAPTURE(text);
    CHECK(parse_percent(text) == std::nullopt);
  }
}
