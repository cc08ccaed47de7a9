// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <string_view>

#include "measure.hpp"
#include "parsed.hpp"
#include "rustassistant/domain/findings.hpp"

// Which text a tree is of, and what of it was not understood.
namespace rustassistant::source {
namespace {

std::string ranges_of(const ParsedText& parsed) {
  std::string text;
  for (const domain::LineRange& range : parsed.unparsed()) {
    text += std::to_string(range.line_start) + "-" + std::to_string(range.line_end) + " ";
  }
  return text;
}

}  // namespace

TEST_CASE("a tree is of the repaired text where that parses better, with the content beside it") {
  struct ParsedRow {
    std::string_view language;
    std::string_view content;
    std::string_view text;
  };
  constexpr ParsedRow kRows[] = {
      {"bash", "cat <<A | b <<B\na (\nA\nb '\nB\n", "cat     | b    \n   \n \n   \n \n"},
      {"rust", "unsafe extern \"C\" { fn f(); }\n", "       extern \"C\" { fn f(); }\n"},
      {"python", "class A[T = int]: pass\n", "class A[T      ]: pass\n"},
      {"go", "package p\nvar a = new(b{1})\n", "package p\nvar a = _ew(b{1})\n"},
      {"typescript", "export type * from \"a\";\n", "export      * from \"a\";\n"},
      {"javascript", "x = <a href=\"b&c\">d</a>;\n", "x = <a href=\"b_c\">d</a>;\n"},
      {"c", "void f(void) { A(1) b(2); }\n", "void f(void) { A(1);b(2); }\n"},
      {"c", "int a;\n", "int a;\n"},
      {"python", "a = [T = int\n", "a = [T = int\n"},
      {"css", "a { }\n", "a { }\n"},
  };
  for (const ParsedRow& row : kRows) {
    CAPTURE(row.language, row.content);
    const ParsedText parsed(row.content, row.language);
    CHECK(parsed.content() == row.content);
    CHECK(parsed.text() == row.text);
    CHECK(parsed.parsed() == (row.language != "css"));
    CHECK(parsed.unparsed().empty() == (row.content != "a = [T = int\n"));
  }
}

TEST_CASE("lines that were not understood are told once, joined where they touch, with their share") {
  struct UnparsedRow {
    std::string_view content;
    std::string_view ranges;
    double share;
  };
  constexpr UnparsedRow kRows[] = {
      {"int a;\n", "", 0},
      {"int a;\n] ] ]\nint b;\n", "2-2 ", 0.25},
      {"int a;\n] ] ]\n@ @\nint b;\n", "2-3 ", 0.4},
      {"int a;\n] ] ]\nint b;\n@ @\nint c;\n", "2-2 4-4 ", 0.333},
      {"] ]", "1-1 ", 1},
  };
  for (const UnparsedRow& row : kRows) {
    CAPTURE(row.content);
    const ParsedText parsed(row.content, "c");
    CHECK(ranges_of(parsed) == row.ranges);
    CHECK(unparsed_of(parsed).ranges == parsed.unparsed());
    CHECK(unparsed_of(parsed).share == row.share);
  }
}

TEST_CASE("a case for what no other case is for adds no path, however it is written") {
  struct PathRow {
    std::string_view language;
    std::string_view content;
    int complexity;
  };
  constexpr PathRow kRows[] = {
      {"c", "int f(int a) { switch (a) { default: return 1; } }\n", 1},
      {"c", "int f(int a) { switch (a) { default : return 1; } }\n", 1},
      {"c", "int f(int a) { switch (a) { case defaults: return 1; } }\n", 2},
      {"c", "int f(int a) { switch (a) { case 1: default: case 2: return 1; } }\n", 3},
      {"java", "class A { int f(int a) { switch (a) { default -> g(); } } }\n", 1},
      {"java", "class A { int f(int a) { switch (a) { default-> g(); } } }\n", 1},
      {"java", "class A { int f(int a) { switch (a) { case null , default -> g(); } } }\n", 1},
      {"java", "class A { int f(int a) { switch (a) { case null -> g(); } } }\n", 2},
      {"python", "def f(a):\n  match a:\n    case _:\n      pass\n", 1},
      {"python", "def f(a):\n  match a:\n    case _ :\n      pass\n", 1},
      {"python", "def f(a):\n  match a:\n    case _x:\n      pass\n", 2},
      {"python", "def f(a):\n  match a:\n    case [_]:\n      pass\n", 2},
      {"bash", "f() { case $a in *) b;; esac; }\n", 1},
      {"bash", "f() { case $a in (*) b;; esac; }\n", 1},
      {"bash", "f() { case $a in *.c) b;; esac; }\n", 2},
      {"bash", "f() { case $a in * ) b;; esac; }\n", 1},
      {"go", "package p\nfunc f() { switch a { default: b() } }\n", 1},
      {"rust", "fn f(a: u8) { match a { _ => {} } }\n", 1},
      {"rust", "fn f(a: u8) { match a { 1 => {}, _ => {} } }\n", 2},
  };
  for (const PathRow& row : kRows) {
    CAPTURE(row.content);
    const Measures measures = measure(ParsedText(row.content, row.language));
    REQUIRE(measures.functions.size() == 2);
    CHECK(measures.functions[1].complexity == row.complexity);
  }
}

TEST_CASE("a name that is spelled as a keyword is another token") {
  const auto volume = [](std::string_view content) {
    const Measures measures = measure(ParsedText(content, "javascript"));
    REQUIRE(measures.functions.size() == 2);
    return measures.functions[1].volume;
  };
  CHECK(volume("class A { get get() { return 1; } }") == volume("class A { get bet() { return 1; } }"));
  CHECK(volume("class A { get bet() { return bet; } }") < volume("class A { get bet() { return net; } }"));
}

}  // namespace rustassistant::source
