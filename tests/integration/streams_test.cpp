// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "world.hpp"

// Where results go, and what every command has in common.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;
using Words = std::vector<std::string>;

namespace {

const std::vector<Words> kCommands{{"refactor", "analyze"}, {"cache", "status"}, {"budget", "status"},
                                   {"config", "show"},      {"config", "path"},  {"config", "init"}};

Words operator+(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

// Runs the words after `redirection` by the shell's rules.
void redirect(World& world, const std::string& redirection) {
  world.wrapper = {"/bin/sh", "-c", "exec \"$0\" \"$@\" " + redirection};
}

}  // namespace

TEST_CASE("a result that cannot be written is a failure of storage") {
  const std::string redirection = GENERATE(">/dev/full", ">&-");
  const std::string format = GENERATE("text", "json");
  World world;
  redirect(world, redirection);
  for (const Words& words : {Words{"refactor", "analyze", "a.rs"}, Words{"cache", "status"}, Words{"budget", "status"},
                             Words{"config", "show"}}) {
    CAPTURE(words, redirection, format);
    const Outcome outcome = world.run(words + Words{"--format", format});
    CHECK(outcome.exit_code == 7);
    CHECK_THAT(outcome.err, Contains("error: "));
  }
  CHECK(world.run({"--help"}).exit_code == 7);
}

TEST_CASE("no file takes the place of a stream that is missing") {
  World world;
  redirect(world, "<&- >&- 2>&-");
  CHECK(world.run({"refactor", "analyze", "a.rs", "missing.rs", "-o", "out.txt", "-vv"}).exit_code == 3);
  world.wrapper.clear();
  CHECK_THAT(world.read("repo/out.txt"), !Contains("missing.rs") && Contains("a.rs"));
  CHECK(world.analyze().json()["results"][0]["cache"] == "hit");
}

TEST_CASE("nobody reading on is no failure") {
  World world;
  world.wrapper = {"/bin/sh", "-c", R"({ "$0" "$@"; echo "code $?" >&2; } | true)"};
  CHECK_THAT(world.run({"refactor", "analyze", "a.rs"}).err, Contains("code 0"));
}

TEST_CASE("every command has help and the version, whatever else is wrong") {
  World world;
  world.configure("[[[");
  for (const Words& command : kCommands) {
    CAPTURE(command);
    const Outcome help = world.run(command + Words{"--help"});
    CHECK(help.exit_code == 0);
    CHECK_THAT(help.out, Contains(command[0] + " " + command[1]));
    CHECK(help.err.empty());
    const Outcome version = world.run(command + Words{"--version"});
    CHECK(version.exit_code == 0);
    CHECK(version.out.rfind("rustassistant ", 0) == 0);
  }
}

TEST_CASE("where JSON was asked for, every failure is one document") {
  World world;
  int code = 4;
  SECTION("of the settings") {
    world.configure("[llm]\nprovider = \"nobody\"\n");
  }
  SECTION("of a variable") {
    world.variables["RUSTASSISTANT_BUDGET_MONTHLY_USD"] = "lots";
  }
  SECTION("of usage") {
    code = 2;
  }
  for (const Words& command : {Words{"refactor", "analyze", "a.rs"}, Words{"cache", "status"},
                               Words{"budget", "status"}, Words{"config", "show"}}) {
    CAPTURE(command);
    const Outcome outcome =
        world.run(command + (code == 2 ? Words{"--format", "json", "--bogus"} : Words{"--format", "json"}));
    CHECK(outcome.exit_code == code);
    const Json document = outcome.json();
    CHECK(document["schema"].is_string());
    CHECK(document["error"]["code"] == (code == 2 ? "usage" : "config"));
    CHECK(document["error"]["message"] != "");
  }
}

TEST_CASE("quiet says nothing but errors, verbose tells what is done, and neither changes the result") {
  World world;
  world.write("repo/.rustassistant/config.toml", "[llm]\nprovider = \"xai\"\n");
  const auto without_times = [](const Outcome& outcome) {
    Json document = outcome.json();
    document["summary"].erase("duration_ms");
    document["results"][0].erase("duration_ms");
    return document;
  };
  REQUIRE(world.analyze().exit_code == 0);
  const Outcome plain = world.analyze();
  const Outcome quiet = world.analyze({"--quiet"});
  const Outcome verbose = world.analyze({"-vv"});
  CHECK_THAT(plain.err, Contains("warning: "));
  CHECK(quiet.err.empty());
  CHECK(without_times(quiet) == without_times(plain));
  CHECK(without_times(verbose) == without_times(plain));
  CHECK_THAT(world.run({"refactor", "analyze", "missing.rs", "--quiet"}).err, Contains("error: "));
}

TEST_CASE("color comes only where it is asked for") {
  World world;
  CHECK_THAT(world.run({"refactor", "analyze", "a.rs"}).out, !Contains("\x1b["));
  CHECK_THAT(world.run({"refactor", "analyze", "a.rs", "--color", "always"}).out, Contains("\x1b["));
  world.variables["CLICOLOR_FORCE"] = "1";
  CHECK_THAT(world.run({"refactor", "analyze", "a.rs"}).out, Contains("\x1b["));
  world.variables["NO_COLOR"] = "1";
  CHECK_THAT(world.run({"refactor", "analyze", "a.rs"}).out, !Contains("\x1b["));
}

TEST_CASE("at a terminal a report is coloured, unless that is unwanted") {
  World world;
  world.wrapper = {"/bin/sh", "-c", R"(exec /usr/bin/script -qefc "$0 $*" /dev/null)"};
  world.variables["TERM"] = "xterm";
  const auto is_coloured = [&](const std::vector<std::string>& more) {
    std::vector<std::string> words{"refactor", "analyze", "a.rs"};
    words.insert(words.end(), more.begin(), more.end());
    const Outcome outcome = world.run(words);
    INFO(outcome.out);
    CHECK(outcome.exit_code == 0);
    return outcome.out.find("\x1B[") != std::string::npos;
  };
  CHECK(is_coloured({}));
  CHECK(is_coloured({"--color", "auto"}));
  CHECK(is_coloured({"--color", "always"}));
  CHECK_FALSE(is_coloured({"--color", "never"}));
  world.variables["NO_COLOR"] = "1";
  CHECK_FALSE(is_coloured({}));
  CHECK(is_coloured({"--color", "always"}));
}
