// SPDX-License-Identifier: MIT
#include "rustassistant/domain/money.hpp"

#include <catch2/catch.hpp>

using namespace rustassistant;
using namespace rustassistant::domain;

TEST_CASE("money reads in cents where large and in four decimals where small, never as nothing") {
  CHECK(format_usd({0}) == "$0.00");
  CHECK(format_usd({1}) == "$0.0001");
  CHECK(format_usd({4'200'000}) == "$0.0042");
  CHECK(format_usd({4'200'001}) == "$0.0043");
  CHECK(format_usd({999'999'999}) == "$1.0000");
  CHECK(format_usd({1'234'000'000}) == "$1.24");
  CHECK(format_usd({3'000'000'000}) == "$3.00");
  CHECK(format_usd({-4'200'000}) == "-$0.0042");
}

TEST_CASE("machines get every decimal") {
  CHECK(exact_usd({0}) == "0.000000000");
  CHECK(exact_usd({4'200'000}) == "0.004200000");
  CHECK(exact_usd({3'000'000'001}) == "3.000000001");
  CHECK(exact_usd({-1}) == "-0.000000001");
}

TEST_CASE("a cap is shown as it was set") {
  CHECK(format_cap({0}) == "$0.00");
  CHECK(format_cap({10'000}) == "$0.00001");
  CHECK(format_cap({1}) == "$0.000000001");
  CHECK(format_cap({1'000'000}) == "$0.0010");
  CHECK(format_cap({250'000'000}) == "$0.2500");
  CHECK(format_cap({3'000'000'000}) == "$3.00");
  CHECK(format_cap({3'001'500'000}) == "$3.0015");
  CHECK(format_cap({1'000'000'000'000'000}) == "$1000000.00");
}
