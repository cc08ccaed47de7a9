// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <cstdlib>

#include "world.hpp"

using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

namespace {

constexpr const char* kEscapes = "x\x1b]0;owned\x07\xE2\x80\xAEy\n";

// A program with a finding that the built-in analyzer reports.
std::string long_function() {
  std::string text = "fn long() {\n";
  for (int i = 0; i < 80; ++i) text += "    call(" + std::to_string(i) + ");\n";
  return text + "}\n";
}

void git(const World& world, const std::string& words) {
  REQUIRE(std::system(("cd '" + world.repo() +
                       "' && env -i PATH=/usr/bin:/bin HOME=/nonexistent GIT_CONFIG_NOSYSTEM=1 git " + words +
                       " >/dev/null 2>&1")
                          .c_str()) == 0);
}

}  // namespace

TEST_CASE("a repository's own settings cannot redirect a call, take a key, or change money and storage") {
  LoopbackServer evil([](const ReceivedRequest&) { return good_answer(); });
  LoopbackServer good(std::vector{good_answer()});
  World world;
  world.use_openai(good);
  world.write("repo/.rustassistant/config.toml",
              "[llm]\nprovider = \"xai\"\nmodel = \"x\"\n[llm.openai]\nbase_url = \"" + evil.url("/v1") +
                  "\"\napi_key_file = \"/etc/hostname\"\n[budget]\nmonthly_usd = 0\nwhen_exceeded = \"warn\"\n[cache]\n"
                  "strategy = \"local\"\npath = \"stolen.db\"\naccept_models = [\"fake\"]\n[prices.m]\ninput = "
                  "0\noutput = 0\n");
  const Outcome outcome = world.analyze();
  CHECK(outcome.exit_code == 0);
  CHECK(first(outcome)["provider"] == "openai");
  CHECK(evil.requests().empty());
  CHECK(good.requests().size() == 1);
  for (const char* name : {"llm.provider", "llm.openai.base_url", "llm.openai.api_key_file", "budget.monthly_usd",
                           "cache.strategy", "cache.path", "prices"}) {
    CHECK_THAT(outcome.err, Contains(name));
  }
  CHECK_FALSE(std::filesystem::exists(world.repo() + "/stolen.db"));
  CHECK_FALSE(std::filesystem::exists(world.repo() + "/.rustassistant/cache.db"));
}

TEST_CASE("a repository's own settings cannot make findings pass") {
  World world;
  world.write("repo/src/long.rs", long_function());
  CHECK(world.run({"refactor", "analyze", "src", "--fail-on", "low"}).exit_code == 1);
  world.write("repo/.rustassistant/config.toml",
              "[analysis]\nexclude = [\"**\"]\nmax_function_lines = 100000\nmax_file_size = 1\n");
  const Outcome outcome = world.run({"refactor", "analyze", "src", "--fail-on", "low"});
  CHECK(outcome.exit_code == 1);
  CHECK_THAT(outcome.err, Contains("analysis.exclude") && Contains("analysis.max_function_lines"));
  CHECK(world.run({"refactor", "analyze", "src"}).exit_code == 3);  // nothing is left, and that is not clean
  CHECK(world.run({"refactor", "analyze", "src", "--fail-on", "low", "--exclude", "long.rs"}).exit_code == 3);
}

TEST_CASE("a cache that came with a repository is not used") {
  World maker;
  maker.write("repo/a.rs", long_function());
  REQUIRE(maker.run({"refactor", "analyze", "a.rs"}).exit_code == 0);

  World world;
  world.write("repo/a.rs", long_function());
  world.write("repo/.rustassistant/cache.db", maker.read("home/.rustassistant/cache.db"));
  CHECK(first(world.analyze())["cache"] == "miss");

  std::filesystem::remove_all(world.repo() + "/.git");
  git(world, "init -q");
  git(world, "add -f .");
  world.configure("[cache]\nstrategy = \"local\"\n");
  const Outcome refused = world.analyze();
  CHECK(first(refused)["cache"] == "off");
  CHECK_THAT(refused.err, Contains("git tracks a file in it"));

  git(world, "rm -q --cached .rustassistant/cache.db");
  std::filesystem::remove(world.repo() + "/.rustassistant/cache.db");
  const std::string outside = world.write("outside/cache.db", maker.read("home/.rustassistant/cache.db"));
  std::filesystem::create_symlink(outside, world.repo() + "/.rustassistant/cache.db");
  const Outcome linked = world.analyze();
  CHECK(first(linked)["cache"] == "off");
  CHECK_THAT(linked.err, Contains("symbolic link"));
}

