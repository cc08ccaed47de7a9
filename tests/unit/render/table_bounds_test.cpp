// SPDX-License-Identifier: MIT
#include <array>
#include <catch2/catch.hpp>
#include <cstdint>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "block_chart.hpp"
#include "csv.hpp"
#include "display_width.hpp"
#include "rustassistant/render/document.hpp"
#include "rustassistant/render/table.hpp"

using namespace rustassistant;
using namespace rustassistant::render;

namespace {

struct CutCase {
  std::string text;
  std::size_t columns;
  std::string end;
  std::string beginning;
};

std::string table_of(const std::vector<Column>& columns, const std::vector<std::vector<std::string>>& rows,
                     std::size_t width, std::string_view indent = {}) {
  Table table(columns);
  for (const auto& row : rows) table.add(row);
  return table.text(Paint(false), width, indent);
}

std::string csv_of(std::vector<std::string> fields, bool terminal = false) {
  View view;
  view.terminal = terminal;
  return csv_line(view, fields);
}

}  // namespace

TEST_CASE("a glyph is as long as its lead byte says, and as wide as its kind") {
  const auto glyph = [](std::string_view text) {
    const Glyph found = next_glyph(text);
    return std::pair(found.bytes, found.columns);
  };
  using Facts = std::pair<std::size_t, std::size_t>;
  CHECK(glyph("a") == Facts{1, 1});
  CHECK(glyph("\x7f") == Facts{1, 1});
  CHECK(glyph("\xbfzzz") == Facts{1, 1});
  CHECK(glyph("\xc3\xa9zz") == Facts{2, 1});
  CHECK(glyph("\xdf\xbfzz") == Facts{2, 1});
  CHECK(glyph("\xe0\xa4\x95z") == Facts{3, 1});
  CHECK(glyph("\xef\xbf\xa6z") == Facts{3, 2});
  CHECK(glyph("\xf0\x9f\x98\x80z") == Facts{4, 2});
  CHECK(glyph("\xf0\x9f\x98") == Facts{3, 1});
  CHECK(glyph("\xe6\x97") == Facts{2, 1});
  CHECK(glyph("\xc3") == Facts{1, 1});
  CHECK(glyph("\x1b[1;31mred") == Facts{7, 0});
  CHECK(glyph("\x1b[mx") == Facts{3, 0});
  CHECK(glyph("\x1b[31") == Facts{1, 1});
  CHECK(glyph("\x1bm") == Facts{1, 1});
  // Both ends of ranges, and their neighbors: U+0300 to U+036F, U+1100 to U+115F, U+231A and U+231B, U+E0001 to
  // U+E01EF.
  CHECK(glyph("\xcb\xbf") == Facts{2, 1});
  CHECK(glyph("\xcc\x80") == Facts{2, 0});
  CHECK(glyph("\xcd\xaf") == Facts{2, 0});
  CHECK(glyph("\xcd\xb0") == Facts{2, 1});
  CHECK(glyph("\xe1\x83\xbf") == Facts{3, 1});
  CHECK(glyph("\xe1\x84\x80") == Facts{3, 2});
  CHECK(glyph("\xe1\x85\x9f") == Facts{3, 2});
  CHECK(glyph("\xe1\x85\xa0") == Facts{3, 1});
  CHECK(glyph("\xe2\x8c\x99") == Facts{3, 1});
  CHECK(glyph("\xe2\x8c\x9a") == Facts{3, 2});
  CHECK(glyph("\xe2\x8c\x9b") == Facts{3, 2});
  CHECK(glyph("\xe2\x8c\x9c") == Facts{3, 1});
  CHECK(glyph("\xf3\xa0\x87\xaf") == Facts{4, 0});
  CHECK(glyph("\xf3\xa0\x87\xb0") == Facts{4, 1});
  CHECK(glyph("\xf0\xb1\x8d\x8a") == Facts{4, 2});
  CHECK(glyph("\xf0\xb1\x8d\x8b") == Facts{4, 1});
}

