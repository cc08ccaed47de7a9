// SPDX-License-Identifier: MIT
#include "rustassistant/http/resolver.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>

using rustassistant::http::resolve;
using namespace std::chrono_literals;

TEST_CASE("an address is its own, and localhost is this machine") {
  CHECK(resolve("10.1.2.3", 1s) == std::vector<std::string>{"10.1.2.3"});
  CHECK(resolve("fe80::1", 1s) == std::vector<std::string>{"fe80::1"});
  const auto local = resolve("localhost", 10s);
  REQUIRE(local);
  CHECK(std::all_of(local->begin(), local->end(),
                    [](const std::string& address) { return address == "127.0.0.1" || address == "::1"; }));
}

TEST_CASE("a name that cannot be, and a stop, end in a sentence") {
  const auto none = resolve(std::string(300, 'a'), 10s);
  REQUIRE_FALSE(none);
  CHECK(none.error().find("cannot resolve") == 0);
  const auto stopped = resolve("db.test.invalid", 10s, [] { return true; });
  REQUIRE_FALSE(stopped);
}
