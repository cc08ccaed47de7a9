// SPDX-License-Identifier: MIT
#include "parse.hpp"

#include <catch2/catch.hpp>

#include "exit_code.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/render/report.hpp"

using namespace rustassistant;
using namespace rustassistant::cli;
using Catch::Matchers::Contains;
using Words = std::vector<std::string>;

namespace {

Words operator+(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

// What is understood of "refactor analyze" and more words.
Arguments analyze(const Words& more) {
  const Parsed parsed = parse(Words{"refactor", "analyze"} + more);
  INFO((parsed.invocation ? std::string() : parsed.invocation.error().what));
  REQUIRE(parsed.invocation);
  REQUIRE(parsed.invocation->command != nullptr);
  return parsed.invocation->arguments;
}

Error problem(const Words& words) {
  const Parsed parsed = parse(words);
  REQUIRE_FALSE(parsed.invocation);
  CHECK(parsed.invocation.error().code == Errc::usage);
  return parsed.invocation.error();
}

}  // namespace

TEST_CASE("a command with options and paths is understood in any usual form") {
  const auto invocation = parse({"--color=never", "refactor", "analyze", "--format", "json", "-oout.json", "a.rs", "-j",
                                 "4", "--exclude", "x", "-vv", "--exclude=y", "-"})
                              .invocation.value();
  REQUIRE(invocation.command != nullptr);
  CHECK(invocation.command->name == "analyze");
  const Arguments& arguments = invocation.arguments;
  CHECK(arguments.value("--color") == "never");
  CHECK(arguments.value("--format") == "json");
  CHECK(arguments.value("--output") == "out.json");
  CHECK(arguments.value("--jobs") == "4");
  CHECK(arguments.options.at("--exclude") == Words{"x", "y"});
  CHECK(arguments.options.at("--verbose").size() == 2);
  CHECK(arguments.paths == Words{"a.rs", "-"});
}

TEST_CASE("after a double dash everything is a path") {
  CHECK(analyze({"--", "--format", "-x", "-h"}).paths == Words{"--format", "-x", "-h"});
  CHECK(analyze({"a", "--", "-b", "--", "c"}).paths == Words{"a", "-b", "--", "c"});
  CHECK(analyze({"-v", "--", "-v"}).options.at("--verbose").size() == 1);
}

TEST_CASE("paths are what they are") {
  for (const std::string path : {"[id]", "[a,b]", "++", "cache", "analyze", "a=b", "--x=", "{}", "%%"}) {
    CAPTURE(path);
    CHECK(analyze({"--", path, path}).paths == Words{path, path});
    if (!path.starts_with("-")) CHECK(analyze({path, "z"}).paths == Words{path, "z"});
  }
}

TEST_CASE("help and the version can be asked for everywhere, also in a bundle and beside mistakes") {
  const auto asks = [](const Words& words) { return parse(words).invocation.value(); };
  CHECK(asks({"--help"}).help);
  CHECK(asks({"-h"}).help);
  CHECK(asks({"--version"}).version);
  CHECK(asks({"-V"}).version);
  CHECK(asks({"refactor", "--help"}).help_for == "refactor");
  CHECK(asks({"refactor", "analyze", "--help", "--bogus"}).help);
  CHECK(asks({"refactor", "analyze", "--help", "--format"}).help);
  CHECK(asks({"refactor", "analyze", "--format", "bogus", "-h"}).help);
  CHECK(asks({"cache", "status", "--version"}).version);
  for (const std::string bundle : {"-vh", "-qh", "-hv", "-vqh", "-vvh"}) {
    CAPTURE(bundle);
    const Invocation invocation = asks({"refactor", "analyze", "src", bundle});
    CHECK(invocation.help);
    CHECK(invocation.command->name == "analyze");
  }
}

TEST_CASE("a value is a value, even if it looks like an option") {
  CHECK(analyze({"--stdin-filename", "-h", "-"}).value("--stdin-filename") == "-h");
  CHECK(analyze({"--model", "--help", "a"}).value("--model") == "--help");
  CHECK(analyze({"--model=", "a"}).value("--model", "none").empty());
  CHECK(analyze({"--model=", "a"}).paths == Words{"a"});
  CHECK(analyze({"--exclude", "x=", "a"}).options.at("--exclude") == Words{"x="});
  CHECK(analyze({"--exclude", "[a-c]", "a"}).options.at("--exclude") == Words{"[a-c]"});
  CHECK(analyze({"-vj4", "a"}).value("--jobs") == "4");
}

TEST_CASE("of an option that is given more than once the last one holds, of a list all") {
  CHECK(analyze({"--model", "a", "--model", "b", "x"}).options.at("--model") == Words{"b"});
  CHECK(analyze({"--format", "json", "--format=text", "x"}).value("--format") == "text");
  CHECK(analyze({"--exclude", "a", "--exclude", "b", "x"}).options.at("--exclude") == Words{"a", "b"});
  CHECK(analyze({"--offline", "--offline", "x"}).has("--offline"));
}

TEST_CASE("a value that may be left out is never the next word") {
  CHECK(analyze({"--changed", "src"}).paths == Words{"src"});
  CHECK(analyze({"--changed", "src"}).value("--changed").empty());
  CHECK(analyze({"src", "--changed=origin/main"}).value("--changed") == "origin/main");
  CHECK(problem({"refactor", "analyze", "--changed="}).what == "nothing stands after --changed=");
}

TEST_CASE("choices are understood in any case") {
  CHECK(analyze({"--fail-on", "High", "a"}).value("--fail-on") == "high");
  CHECK(analyze({"--format=JSON", "a"}).value("--format") == "json");
}

TEST_CASE("older spellings stand for the options of today") {
  const auto of = [](const Words& words) { return parse(words).invocation.value().arguments; };
  CHECK(of({"cache", "status", "-p", "x"}).value("--repo") == "x");
  CHECK(of({"cache", "clear", "--path", "x", "-t", "docs"}).value("--type") == "docs");
  CHECK(of({"cache", "clear", "-a"}).has("--all"));
  const Arguments migrate = of({"cache", "migrate", "-s", "a", "-d", "b", "-b", "-v"});
  CHECK(migrate.options.at("--source") == Words{"a"});
  CHECK(migrate.value("--destination") == "b");
  CHECK(migrate.has("--backup"));
  CHECK(migrate.has("--verify"));
  CHECK_FALSE(migrate.has("--verbose"));
  CHECK(of({"cache", "verify", "-v"}).has("--verbose"));
}

TEST_CASE("what is wrong with the words is told with the nearest right one and the command's help") {
  const auto told = [](const Words& words) {
    const Error error = problem(words);
    return error.what + " / " + error.hint;
  };
  CHECK_THAT(told({"refacter"}), Contains("unknown command 'refacter'") && Contains("'refactor'"));
  CHECK_THAT(told({"refactor", "analyse", "a"}), Contains("'refactor analyse'") && Contains("'analyze'"));
  CHECK_THAT(told({"refactor", "analyze", "--formt", "json"}),
             Contains("'--formt'") && Contains("'--format'") && Contains("`rustassistant refactor analyze --help`"));
  CHECK_THAT(told({"refactor", "analyze", "--xyzzy=1"}),
             Contains("'--xyzzy'") && Contains("`rustassistant refactor analyze --help`"));
  CHECK_THAT(told({"refactor", "analyze", "-vx"}), Contains("'-x'"));
  CHECK_THAT(told({"refactor", "analyze", "--format", "xml"}), Contains("'xml'") && Contains("text json"));
  CHECK_THAT(told({"refactor", "analyze", "--format"}), Contains("--format needs a value"));
  CHECK_THAT(told({"refactor", "analyze", "--dry-run=no"}), Contains("--dry-run takes no value"));
  CHECK_THAT(told({"cache", "status", "extra"}), Contains("unexpected argument 'extra'"));
  CHECK_THAT(told({"cache", "status", "export"}), Contains("unexpected argument 'export'"));
  CHECK_THAT(told({"cache"}), Contains("'cache' needs a command") && Contains("`rustassistant cache --help`"));
  CHECK_THAT(told({}), Contains("no command"));
  CHECK_THAT(told({"--bogus"}), Contains("--bogus"));
  CHECK_THAT(told({"\x1b[2J"}), Contains("\\x1b[2J"));
}

TEST_CASE("what people type for another command leads to it") {
  CHECK_THAT(problem({"help"}).hint, Contains("`rustassistant --help`"));
  CHECK_THAT(problem({"analyze", "src"}).hint, Contains("`rustassistant refactor analyze`"));
  CHECK_THAT(problem({"review", "src", "-j", "4"}).hint, Contains("`rustassistant refactor analyze`"));
}

TEST_CASE("no word of the parsing library reaches the user") {
  for (const Words& words : {Words{"refactor", "analyze", "--fail-on"}, Words{"cache", "status", "x", "y"},
                             Words{"budget", "set", "--monthly"}, Words{"refactor", "analyze", "-j"},
                             Words{"refactor", "analyze", "--quiet=1"}, Words{"cache", "x", "y"}}) {
    CAPTURE(words);
    const Error error = problem(words);
    for (const char* foreign : {"TEXT", "required", "was not expected", "could not convert", "following"})
      CHECK_THAT(error.what + error.hint, !Contains(foreign));
  }
}

TEST_CASE("the format that was asked for is known whatever else is wrong") {
  CHECK(parse({"cache", "status", "--bogus", "--format", "json"}).format == "json");
  CHECK(parse({"cache", "status", "--format=json", "--repo"}).format == "json");
  CHECK(parse({"refactor", "analyze", "--", "--format=json"}).format.empty());
  CHECK(parse({"cache", "status"}).format.empty());
}

TEST_CASE("every format that a command offers is one of the table of formats") {
  for (const Command& command : commands()) {
    for (const Option& option : command.options) {
      if (name_of(option) != "--format") continue;
      for (const std::string_view name : split(option.choices, '|')) {
        CAPTURE(full_name(command), name);
        if (name == "dot" || name == "html") continue;  // of deps and report alone: a graph, and a page
        REQUIRE(render::format_named(name) != nullptr);
        if (command.group == "refactor") CHECK(render::format_named(name)->make != nullptr);
      }
    }
  }
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
