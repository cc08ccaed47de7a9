// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "lines.hpp"
#include "whole_results.hpp"

// Units of a file at the bounds of what is one, and what of them counts for those who use them.
namespace rustassistant::source {
namespace {

std::string times(int count, std::string_view text) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

std::size_t count_of_units(const std::string& text, std::string_view language) {
  return file_units_of(text, language).units.size();
}

struct HeadRow {
  std::string_view language;
  std::string_view before;
  std::string_view after;
  bool same;
};

bool defines(std::string_view text, std::string_view name) {
  const domain::FileUnits file = file_units_of(text, "rust");
  for (const domain::FileUnit& unit : file.units)
    for (const std::string& one : unit.names)
      if (one == name) return true;
  return false;
}

}  // namespace

TEST_CASE("a file of as many units as may be has them all, one of more has none") {
  const std::string most = times(static_cast<int>(kMaxUnits), "a\n");
  CHECK(count_of_units(most + "# The end.\n", "bash") == kMaxUnits);
  CHECK(count_of_units(most + "a\n", "bash") == 0);
}

TEST_CASE("a long statement is split where functions take enough of its lines") {
  // A call with a function of `functions` lines in its block, on `lines` lines.
  const auto units = [](int lines, int functions) {
    return count_of_units("describe('a', () => {\n  it('b', () => {\n" + times(functions - 2, "    c();\n") +
                              "  });\n" + times(lines - functions - 2, "  d();\n") + "});\n",
                          "javascript");
  };
  CHECK(units(100, 90) == 1);
  CHECK(units(101, 40) == 1);
  CHECK(units(101, 41) == 60);
  CHECK(units(200, 79) == 1);
  CHECK(units(200, 80) == 120);
}

TEST_CASE("what is around each other is split fifty times") {
  const auto units = [](int depth) {
    return count_of_units(times(depth, "namespace a {\n") + "int x;\n" + times(depth, "}\n"), "cpp");
  };
  CHECK(units(1) == 2);
  CHECK(units(49) == 50);
  CHECK(units(50) == 51);
  CHECK(units(51) == 51);
  CHECK(units(60) == 51);
}

TEST_CASE("a unit has two hundred names at most, and long ones are cut") {
  std::string text = "enum e { ";
  for (int i = 0; i < 300; ++i) text += "A" + std::to_string(i) + ", ";
  CHECK(file_units_of(text + "};\n", "c").units.at(0).names.size() == 200);
  const auto name = [](std::size_t size) {
    return file_units_of(std::string(size, 'x') + " = 1\n", "python").units.at(0).names.at(0).size();
  };
  CHECK(name(256) == 256);
  CHECK(name(257) == 256);
}

TEST_CASE("hashes are of one length") {
  const domain::FileUnits file = file_units_of("struct A {\n  int b;\n};\nint c() { return 1; }\n", "cpp");
  for (const domain::FileUnit& unit : file.units) {
    CHECK(unit.hash.size() == 24);
    CHECK(unit.head_hash.size() == 24);
  }
  CHECK(file_units_of("use a;\n", "rust").imports.at(0).hash.size() == 24);
}

TEST_CASE("what users of a unit see of it") {
  const std::vector<HeadRow> rows{
      {"rust", "fn a() { b(); }\n", "fn a() { c(); }\n", true},
      {"rust", "fn a() { b(); }\n", "fn a()\n{\n}\n", true},
      {"rust", "fn a() { b(); }\n", "/// c\n#[d]\nfn a() { b(); }\n", true},
      {"rust", "fn a(b: u8) {}\n", "fn a(b: u16) {}\n", false},
      {"rust", "fn a(b: u8) {}\n", "fn a(b:   u8)   {}\n", true},
      {"rust", "struct A;\n", "/// b\nstruct A;\n", true},
      {"rust", "struct A;\n", "#[b]\nstruct A;\n", true},
      {"rust", "struct A;\n", "#[derive(B)]\nstruct A;\n", false},
      {"rust", "#[derive(B)]\nstruct A;\n", "#[derive(C)]\nstruct A;\n", false},
      {"rust", "#[derive(B,\n  C)]\n#[d]\nstruct A;\n", "#[derive(B,\n  C)]\nstruct A;\n", true},
      {"rust", "#[derive(B,\n  C)]\nstruct A;\n", "#[derive(B,\n  D)]\nstruct A;\n", false},
      {"rust", "#[derive(B)]\n/// c\nstruct A;\n", "#[derive(B)]\nstruct A;\n", true},
      {"rust", "struct A { b: u8 }\n", "struct A { b: u16 }\n", false},
      {"rust", "const A: u8 = 1;\n", "const A: u8 = 2;\n", false},
      {"cpp", "class A {\n  int b();\n};\n", "class A {\n  int c();\n};\n", true},
      {"cpp", "class A {\n  int b();\n};\n", "class A {\n  int b();\n} d;\n", false},
      {"cpp", "class A {\n  int b();\n};\n", "class A : C {\n  int b();\n};\n", false},
      {"cpp", "A::A() : b(1) {\n}\n", "A::A() : b(2) {\n}\n", false},
      {"python", "def a(b):\n    c\n", "def a(b):\n    d\n", true},
      {"python", "@e\ndef a(b):\n    c\n", "@f\ndef a(b):\n    c\n", false},
      {"javascript", "const a = (b) => c;\n", "const a = (b) => d;\n", true},
      {"javascript", "const a = (b) => c;\n", "const a = (d) => c;\n", false},
  };
  for (const HeadRow& row : rows) {
    CAPTURE(row.before, row.after);
    const auto before = file_units_of(row.before, row.language).units.at(0);
    const auto after = file_units_of(row.after, row.language).units.at(0);
    CHECK((before.head_hash == after.head_hash) == row.same);
  }
}

TEST_CASE("Rust: which macros around items are opened") {
  CHECK(defines("abcd! {\n    fn f() {}\n}\n", "f"));
  CHECK_FALSE(defines("abc! {\n    fn f() {}\n}\n", "f"));
  CHECK(defines("cfg_net!{\n    fn f() {}\n}\n", "f"));
  CHECK_FALSE(defines("cfg_net! (\n    fn f() {}\n);\n", "f"));
  CHECK_FALSE(defines("cfg_net! [\n    fn f() {}\n];\n", "f"));
  CHECK_FALSE(defines("a::cfg_net! {\n    fn f() {}\n}\n", "f"));
  CHECK(defines("cfg_net! {\n    #![a]\n    #[b]\n    // c\n    fn f() {}\n    struct S;\n}\n", "f"));
  CHECK_FALSE(defines("cfg_net! {\n    fn f() {}\n    g();\n}\n", "f"));
  CHECK_FALSE(defines("cfg_net! {\n    fn f() {}\n    let a = 1;\n}\n", "f"));
  CHECK_FALSE(defines("cfg_net! {\n    fn f() {}\n    ((\n}\n", "f"));
  CHECK(defines("mod a {\n    cfg_net! {\n        fn f() {}\n    }\n}\n", "f"));
  CHECK(defines("mod b;\nfn g() {}\ncfg_net! {\n    fn f() {}\n}\n", "f"));
  CHECK(defines("cfg_net! {\n    fn e() {}\n}\ncfg_tcp! {\n    fn f() {}\n}\n", "f"));
  CHECK(defines("cfg_net! {\n    cfg_tcp! {\n        fn f() {}\n    }\n    fn e() {}\n}\n", "f"));
  CHECK(defines("cfg_net! {\n    mod m {\n        cfg_tcp! {\n            fn f() {}\n        }\n    }\n}\n", "f"));
  const auto within = [](int modules) {
    return times(modules, "mod m {\n") + "cfg_net! {\n    fn f() {}\n}\n" + times(modules, "}\n");
  };
  CHECK(defines(within(7), "f"));
  CHECK_FALSE(defines(within(8), "f"));
}

TEST_CASE("lines of a text, and its words") {
  const TextLines lines("a  \r\n\n \t\nb\n\n");
  REQUIRE(lines.count() == 5);
  CHECK(lines.at(1) == "a");
  CHECK(lines.at(4) == "b");
  CHECK_FALSE(lines.is_blank(1));
  CHECK(lines.is_blank(2));
  CHECK(lines.is_blank(3));
  CHECK(lines.is_blank(5));
  CHECK(lines.joined({1, 2}) == "a\n\n");
  CHECK(lines.joined({4, 4}) == "b\n");
  CHECK(lines.joined({4, 3}).empty());
  CHECK(TextLines("").count() == 1);
  CHECK(TextLines("a").count() == 1);
  CHECK(TextLines("a\n").count() == 1);
  CHECK(collapsed("  a \t\r\n\f\v b  ") == "a b ");
  CHECK(collapsed("") == "");
  CHECK(identifiers_in("b a1 b _c 2d", 9) == std::vector<std::string>{"_c", "a1", "b"});
  CHECK(identifiers_in("c b a", 2) == std::vector<std::string>{"b", "c"});
}

}  // namespace rustassistant::source
