// SPDX-License-Identifier: MIT
#include "template.hpp"

#include <array>
#include <catch2/catch.hpp>

using namespace rustassistant::llm;

TEST_CASE("names are replaced, values are not searched, unknown names stay") {
  const std::array<Replacement, 2> replacements{{{"a", "{{b}}"}, {"b", "2"}}};
  CHECK(fill_template("", replacements).empty());
  CHECK(fill_template("x {{a}} y {{b}}{{b}}", replacements) == "x {{b}} y 22");
  CHECK(fill_template("{{c}} {{b", replacements) == "{{c}} {{b");
}
