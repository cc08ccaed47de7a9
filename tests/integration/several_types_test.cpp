// SPDX-License-Identifier: MIT
// What is kept of a repository that several analysis types review: one baseline, and comments with the kinds of all.
#include <catch2/catch.hpp>
#include <filesystem>

#include "world.hpp"

using namespace rustassistant;
using Catch::Matchers::Contains;
using test::World;

namespace {

// A function with six parameters: one finding.
std::string crowded(const std::string& name) {
  return "int " + name + "(int a, int b, int c, int d, int e, int f) {\n  return a + b + c + d + e + f;\n}\n";
}

// A repository with two files of two findings each.
struct Reviewed : World {
  Reviewed() {
    std::filesystem::remove(repo() + "/a.rs");
    write("repo/a.c", crowded("a_first") + crowded("a_second"));
    write("repo/b.c", crowded("b_first") + crowded("b_second"));
  }
};

std::vector<std::string> refactor(const std::vector<std::string>& more) {
  std::vector<std::string> words{"refactor", "analyze", "."};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

}  // namespace

TEST_CASE("a baseline holds what several types found, and a review of one leaves the others alone") {
  const Reviewed world;
  world.write("repo/n.py", "# TODO: x\n# FIXME: y\n");
  const std::string file = ".rustassistant/baseline.json";
  const auto baseline = [&] { return world.read("repo/" + file); };
  const auto run = [&](const std::string& type, const std::string& option) {
    std::vector<std::string> words{"analysis", "run"};
    if (type == "refactor") words = {"refactor", "analyze"};
    if (type == "todos") words = {"todos", "scan"};
    words.insert(words.end(), {".", "--baseline", file, option});
    return world.run(words);
  };
  REQUIRE(run("refactor", "--write-baseline").exit_code == 0);
  const std::string smells = baseline();
  CHECK_THAT(smells, Contains("b_second"));
  for (const std::string type : {"todos", "analysis"}) {
    INFO(type);
    CHECK(run(type, "--update-baseline").exit_code == 0);
    CHECK(baseline() == smells);
    const auto strict = run(type, "--baseline-strict");
    CHECK(strict.exit_code == 0);
    CHECK_THAT(strict.out, !Contains("not found any more"));
  }
  REQUIRE(run("todos", "--write-baseline").exit_code == 0);
  const std::string both = baseline();
  CHECK_THAT(both, Contains("b_second") && Contains("\"todo\"") && Contains("\"fixme\""));
  CHECK(run("analysis", "--write-baseline").exit_code == 0);
  CHECK(run("refactor", "--write-baseline").exit_code == 0);
  CHECK(baseline() == both);

  world.write("repo/n.py", "# TODO: x\n");
  world.write("repo/b.c", crowded("b_first"));
  CHECK(run("todos", "--update-baseline").exit_code == 0);
  CHECK_THAT(baseline(), Contains("b_second") && Contains("\"todo\"") && !Contains("\"fixme\""));
  CHECK(run("todos", "--baseline-strict").exit_code == 0);
  CHECK(run("refactor", "--baseline-strict").exit_code == 1);
  CHECK(run("refactor", "--update-baseline").exit_code == 0);
  CHECK_THAT(baseline(), Contains("b_first") && !Contains("b_second") && Contains("\"todo\""));
}

TEST_CASE("a baseline that cannot be read is not written over: what it holds of other types would be lost") {
  const Reviewed world;
  world.write("repo/known.json", "<<<<<<< mine");
  const auto refused = world.run(refactor({"--baseline", "known.json", "--write-baseline"}));
  CHECK(refused.exit_code == 4);
  CHECK_THAT(refused.err, Contains("known.json") && Contains("remove it and write it again"));
  CHECK(world.read("repo/known.json") == "<<<<<<< mine");
}

TEST_CASE("a comment that allows what only another type finds is not reported, an unknown kind is") {
  const Reviewed world;
  std::filesystem::remove(world.repo() + "/a.c");
  world.write("repo/b.c",
              "// rustassistant: allow-file(todo, fixme) kept\n// TODO: x\n"
              "// rustassistant: allow(long_parameter_list) an interface of others\n" +
                  crowded("f"));
  const auto smells = world.run(refactor({"--report-unused-suppressions", "--fail-on", "low"}));
  CHECK(smells.exit_code == 0);
  CHECK_THAT(smells.err, !Contains("was found that"));
  CHECK_THAT(world.run({"refactor", "plan", "."}).err, !Contains("was found that"));
  CHECK(world.run({"analysis", "run", ".", "--report-unused-suppressions"}).exit_code == 0);
  const auto todos = world.run({"todos", "scan", ".", "--report-unused-suppressions"});
  CHECK(todos.exit_code == 1);  // the file has no FIXME
  CHECK_THAT(todos.err, Contains("no fixme was found") && !Contains("long_parameter_list"));

  world.write("repo/b.c", "// rustassistant: allow-file(toodo)\nint f(void);\n");
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"refactor", "analyze", "."}, {"todos", "scan", "."}}) {
    CHECK_THAT(world.run(words).err, Contains("unknown kind 'toodo'"));
  }
}

TEST_CASE("a plan has no step for what a comment allows") {
  const Reviewed world;
  std::filesystem::remove(world.repo() + "/b.c");
  const std::string allow = "// rustassistant: allow(long_parameter_list) an interface of others\n";
  world.write("repo/a.c", allow + crowded("a_first") + crowded("a_second"));
  const auto steps = [&] { return world.run({"refactor", "plan", ".", "--format", "json"}).json()["steps"]; };
  const auto left = steps();
  REQUIRE(left.size() == 1);
  CHECK_THAT(left.dump(), Contains("a_second") && !Contains("a_first"));
  CHECK_THAT(world.run({"refactor", "plan", "."}).out,
             Contains("a_second") && !Contains("a_first") && Contains("findings not shown: 1 allowed by comments"));
  world.write("repo/a.c", allow + crowded("a_first"));
  CHECK(steps().empty());
}

TEST_CASE("a scan of new notes alone does not touch a baseline") {
  const World world;
  for (const char* option :
       {"--write-baseline", "--update-baseline", "--baseline-strict", "--report-unused-suppressions"})
    CHECK(world.run({"todos", "scan", ".", "--since", "HEAD", option}).exit_code == 2);
}
