// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "world.hpp"

// What means the same in one command means the same in every other.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;
using Words = std::vector<std::string>;

TEST_CASE("a path that does not exist is reported with the nearest one, by every command") {
  World world;
  world.write("repo/source/main.rs", "fn main() {}\n");
  world.write("repo/archive.zst", "x");
  struct Case {
    Words words;
    int exit_code;
    const char* nearest;
  };
  const std::vector<Case> cases{
      {{"refactor", "analyze", "a.rz"}, 3, "did you mean 'a.rs'?"},
      {{"refactor", "analyze", "sorce"}, 3, "did you mean 'source'?"},
      {{"refactor", "analyze", "--format", "json", "sorce/main.rs"}, 3, "did you mean 'source'?"},
      {{"cache", "why", "a.rz"}, 3, "did you mean 'a.rs'?"},
      {{"cache", "import", "archve.zst"}, 3, "did you mean 'archive.zst'?"},
      {{"budget", "import", "archve.zst"}, 3, "did you mean 'archive.zst'?"},
      {{"restore", "archve.zst"}, 3, "did you mean 'archive.zst'?"},
      {{"cache", "export", "sorce/x.zst"}, 7, "did you mean 'source'?"},
      {{"cache", "status", "--repo", "sorce"}, 2, "did you mean 'source'?"},
      {{"budget", "set", "--repo", "sorce=1"}, 2, "did you mean 'source'?"},
      {{"budget", "unset", "--repo", "sorce"}, 2, "did you mean 'source'?"},
  };
  for (const Case& wrong : cases) {
    const Outcome outcome = world.run(wrong.words);
    INFO(outcome.err);
    CHECK(outcome.exit_code == wrong.exit_code);
    CHECK_THAT(outcome.err, Contains(wrong.nearest));
  }
  CHECK_THAT(world.run({"cache", "why", "/nothing-like-it"}).err, Contains("hint: check the path"));
}

TEST_CASE("what lies in the place of a file is an input that does not fit") {
  World world;
  world.write("repo/source/main.rs", "fn main() {}\n");
  CHECK(world.run({"cache", "why", "source"}).exit_code == 3);
  CHECK(world.run({"config", "init"}).exit_code == 0);
  CHECK(world.run({"config", "init"}).exit_code == 3);
}

TEST_CASE("a repository is named with ~ where no shell expands it") {
  World world;
  world.write("home/project/.git/HEAD", "ref: refs/heads/main\n");
  REQUIRE(world.run({"budget", "set", "--repo=~/project=1"}).exit_code == 0);
  CHECK_THAT(world.budget()["repositories"][0]["repository"]["path"].get<std::string>(), Contains("/home/project"));
  CHECK(world.run({"budget", "unset", "--repo=~/project"}).exit_code == 0);
  CHECK(world.budget()["repositories"].empty());
}

TEST_CASE("the cache shows times in the time zone of the budget") {
  World world;
  REQUIRE(world.analyze().exit_code == 0);
  CHECK_THAT(world.run({"cache", "status"}).out, Contains("Z to "));
  REQUIRE(world.run({"budget", "set", "--timezone", "+05:30"}).exit_code == 0);
  CHECK_THAT(world.run({"cache", "status"}).out, Contains("+05:30 to ") && !Contains("Z\n"));
  CHECK_THAT(world.run({"cache", "why", "a.rs"}).out, Contains("+05:30"));
}

TEST_CASE("entries are cleared by their provider") {
  World world;
  REQUIRE(world.analyze().exit_code == 0);
  const auto cleared = [&](const std::string& provider) {
    return world.run({"cache", "clear", "--provider", provider, "--yes", "--format", "json"}).json()["entries"];
  };
  CHECK(cleared("openai") == 0);
  CHECK(cleared("builtin") == 1);
}

TEST_CASE("a day may be given as an age") {
  World world;
  const auto since = [&](const std::string& age) {
    return world.run({"budget", "history", "--since", age, "--format", "json"}).json()["since"];
  };
  const Json days = world.run({"budget", "history", "--days", "31", "--format", "json"}).json();
  CHECK(since("30d") == days["since"]);
  CHECK(since("1mo") == since("30d"));
  const Outcome unclear = world.run({"budget", "history", "--since", "1m"});
  CHECK(unclear.exit_code == 2);
  CHECK_THAT(unclear.err, Contains("min") && Contains("mo"));
}
