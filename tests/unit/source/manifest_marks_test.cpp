// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "manifests.hpp"
#include "rustassistant/source/todos.hpp"

// Quotes, comments and ends of lines in manifests, and how much of a note is kept.
namespace rustassistant::source {
namespace {

struct MarkRow {
  std::string_view content;
  std::string_view found;
};

}  // namespace

TEST_CASE("quotes and comments of go.mod") {
  for (const MarkRow& row : std::vector<MarkRow>{{"module a", "a"},
                                                 {"  module   a  ", "a"},
                                                 {"module `a//b` // c", "a//b"},
                                                 {"module \"a//b\"", "a//b"},
                                                 {"module 'a'", "a"},
                                                 {"module \"a", "\"a"},
                                                 {"module a\"", "a\""},
                                                 {"module \"a'", "\"a'"},
                                                 {"module \"", "\""},
                                                 {"module \"\"", ""},
                                                 {"module a// b", "a"},
                                                 {"module a/b", "a/b"},
                                                 {"// module a", ""},
                                                 {"module", ""},
                                                 {"module a\nmodule b\n", "b"},
                                                 {"go 1\r\nmodule a\r\n", "a"}}) {
    CAPTURE(row.content);
    CHECK(read_go_mod(row.content).path == row.found);
  }
}

TEST_CASE("headers, quotes and comments of Cargo.toml") {
  for (const MarkRow& row : std::vector<MarkRow>{{"[package]\nname = \"a#b\" # c\n", "a#b"},
                                                 {"[package]\nname='a'\n", "a"},
                                                 {"[ package ]\n  name  =  \"a\"  \n", "a"},
                                                 {"[package] # b\nname = \"a\"\n", "a"},
                                                 {"[package\nname = \"a\"\n", "a"},
                                                 {"[[package]]\nname = \"a\"\n", "a"},
                                                 {"[packages]\nname = \"a\"\n", ""},
                                                 {"[package.b]\nname = \"a\"\n", ""},
                                                 {"[package]\nnames = \"a\"\n", ""},
                                                 {"[package]\nname\n", ""},
                                                 {"[package]\n# name = \"a\"\n", ""},
                                                 {"[package]\nname = \"a\"\nname = \"b\"\n", "b"},
                                                 {"[package]\nname = \"a=b\"\n", "a=b"},
                                                 {"[]\nname = \"a\"\n", ""},
                                                 {"[package]\nname = \"a\"\n[b]\nname = \"c\"\n", "a"}}) {
    CAPTURE(row.content);
    CHECK(read_cargo_toml(row.content).name == row.found);
  }
}

TEST_CASE("comments and commas of JSON, where they are none") {
  for (const MarkRow& row : std::vector<MarkRow>{{"[/*/ 1, */ 2]", "[2]"},
                                                 {"[1, /* a */ ]", "[1]"},
                                                 {"[1, // a\n]", "[1]"},
                                                 {"[1 // a\n, 2]", "[1,2]"},
                                                 {"[1, /* // */ 2]", "[1,2]"},
                                                 {"[1, // /*\n 2]", "[1,2]"},
                                                 {"{\"a\": [1,],}", R"({"a":[1]})"},
                                                 {"[1] //", "[1]"},
                                                 {"[1] /*", "[1]"},
                                                 {"[1] /**", "[1]"},
                                                 {"[1] /", ""},
                                                 {"[\"a\\\"//b\"]", R"(["a\"//b"])"},
                                                 {"[\"a\\\\\", 1]", R"(["a\\",1])"},
                                                 {"[\"a\\", ""},
                                                 {"[\"a", ""},
                                                 {",]", ""},
                                                 {"]", ""}}) {
    CAPTURE(row.content);
    const auto value = read_json_with_comments(row.content);
    CHECK((value ? value->dump() : std::string()) == row.found);
  }
}

TEST_CASE("words of a command, as a shell splits them") {
  struct WordRow {
    std::string_view command;  // as it stands in JSON
    std::vector<std::string> folders;
  };
  for (const WordRow& row : std::vector<WordRow>{{"cc -Ia\\\\ b", {"/w/a b"}},
                                                 {"cc '-Ia'b", {"/w/ab"}},
                                                 {"cc -I'a\\\"b'", {"/w/a\"b"}},
                                                 {"cc -I\\\"a'b\\\"", {"/w/a'b"}},
                                                 {"cc -I\\\"a\\\\\\\"b\\\"", {"/w/a\"b"}},
                                                 {"cc -Ia\\\\", {"/w/a\\"}},
                                                 {"cc\\t-Ia\\n-Ib", {"/w/a", "/w/b"}},
                                                 {"  -Ia  ", {"/w/a"}},
                                                 {"-I '' b -I c", {"/w/c"}},
                                                 {"-I/a -I./b -I..", {"/a", "/w/./b", "/w/.."}},
                                                 {"-i a -isystems -include b", {"/w/s"}},
                                                 {"'-Ia", {"/w/a"}}}) {
    const auto found = read_compile_commands(R"([{"directory": "/w", "file": "x.c", "command": ")" +
                                             std::string(row.command) + R"("}])");
    CAPTURE(row.command);
    REQUIRE(found.size() == 1);
    CHECK(found.at("/w/x.c") == row.folders);
  }
}

TEST_CASE("the text of a note is cut at its bound, and in no character") {
  const auto text_of_note = [](std::size_t size, const std::string& end) {
    return find_todos("// TODO: " + std::string(size, 'x') + end + "\n", "c").items.at(0).text;
  };
  const auto cut = [](std::size_t size, const std::string& end) { return std::string(size, 'x') + end; };
  CHECK(text_of_note(500, "") == cut(500, ""));
  CHECK(text_of_note(501, "") == cut(500, ""));
  CHECK(text_of_note(498, "\xC3\xA9") == cut(498, "\xC3\xA9"));
  CHECK(text_of_note(499, "\xC3\xA9") == cut(499, ""));
  CHECK(text_of_note(500, "\xC3\xA9") == cut(500, ""));
  CHECK(text_of_note(497, "\xF0\x9F\x98\x80") == cut(497, ""));
  CHECK(text_of_note(490, "\n//   yy\n//   zz") == cut(490, " yy zz"));
  CHECK(text_of_note(498, "\n//   yy\n//   zz") == cut(498, " y"));
}

}  // namespace rustassistant::source
