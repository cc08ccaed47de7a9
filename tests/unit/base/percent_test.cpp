// SPDX-License-Identifier: MIT
#include "rustassistant/base/percent.hpp"

#include <catch2/catch.hpp>

using namespace rustassistant;

TEST_CASE("percent encoding keeps what is told to stay and nothing else") {
  const auto stays = [](char c) { return c == 'a' || c == '/'; };
  CHECK(percent_encoded("a/b %", stays) == "a/%62%20%25");
  CHECK(percent_encoded("\xff", stays) == "%FF");
}
