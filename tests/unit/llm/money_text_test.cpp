// SPDX-License-Identifier: MIT
#include "money_text.hpp"

#include <catch2/catch.hpp>

using namespace rustassistant;
using rustassistant::llm::parse_usd;

TEST_CASE("dollars become nano-dollars, rounded up once") {
  CHECK(parse_usd("0", 0) == NanoUsd{0});
  CHECK(parse_usd("0.0", 0) == NanoUsd{0});
  CHECK(parse_usd("1", 0) == NanoUsd{1'000'000'000});
  CHECK(parse_usd("0.00042", 0) == NanoUsd{420'000});
  CHECK(parse_usd("4.2e-4", 0) == NanoUsd{420'000});
  CHECK(parse_usd("1.5E+1", 0) == NanoUsd{15'000'000'000});
  CHECK(parse_usd("0.0000000001", 0) == NanoUsd{1});
  CHECK(parse_usd("0.0000000011", 0) == NanoUsd{2});
  CHECK(parse_usd("0.1234567891", 0) == NanoUsd{123'456'790});
  CHECK(parse_usd("1e-30", 0) == NanoUsd{1});
}

TEST_CASE("ticks of 1e-10 dollars become nano-dollars") {
  CHECK(parse_usd("37756000", 10) == NanoUsd{3'775'600});
  CHECK(parse_usd("1", 10) == NanoUsd{1});
  CHECK(parse_usd("11", 10) == NanoUsd{2});
}

TEST_CASE("what is no amount of money is nothing") {
  for (const char* text : {"", ".", "-1", "-0.0", "abc", "1.2.3", "1e", "1e99", "1e-99", "nan", "1,5", "0x1", "1000001",
                           "12345678901234567890", "1e30"}) {
    INFO(text);
    CHECK_FALSE(parse_usd(text, 0));
  }
}
