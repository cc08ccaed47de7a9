// SPDX-License-Identifier: MIT
#include "rustassistant/codec/json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace rustassistant;
using codec::parse_json;

TEST_CASE("one valid document is read") {
  const auto json = parse_json(R"({"a": [1, "x", null]} )");
  REQUIRE(json);
  CHECK((*json)["a"].size() == 3);
}

TEST_CASE("whatever is not one valid document is refused") {
  for (const char* bad : {"", "{", "{} {}", "[1,]", "nul", "\"\xFF\"", "1e999", "{\"a\":}", "// x\n1"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_json(bad));
  }
}

TEST_CASE("size and nesting are bounded before anything is built") {
  CHECK(parse_json(std::string(128, '[') + std::string(128, ']')));
  CHECK_FALSE(parse_json(std::string(129, '[') + std::string(129, ']')));
  CHECK_FALSE(parse_json(std::string(1'000'000, '[')));
  CHECK(parse_json("\"" + std::string(200, '[') + "\""));  // brackets in a string do not nest
  CHECK(parse_json(R"(["\"[[", "\\"])", {100, 1}));
  CHECK_FALSE(parse_json("[1,2,3]", {3, 128}));
}

TEST_CASE("malformed UTF-8 is written as the replacement character") {
  CHECK(codec::dump_json(nlohmann::json("a\xFF"), codec::JsonStyle::compact) == "\"a\xEF\xBF\xBD\"");
}