// Each of these was taken for "not tracked".
TEST_CASE("a cache that came with a repository is refused, too, where git has to look twice") {
  World maker;
  maker.write("repo/a.rs", long_function());
  REQUIRE(maker.run({"refactor", "analyze", "a.rs"}).exit_code == 0);
  const std::string database = maker.read("home/.rustassistant/cache.db");

  World world;
  world.configure("[cache]\nstrategy = \"local\"\n");
  world.write("repo/a.rs", long_function());
  world.write("repo/.rustassistant/cache.db", database);
  std::string file = "a.rs";
  std::filesystem::remove_all(world.repo() + "/.git");
  git(world, "init -q");
  SECTION("in a folder within the repository") {
    world.write("repo/sub/a.rs", long_function());
    world.write("repo/sub/.rustassistant/cache.db", database);
    git(world, "add -f .");
    file = "sub/a.rs";
  }
  SECTION("where its own configuration leads git elsewhere") {
    git(world, "add -f .");
    git(world, "config core.worktree /tmp");
  }
  SECTION("where git cannot read it") {
    world.write("repo/.git/HEAD", "nonsense");
  }
  const Outcome refused = world.run({"refactor", "analyze", file, "--format", "json"});
  CHECK(refused.exit_code == 0);
  CHECK(first(refused)["cache"] == "off");
  CHECK_THAT(refused.err, Contains("refused the repository's own cache"));
}

TEST_CASE("a local cache is kept in the repository and ignored by git") {
  World world;
  std::filesystem::remove_all(world.repo() + "/.git");
  git(world, "init -q");
  world.configure("[cache]\nstrategy = \"local\"\n");
  CHECK(first(world.analyze())["cache"] == "miss");
  CHECK(first(world.analyze())["cache"] == "hit");
  git(world, "check-ignore .rustassistant/cache.db");
  CHECK_FALSE(std::filesystem::exists(world.in_home("cache.db")));
}

TEST_CASE("file names and answers cannot steer the terminal") {
  auto result = model_result();
  result["code_smells"][0]["description"] = kEscapes;
  result["code_smells"][0]["location"]["item_name"] = kEscapes;
  result["priorities"] = {kEscapes};
  result["suggestions"] = {{{"refactoring_type", "rename"},
                            {"title", kEscapes},
                            {"description", kEscapes},
                            {"benefits", {kEscapes}},
                            {"steps", {kEscapes}},
                            {"example", {{"before", kEscapes}, {"after", kEscapes}, {"explanation", kEscapes}}},
                            {"effort", "small"},
                            {"priority", "low"}}};
  LoopbackServer server([&](const ReceivedRequest&) { return completion(result.dump()); });
  World world;
  world.use_openai(server);
  const std::string name = "evil\x1b[2J\n\xE2\x80\xAE.rs";
  world.write("repo/" + name, kSource);
  world.write("repo/bad\x1b[2J.bin", std::string_view("\0\1", 2));
  for (const auto& words : std::vector<std::vector<std::string>>{{"refactor", "analyze", "."},
                                                                 {"refactor", "analyze", name, "bad\x1b[2J.bin"},
                                                                 {"refactor", "analyze", "missing\x1b[2J"},
                                                                 {"\x1b[2J"}}) {
    const Outcome outcome = world.run(words);
    for (const std::string& text : {outcome.out, outcome.err}) {
      CHECK(text.find('\x1b') == std::string::npos);
      CHECK(text.find('\x07') == std::string::npos);
      CHECK(text.find("\xE2\x80\xAE") == std::string::npos);
    }
  }
}

TEST_CASE("no command writes a line that a runner in CI takes for one of its own") {
  World world;
  std::filesystem::create_directories(world.repo() + "/.git");
  for (const char* name : {"::add-mask::a.py", "##[group]b.py"})
    world.write("repo/" + std::string(name),
                "import os\n# TODO: zeppelin\ndef zeppelin(a, b, c, d, e, f):\n  return 1\n");
  const std::vector<std::string> both{"::add-mask::a.py", "##[group]b.py"};
  const std::vector<std::vector<std::string>> commands{{"refactor", "analyze"},
                                                       {"refactor", "analyze", "--dry-run"},
                                                       {"refactor", "analyze", "--full"},
                                                       {"refactor", "plan"},
                                                       {"docs", "generate"},
                                                       {"todos", "scan"},
                                                       {"analysis", "run"},
                                                       {"deps"},
                                                       {"search", "zeppelin", "."},
                                                       {"search", "zeppelin", ".", "--explain"},
                                                       {"index", "status"},
                                                       {"cache", "why", "::add-mask::a.py"},
                                                       {"cache", "status", "--verbose"},
                                                       {"report", "--repo", "."},
                                                       {"doctor"}};
  for (std::vector<std::string> words : commands) {
    const bool takes_files = words.front() == "refactor" || words.front() == "docs" || words.front() == "todos" ||
                             words.front() == "analysis" || words.front() == "deps";
    if (takes_files) words.insert(words.end(), both.begin(), both.end());
    const Outcome outcome = world.run(words);
    CAPTURE(words, outcome.out);
    CHECK(outcome.out.find("##[") == std::string::npos);
    CHECK(("\n" + outcome.out).find("\n::") == std::string::npos);
  }
}

TEST_CASE("symbolic links out of the tree are not followed, nor are loops") {
  World world;
  const std::string secret = world.write("outside/secret.rs", kSource);
  std::filesystem::create_symlink(secret, world.repo() + "/link.rs");
  std::filesystem::create_symlink(world.repo(), world.repo() + "/loop");
  const Json document = world.run({"refactor", "analyze", ".", "--format", "json"}).json();
  CHECK(document["summary"]["files"] == 1);
  CHECK(document["summary"]["passed_over"]["symbolic_link"] == 2);
  CHECK(world.run({"refactor", "analyze", "link.rs"}).exit_code == 0);  // the user named it
}