TEST_CASE("text and paths are cut at every width") {
  const CutCase cases[] = {
      {"abc", 4, "abc", "abc"},
      {"abc", 3, "abc", "abc"},
      {"abc", 2, "a…", "…c"},
      {"abc", 1, "…", "…"},
      {"abc", 0, "", ""},
      {"", 0, "", ""},
      {"日本語", 6, "日本語", "日本語"},
      {"日本語", 5, "日本…", "…本語"},
      {"日本語", 4, "日…", "…語"},
      {"日本語", 3, "日…", "…語"},
      {"日本語", 2, "…", "…"},
      {"a\xcc\x81"
       "b\xcc\x81"
       "c\xcc\x81",
       3,
       "a\xcc\x81"
       "b\xcc\x81"
       "c\xcc\x81",
       "a\xcc\x81"
       "b\xcc\x81"
       "c\xcc\x81"},
      {"a\xcc\x81"
       "b\xcc\x81"
       "c\xcc\x81",
       2, "a\xcc\x81…", "…c\xcc\x81"},
  };
  for (const CutCase& one : cases) {
    INFO(one.text << " in " << one.columns);
    CHECK(fitted(one.text, one.columns) == one.end);
    CHECK(fitted_path(one.text, one.columns) == one.beginning);
  }
}

TEST_CASE("words are wrapped at every width") {
  const std::tuple<std::string, std::size_t, std::string> cases[] = {
      {"ab cd", 5, "ab cd\n"},
      {"ab cd", 4, "ab\ncd\n"},
      {"ab cd", 1, "ab\ncd\n"},
      {"ab  cd", 6, "ab cd\n"},
      {"ab  cd", 4, "ab\ncd\n"},
      {" ab ", 6, "ab\n"},
      {"ab\n cd", 6, "ab\ncd\n"},
      {"ab\n", 6, "ab\n"},
      {"\nab", 6, "\nab\n"},
      {"a b c d", 3, "a b\nc d\n"},
      {"日本 語", 6, "日本\n語\n"},
      {"日本 語", 7, "日本 語\n"},
      {"'a b' c", 3, "'a b'\nc\n"},
      {"'a b", 4, "'a b\n"},
      {"x 'a b'", 5, "x\n'a b'\n"},
      {"x 'a b'.", 8, "x 'a b'.\n"},
      {"x 'a b'. y", 8, "x 'a b'.\ny\n"},
  };
  for (const auto& [text, columns, lines] : cases) {
    INFO(text << " in " << columns);
    CHECK(wrapped(text, columns) == lines);
  }
  CHECK(wrapped("a\n\nb", 9, "> ") == "> a\n\n> b\n");
}

TEST_CASE("labelled values are wrapped where they reach over the width, of which twenty columns are theirs") {
  const std::string twenty = "one two three four f";
  const std::string longer = "one two three four fi";
  CHECK(aligned({{"l", twenty}}, 0) == "l  " + twenty + "\n");
  CHECK(aligned({{"l", longer}}, 0) == "l  one two three four\n   fi\n");
  CHECK(aligned({{"l", longer}}, 23) == "l  one two three four\n   fi\n");
  CHECK(aligned({{"l", longer}}, 24) == "l  " + longer + "\n");
  CHECK(aligned({{"l", longer}}, 25, "  ") == "  l  one two three four\n     fi\n");
  CHECK(aligned({{"l", longer}}, 26, "  ") == "  l  " + longer + "\n");
  CHECK(aligned({{"日", "x"}, {"abc", ""}}, 80) == "日   x\nabc\n");
  CHECK(aligned({}, 80).empty());
}

