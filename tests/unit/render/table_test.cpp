// SPDX-License-Identifier: MIT
#include "rustassistant/render/table.hpp"

#include <catch2/catch.hpp>

using namespace rustassistant::render;

TEST_CASE("width is counted in columns of a terminal") {
  CHECK(display_width("plain") == 5);
  CHECK(display_width("größe") == 5);
  CHECK(display_width("e\xcc\x81") == 1);  // e and a combining accent
  CHECK(display_width("日本語") == 6);
  CHECK(display_width("😀") == 2);
  CHECK(display_width("\x1b[1;31mred\x1b[0m") == 3);
  CHECK(display_width("\xff") == 1);
  CHECK(display_width("\xe6") == 1);
  CHECK(display_width("") == 0);
}

TEST_CASE("text is cut to the columns there are, between characters") {
  CHECK(fitted("short", 5) == "short");
  CHECK(fitted("longer", 5) == "long…");
  CHECK(fitted("日本語", 5) == "日本…");
  CHECK(fitted("日本語", 4) == "日…");
  CHECK(fitted("any", 0).empty());
  CHECK(fitted_path("src/render/table.cpp", 10) == "…table.cpp");
  CHECK(fitted_path("日本語", 4) == "…語");
  CHECK(fitted_path("e\xcc\x81xyz", 3) == "…yz");
}

TEST_CASE("words are wrapped whole, and line feeds are kept") {
  CHECK(wrapped("one two three", 8) == "one two\nthree\n");
  CHECK(wrapped("one two three", 8, "  ") == "  one two\n  three\n");
  CHECK(wrapped("one\n\ntwo", 80) == "one\n\ntwo\n");
  CHECK(wrapped("verylongword x", 4) == "verylongword\nx\n");
  CHECK(wrapped("", 10).empty());
}

TEST_CASE("a path in quotes is not broken, whatever spaces it holds") {
  CHECK(wrapped("no 'a b  c/d' here", 6) == "no\n'a b  c/d'\nhere\n");
  CHECK(wrapped("the provider's 'x", 8) == "the\nprovider's\n'x\n");
}

TEST_CASE("a value that is too long goes on below its beginning") {
  const LabelledRows rows{{"a", "short"}, {"label", "one two three four five six"}};
  CHECK(aligned(rows, 80) == "a      short\nlabel  one two three four five six\n");
  CHECK(aligned(rows, 30) == "a      short\nlabel  one two three four five\n       six\n");
  CHECK(aligned(rows, 5, "  ") == "  a      short\n  label  one two three four\n         five six\n");
}

TEST_CASE("a column that may be left out is, where the table is too wide") {
  Table table({{"name"}, {"extra", Side::right, Cut::column}, {"more", Side::left, Cut::column}, {"last"}});
  table.add({"abc", "12345", "6789", "x"});
  CHECK(table.text(Paint(false), 24) == "name  extra  more  last\nabc   12345  6789  x\n");
  CHECK(table.text(Paint(false), 22) == "name  extra  last\nabc   12345  x\n");
  CHECK(table.text(Paint(false), 10) == "name  last\nabc   x\n");
}

TEST_CASE("numbers stand to the right under their header, whatever the characters") {
  Table table({{"name"}, {"count", Side::right}});
  table.add({"größe", "7"});
  table.add({"日本", "1,234"});
  CHECK(table.text(Paint(false), 80) ==
        "name   count\n"
        "größe      7\n"
        "日本   1,234\n");
}

TEST_CASE("a column without a cell is left out") {
  Table table({{"name"}, {"empty", Side::right}, {"last"}});
  table.add({"a", "", "x"});
  table.add({"b", ""});
  CHECK(table.text(Paint(false), 80) == "name  last\na     x\nb\n");
}

TEST_CASE("a table that is too wide takes the width from columns that may be cut") {
  Table table({{"path", Side::left, Cut::beginning}, {"size", Side::right}});
  table.add({"a/very/long/path/to/some/file.cpp", "10"});
  const std::string text = table.text(Paint(false), 24);
  CHECK(text.find("…/to/some/file.cpp") != std::string::npos);
  std::size_t begin = 0;
  for (std::size_t end = 0; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1)
    CHECK(display_width(text.substr(begin, end - begin)) <= 24);
}

TEST_CASE("permille are told as percent with one decimal") {
  CHECK(percent_text(140) == "14.0 %");
  CHECK(percent_text(5) == "0.5 %");
  CHECK(percent_text(-5) == "-0.5 %");
  CHECK(percent_text(1'234'567) == "123,456.7 %");
}
