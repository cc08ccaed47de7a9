// SPDX-License-Identifier: MIT
#include "rustassistant/sys/environment.hpp"

#include <catch2/catch.hpp>

namespace rustassistant::sys {

TEST_CASE("~ at the beginning of a path is the home folder, and nothing else is") {
  const Environment environment(Variables{{"HOME", "/home/ann"}});
  CHECK(home_expanded("~", environment) == "/home/ann");
  CHECK(home_expanded("~/x/~", environment) == "/home/ann/x/~");
  for (const char* same : {"", "x", "/~/x", "~bob/x", "./~/x"}) CHECK(home_expanded(same, environment) == same);
  CHECK(home_expanded("~/x", Environment()) == "~/x");
}

TEST_CASE("variables are listed by what they begin with, unless they are empty") {
  const Environment environment(Variables{{"A_1", "x"}, {"A_2", ""}, {"A_3", "y"}, {"B", "z"}});
  CHECK(environment.names_with_prefix("A_") == std::vector<std::string>{"A_1", "A_3"});
}

}  // namespace rustassistant::sys