TEST_CASE("a table gives up columns from the right, then takes from the widest, down to twelve") {
  const std::vector<Column> cuts{{"a", Side::left, Cut::end}, {"b", Side::left, Cut::beginning}, {"c"}};
  const std::vector<std::vector<std::string>> rows{{"abcdefghijklmno", "abcdefghijklmnopq", "xyz"}};
  CHECK(table_of(cuts, rows, 39) == "a                b                  c\nabcdefghijklmno  abcdefghijklmnopq  xyz\n");
  CHECK(table_of(cuts, rows, 38) == "a                b                 c\nabcdefghijklmno  …cdefghijklmnopq  xyz\n");
  CHECK(table_of(cuts, rows, 37) == "a                b                c\nabcdefghijklmno  …defghijklmnopq  xyz\n");
  CHECK(table_of(cuts, rows, 36) == "a               b                c\nabcdefghijklm…  …defghijklmnopq  xyz\n");
  CHECK(table_of(cuts, rows, 35) == "a               b               c\nabcdefghijklm…  …efghijklmnopq  xyz\n");
  const std::string narrowest = "a             b             c\nabcdefghijk…  …ghijklmnopq  xyz\n";
  CHECK(table_of(cuts, rows, 31) == narrowest);
  CHECK(table_of(cuts, rows, 30) == narrowest);
  CHECK(table_of(cuts, rows, 0) == narrowest);
  CHECK(table_of(cuts, rows, 33, "  ") == "  a             b             c\n  abcdefghijk…  …ghijklmnopq  xyz\n");
  CHECK(table_of(cuts, rows, 41, "  ") ==
        "  a                b                  c\n  abcdefghijklmno  abcdefghijklmnopq  xyz\n");
  CHECK(table_of(cuts, rows, 1, "  ") == "  a             b             c\n  abcdefghijk…  …ghijklmnopq  xyz\n");
}

TEST_CASE("columns that may be left out go where the table is one column too wide, the last first") {
  const std::vector<Column> columns{{"one", Side::left, Cut::column}, {"two"}, {"three", Side::left, Cut::column}};
  const std::vector<std::vector<std::string>> rows{{"1", "2", "3", "too many"}, {}, {"", "longer"}};
  CHECK(table_of(columns, rows, 18) == "one  two     three\n1    2       3\n\n     longer\n");
  CHECK(table_of(columns, rows, 17) == "one  two\n1    2\n\n     longer\n");
  CHECK(table_of(columns, rows, 11) == "one  two\n1    2\n\n     longer\n");
  CHECK(table_of(columns, rows, 10) == "two\n2\n\nlonger\n");
  CHECK(table_of({{""}, {""}}, {{"a", "b"}}, 80) == "a  b\n");
  CHECK(table_of({{""}, {"t", Side::right}}, {{"a", "b"}, {"", "ccc"}}, 80) == "     t\na    b\n   ccc\n");
  CHECK(table_of({{"a"}}, {}, 80).empty());
  CHECK(table_of({{"a"}, {"", Side::left, Cut::column}}, {{"x", ""}}, 0) == "a\nx\n");
}

