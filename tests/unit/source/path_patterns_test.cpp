// SPDX-License-Identifier: MIT
#include "rustassistant/source/path_patterns.hpp"

#include <catch2/catch.hpp>

using namespace rustassistant::source;

TEST_CASE("patterns fit paths and all that lies in folders they fit") {
  const auto tests = path_matcher({"tests"});
  CHECK(tests("tests/a.rs"));
  CHECK(tests("crate/tests/deep/a.rs"));
  CHECK_FALSE(tests("src/tests.rs"));
  const auto top = path_matcher({"/src"});
  CHECK(top("src/a.rs"));
  CHECK_FALSE(top("crate/src/a.rs"));
  CHECK(path_matcher({"./src"})("src/a.rs"));
  CHECK(path_matcher({"src/**"})("src/deep/a.rs"));
  CHECK(path_matcher({"*.rs"})("deep/a.rs"));
  CHECK_FALSE(path_matcher({"*.rs"})("deep/a.rsx"));
}

TEST_CASE("the last pattern that fits decides, and without patterns nothing fits") {
  const auto but_one = path_matcher({"*.rs", "!main.rs"});
  CHECK(but_one("src/lib.rs"));
  CHECK_FALSE(but_one("src/main.rs"));
  CHECK_FALSE(path_matcher({})("src/main.rs"));
}
