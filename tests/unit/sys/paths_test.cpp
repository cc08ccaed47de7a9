// SPDX-License-Identifier: MIT
#include "rustassistant/sys/paths.hpp"

#include <catch2/catch.hpp>

namespace rustassistant::sys {

TEST_CASE("the folder of a path is what stands before its last slash") {
  CHECK(folder_of("/a/b/c.db") == "/a/b");
  CHECK(folder_of("b/c.db") == "b");
  CHECK(folder_of("c.db") == ".");
  CHECK(folder_of("/c.db") == "/");
}

}  // namespace rustassistant::sys