TEST_CASE("counts and shares of a table") {
  CHECK(count_cell(0).empty());
  CHECK(count_cell(1) == "1");
  CHECK(count_cell(-1'234) == "-1,234");
  CHECK(percent_text(0) == "0.0 %");
  CHECK(percent_text(9) == "0.9 %");
  CHECK(percent_text(10) == "1.0 %");
  CHECK(percent_text(1'000) == "100.0 %");
  CHECK(percent_text(-1'019) == "-101.9 %");
}

TEST_CASE("columns of blocks are scaled to the highest, rounded to eighths, and hold what neighbors have") {
  using Rows = std::vector<std::string>;
  const std::array<std::int64_t, 9> rising{0, 1, 2, 3, 4, 5, 6, 7, 8};
  CHECK(block_columns(rising, 9, 1, Neighbors::added) == Rows{" ▁▂▃▄▅▆▇█"});
  CHECK(block_columns(rising, 10, 1, Neighbors::added) == Rows{" ▁▂▃▄▅▆▇█"});
  CHECK(block_columns(rising, 8, 1, Neighbors::added) == Rows{"▁▃▆█▅"});
  CHECK(block_columns(rising, 8, 1, Neighbors::averaged) == Rows{"▁▃▅▇█"});
  CHECK(block_columns(rising, 9, 2, Neighbors::added) == Rows{"     ▂▄▆█", " ▂▄▆█████"});
  CHECK(block_columns(rising, 0, 1, Neighbors::added).empty());
  const std::array<std::int64_t, 3> rounded{15, 17, 160};
  CHECK(block_columns(rounded, 3, 1, Neighbors::added) == Rows{"▁▁█"});
  const std::array<std::int64_t, 3> halves{29, 31, 160};
  CHECK(block_columns(halves, 3, 1, Neighbors::added) == Rows{"▁▂█"});
  const std::array<std::int64_t, 4> negative{-8, 4, 8, 0};
  CHECK(block_columns(negative, 2, 1, Neighbors::added) == Rows{"▄█"});
  CHECK(block_bar(1, 32, 4) == "▏");
  CHECK(block_bar(7, 32, 4) == "▉");
  CHECK(block_bar(8, 32, 4) == "█");
  CHECK(block_bar(9, 32, 4) == "█▏");
  CHECK(block_bar(31, 32, 4) == "███▉");
  CHECK(block_bar(33, 32, 4) == "████");
  CHECK(block_bar(-1, 32, 4).empty());
  CHECK(block_bar(1, -1, 4).empty());
}

TEST_CASE("a field of CSV is quoted where it must be, and never a formula") {
  CHECK(csv_of({"a", "b c", "", "1"}) == "a,b c,,1\n");
  CHECK(csv_of({}) == "\n");
  CHECK(csv_of({"a,b", "a\"b", "a\nb", "a\rb"}) == "\"a,b\",\"a\"\"b\",\"a\nb\",\"a\rb\"\n");
  CHECK(csv_of({"=1+1", "+a", "-b", "@c", "\td", "\re"}) == "'=1+1,'+a,'-b,'@c,'\td,\"'\re\"\n");
  CHECK(csv_of({"-1.50", "+2", "-", "=1", "1-2", "-1+2"}) == "-1.50,+2,-,'=1,1-2,-1+2\n");
  CHECK(csv_of({"a\x1b", "b\nc"}, true) == "a\\x1b,b\\x0ac\n");
  CHECK(csv_of({"a\x1b"}) == "a\x1b\n");
}

TEST_CASE("JSON escapes what a terminal or a log must not see, wherever it stands") {
  const auto line = [](const std::string& text) { return to_line(Json(text)); };
  CHECK(line("plain") == "\"plain\"");
  CHECK(line("\x7f") == "\"\\u007f\"");
  CHECK(line("a\x7f"
             "b\x7f") == "\"a\\u007fb\\u007f\"");
  CHECK(line("\xc2\x80\xc2\x9f\xc2\xa0") == "\"\\u0080\\u009f\xc2\xa0\"");
  CHECK(line("\xd8\x9c\xd8\x9b") == "\"\\u061c\xd8\x9b\"");
  CHECK(line("x\xe2\x80\xaey\xe2\x82\xac") == "\"x\\u202ey\xe2\x82\xac\"");
  CHECK(line("##[a##[b") == "\"\\u0023#[a\\u0023#[b\"");
  CHECK(line("###[") == "\"#\\u0023#[\"");
}

TEST_CASE("amounts in JSON have a text beside them, and what is no amount has none") {
  const Json given = {{"a_nano_usd", 1'500'000'000},
                      {"cap_nano_usd", 1},
                      {"nano_usd_per_million_tokens", {{"input", 2'000'000'000}, {"none", nullptr}}},
                      {"b_nano_usd", "text"},
                      {"c_nano_usd", {{"x", "y"}}},
                      {"d_nano_usd", nullptr},
                      {"list", Json::array({Json{{"nano_usd", 5}}, 7})}};
  CHECK(to_line(given) ==
        R"({"a_nano_usd":1500000000,"a_usd":"$1.50","cap_nano_usd":1,"cap_usd":"$0.000000001",)"
        R"("nano_usd_per_million_tokens":{"input":2000000000,"none":null},)"
        R"("usd_per_million_tokens":{"input":"$2.00","none":null},"b_nano_usd":"text","c_nano_usd":{"x":"y"},)"
        R"("d_nano_usd":null,"d_usd":null,"list":[{"nano_usd":5,"usd":"$0.0001"},7]})");
}
