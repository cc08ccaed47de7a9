// SPDX-License-Identifier: MIT
#include "rustassistant/sys/nearest_path.hpp"

#include <catch2/catch.hpp>
#include <cerrno>

#include "support/temporary_folder.hpp"

namespace rustassistant::sys {

TEST_CASE("a mistyped path leads to the nearest one that exists, in any of its parts") {
  const test::TemporaryFolder folder;
  folder.write("project/source/main.rs", "");
  folder.write("project/README.md", "");
  const std::string root = folder.path().string();
  CHECK(nearest_path(root + "/project/source/mian.rs") == root + "/project/source/main.rs");
  CHECK(nearest_path(root + "/project/sorce/main.rs") == root + "/project/source/main.rs");
  CHECK(nearest_path(root + "/project/sorce/other.rs") == root + "/project/source");
  CHECK_FALSE(nearest_path(root + "/project/nothing-like-it"));
  CHECK(nearest_path(root + "/projcet") == root + "/project");
  CHECK(nearest_path("/nope-x/a", {"/nope-y/a"}) == "/nope-y/a");
}

TEST_CASE("the hint about a path says what to do") {
  const test::TemporaryFolder folder;
  const std::string file = folder.write("main.rs", "");
  CHECK(hint_for_path(folder.path().string() + "/mian.rs", ENOENT) == "did you mean '" + file + "'?");
  CHECK(hint_for_path("/nothing-like-it", ENOENT) == "check the path");
  CHECK(hint_for_path(file, EACCES) == "check its permissions, and those of the folders above it");
  CHECK(hint_for_path(file, EIO).empty());
}

}  // namespace rustassistant::sys
