// SPDX-License-Identifier: MIT
#include "rustassistant/config/places.hpp"

#include <catch2/catch.hpp>

#include "support/temporary_folder.hpp"

using namespace rustassistant;

TEST_CASE("a repository is the nearest folder that holds .git or .rustassistant, but not the user's home") {
  const test::TemporaryFolder folder;
  const std::string root = folder.path().string();
  folder.write("repo/.git/HEAD", "");
  folder.write("repo/src/deep/a.rs", "");
  folder.write("own/.rustassistant/config.toml", "");
  folder.write("own/src/a.rs", "");
  CHECK(config::repository_root(root + "/repo/src/deep", {}) == root + "/repo");
  CHECK(config::repository_root(root + "/own/src", {}) == root + "/own");
  CHECK(config::repository_root(root + "/own/src", root + "/own/.rustassistant") == root + "/own/src");
}

TEST_CASE("the home folder is RUSTASSISTANT_HOME, else in HOME, else nowhere") {
  CHECK(config::home_folder(sys::Environment(sys::Variables{{"RUSTASSISTANT_HOME", "/r"}, {"HOME", "/h"}})) == "/r");
  CHECK(config::home_folder(sys::Environment(sys::Variables{{"RUSTASSISTANT_HOME", ""}, {"HOME", "/h"}})) ==
        "/h/.rustassistant");
  CHECK_FALSE(config::home_folder(sys::Environment()));
}

TEST_CASE("the user's own folder may be named by ~") {
  CHECK(config::home_folder(sys::Environment(sys::Variables{{"HOME", "/home/ann"}, {"RUSTASSISTANT_HOME", "~/.ra"}})) ==
        "/home/ann/.ra");
}
