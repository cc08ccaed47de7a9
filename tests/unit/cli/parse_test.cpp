// SPDX-License-Identifier: MIT
#include "parse.hpp"

#include <catch2/catch.hpp>

#include "exit_code.hpp"

using namespace rustassistant;
using namespace rustassistant::cli;
using Catch::Matchers::Contains;

TEST_CASE("a command with options and paths is understood in any usual form") {
  const auto invocation = parse({"--color=never", "refactor", "analyze", "--format", "json", "-oout.json", "a.rs", "-j",
                                 "4", "--exclude", "x", "-vv", "--exclude=y", "-"})
                              .value();
  REQUIRE(invocation.command != nullptr);
  CHECK(invocation.command->name == "analyze");
  const Arguments& arguments = invocation.arguments;
  CHECK(arguments.value("--color") == "never");
  CHECK(arguments.value("--format") == "json");
  CHECK(arguments.value("--output") == "out.json");
  CHECK(arguments.value("--jobs") == "4");
  CHECK(arguments.options.at("--exclude") == std::vector<std::string>{"x", "y"});
  CHECK(arguments.options.at("--verbose").size() == 2);
  CHECK(arguments.paths == std::vector<std::string>{"a.rs", "-"});
}

TEST_CASE("after a double dash everything is a path") {
  CHECK(parse({"refactor", "analyze", "--", "--format", "-x"})->arguments.paths ==
        std::vector<std::string>{"--format", "-x"});
}

TEST_CASE("help and the version can be asked for everywhere") {
  CHECK(parse({"--help"})->help);
  CHECK(parse({"-h"})->help);
  CHECK(parse({"--version"})->version);
  CHECK(parse({"refactor", "--help"})->help_for == "refactor");
  CHECK(parse({"refactor", "analyze", "--help", "--bogus"})->help);
  CHECK(parse({"cache", "status", "--version"})->version);
}

TEST_CASE("what is wrong with the words is told with the nearest right one") {
  const auto problem = [](const std::vector<std::string>& words) {
    const auto invocation = parse(words);
    REQUIRE_FALSE(invocation);
    CHECK(invocation.error().code == Errc::usage);
    return invocation.error().what + " / " + invocation.error().hint;
  };
  CHECK_THAT(problem({"refacter"}), Contains("unknown command 'refacter'") && Contains("'refactor'"));
  CHECK_THAT(problem({"refactor", "analyse", "a"}), Contains("'refactor analyse'") && Contains("'analyze'"));
  CHECK_THAT(problem({"refactor", "analyze", "--formt", "json"}), Contains("'--formt'") && Contains("'--format'"));
  CHECK_THAT(problem({"refactor", "analyze", "--format", "xml"}), Contains("'xml'") && Contains("text json"));
  CHECK_THAT(problem({"refactor", "analyze", "--format"}), Contains("--format"));
  CHECK_THAT(problem({"refactor", "analyze", "--model", "a", "--model", "b"}), Contains("more than once"));
  CHECK_THAT(problem({"cache", "status", "extra"}), Contains("extra"));
  CHECK_THAT(problem({"cache"}), Contains("'cache' needs a command"));
  CHECK_THAT(problem({}), Contains("no command"));
  CHECK_THAT(problem({"--bogus"}), Contains("--bogus"));
  CHECK_THAT(problem({"\x1b[2J"}), Contains("\\x1b[2J"));
}

TEST_CASE("JSON is recognised before the words are understood") {
  CHECK(wants_json({"bogus", "--format", "json"}));
  CHECK(wants_json({"--format=json"}));
  CHECK_FALSE(wants_json({"--", "--format=json"}));
  CHECK_FALSE(wants_json({"--format", "text"}));
}

TEST_CASE("the first outcome in the fixed order decides the exit code") {
  CHECK(exit_code_of({}, false) == 0);
  CHECK(exit_code_of({}, true) == 1);
  CHECK(exit_code_of({Errc::input}, true) == 3);
  CHECK(exit_code_of({Errc::input, Errc::offline, Errc::unreachable, Errc::budget}, true) == 6);
  CHECK(exit_code_of({Errc::provider, Errc::config}, false) == 4);
  CHECK(exit_code_of({Errc::config, Errc::storage}, false) == 7);
  CHECK(exit_code_of({Errc::storage, Errc::terminated}, false) == 143);
  CHECK(exit_code_of({Errc::storage, Errc::interrupted, Errc::terminated}, false) == 130);
}
