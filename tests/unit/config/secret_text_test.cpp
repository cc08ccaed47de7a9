// SPDX-License-Identifier: MIT
#include "rustassistant/config/secret_text.hpp"

#include <catch2/catch.hpp>

using namespace rustassistant;
using config::expanded;
using config::without_credentials;

TEST_CASE("a URL is shown without user, password and parameters") {
  CHECK(without_credentials("postgresql://ann:p@ss@db.example.org:5432/ra?password=x") ==
        "postgresql://db.example.org:5432/ra");
  CHECK(without_credentials("https://cache.example.org/ra/{key}") == "https://cache.example.org/ra/{key}");
  CHECK(without_credentials("${TEAM_URL}") == "${TEAM_URL}");
}

TEST_CASE("variables stand in the place of their names; what lacks is named without the text") {
  const sys::Environment environment(sys::Variables{{"A", "one"}, {"B", "two"}});
  CHECK(expanded("x${A}y${B}", "s", environment) == "xoneytwo");
  CHECK(expanded("plain $A {B}", "s", environment) == "plain $A {B}");
  for (const char* const text : {"hush${C}", "hush${A"}) {
    const auto result = expanded(text, "budget.team.url", environment);
    REQUIRE_FALSE(result);
    CHECK(result.error().code == Errc::config);
    CHECK(result.error().what.find("budget.team.url") != std::string::npos);
    CHECK(result.error().what.find("hush") == std::string::npos);
  }
}
