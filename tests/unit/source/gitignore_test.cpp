// SPDX-License-Identifier: MIT
#include "gitignore.hpp"

#include <catch2/catch.hpp>
#include <string>

namespace rustassistant::source {
namespace {

Verdict verdict(std::string_view rules, std::string_view path, bool is_folder = false) {
  return IgnoreRules::parse(rules).verdict(path, is_folder);
}

}  // namespace

TEST_CASE("the last matching rule decides") {
  CHECK(verdict("*.c\n!keep.c\n", "a/keep.c") == Verdict::keep);
  CHECK(verdict("!keep.c\n*.c\n", "keep.c") == Verdict::ignore);
  CHECK(verdict("*.c\n", "a.h") == Verdict::none);
}

TEST_CASE("slashes anchor a rule, at its end they ask for a folder") {
  CHECK(verdict("/a.c", "a.c") == Verdict::ignore);
  CHECK(verdict("/a.c", "b/a.c") == Verdict::none);
  CHECK(verdict("b/a.c", "b/a.c") == Verdict::ignore);
  CHECK(verdict("b/a.c", "c/b/a.c") == Verdict::none);
  CHECK(verdict("out/", "x/out", true) == Verdict::ignore);
  CHECK(verdict("out/", "x/out", false) == Verdict::none);
}

TEST_CASE("two stars stand for folders") {
  CHECK(verdict("a/**/b", "a/b") == Verdict::ignore);
  CHECK(verdict("a/**/b", "a/x/y/b") == Verdict::ignore);
  CHECK(verdict("**/b", "x/b") == Verdict::ignore);
  CHECK(verdict("a/**", "a/x/y") == Verdict::ignore);
  CHECK(verdict("a/**", "a") == Verdict::none);
  CHECK(verdict("a/x**y", "a/x/y") == Verdict::none);
}

TEST_CASE("comments, blank lines, trailing spaces and carriage returns are no part of a rule") {
  CHECK(verdict("# a\n\na.c  \r\n", "a.c") == Verdict::ignore);
  CHECK(verdict("a.c  \n", "a.c") == Verdict::ignore);
  CHECK(verdict("a.c\r\n", "a.c") == Verdict::ignore);
  CHECK(verdict("#a\n", "#a") == Verdict::none);
  CHECK(verdict("\\#a\n", "#a") == Verdict::ignore);
  CHECK(verdict("\\!a\n", "!a") == Verdict::ignore);
  CHECK(verdict("a\\ \n", "a ") == Verdict::ignore);
}

TEST_CASE("malformed and over-long patterns match nothing") {
  CHECK(verdict("[a", "a") == Verdict::none);
  CHECK(verdict("a\\", "a") == Verdict::none);
  CHECK(verdict("[[:what:]]", "a") == Verdict::none);
  CHECK(verdict("/", "a") == Verdict::none);
  CHECK(verdict(std::string(kMaxPatternLength + 1, '*'), "a") == Verdict::none);
  CHECK(verdict(std::string(kMaxPatternLength, '*'), "a") == Verdict::ignore);
}

TEST_CASE("no pattern takes exponential time") {
  std::string pattern;
  for (int i = 0; i < 100; ++i) pattern += "*a";
  CHECK(verdict(pattern + "b", std::string(200, 'a')) == Verdict::none);
  pattern.clear();
  for (int i = 0; i < 100; ++i) pattern += "**/a/";
  std::string path;
  for (int i = 0; i < 500; ++i) path += "a/";
  CHECK(verdict(pattern + "b", path + "c") == Verdict::none);
}

}  // namespace rustassistant::source
