// SPDX-License-Identifier: MIT
#include "rustassistant/source/file_units.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "built_files.hpp"
#include "rustassistant/base/text.hpp"

namespace rustassistant::source {
namespace {

using domain::FileUnit;
using domain::FileUnits;

// "2-5 f" of each unit; with its tail: "1-1/9-9 Box".
std::vector<std::string> shown(std::string_view content, std::string_view language) {
  std::vector<std::string> units;
  for (const FileUnit& unit : file_units_of(content, language).units) {
    std::string text = std::to_string(unit.lines.line_start) + "-" + std::to_string(unit.lines.line_end);
    if (unit.tail.line_start > 0)
      text += "/" + std::to_string(unit.tail.line_start) + "-" + std::to_string(unit.tail.line_end);
    for (const std::string& name : unit.names) text += " " + name;
    units.push_back(text);
  }
  return units;
}

using Units = std::vector<std::string>;

// Every line is in one unit, in an import, blank, or of a comment.
void check_cover(const std::string& content, std::string_view language, std::string_view comment) {
  const FileUnits file = file_units_of(content, language);
  const auto lines = split(content, '\n');
  std::vector<int> owners(lines.size() + 1, 0);
  const auto own = [&](domain::LineRange range) {
    for (int line = range.line_start; line <= range.line_end; ++line) ++owners.at(static_cast<std::size_t>(line));
  };
  for (const FileUnit& unit : file.units) {
    own(unit.lines);
    if (unit.tail.line_start > 0) own(unit.tail);
  }
  for (std::size_t i = 0; i < file.imports.size(); ++i) {
    if (i == 0 || file.imports[i].lines != file.imports[i - 1].lines) own(file.imports[i].lines);
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    INFO(language << " line " << i + 1 << ": " << lines[i]);
    const std::string_view text = trim(lines[i]);
    const bool may_be_free = text.empty() || text.starts_with(trim(comment));
    CHECK((owners[i + 1] == 1 || (owners[i + 1] == 0 && may_be_free)));
    const auto unit = domain::unit_at(file, static_cast<int>(i) + 1);
    if (unit) CHECK(owners[i + 1] == 1);
  }
}

}  // namespace

TEST_CASE("a file is cut into top-level items, members, and the heads of what holds them") {
  CHECK(shown("use a::b;\n\n/// Says.\n#[inline]\nfn f() {\n  g();\n}\n\nstruct S {\n  a: i32,\n}\nimpl S {\n  fn "
              "m(&self) {}\n\n  // Far.\n\n  fn n() {}\n}\n",
              "rust") == Units{"3-7 f", "9-11 S", "12-12/18-18 S", "13-13 m", "17-17 n"});
  CHECK(shown("import os\n\n# Why.\n@wraps\ndef f():\n    pass\n\nclass A(B):\n    x = 1\n\n    def m(self):\n        "
              "pass\n",
              "python") == Units{"3-6 f", "8-8 A", "9-9 x", "11-12 m"});
  CHECK(shown("#ifndef GUARD\n#define GUARD\n#include <a.h>\nnamespace n {\nclass A {\n public:\n  int f();\n  int x = "
              "0;\n};\n}  // namespace n\n#endif\n",
              "cpp") == Units{"1-1", "2-2 GUARD", "4-4/10-10 n", "5-5/9-9 A", "6-6", "7-7 f", "8-8 x", "11-11"});
  CHECK(
      shown("package p\n\nimport \"fmt\"\n\nvar table = map[string]int{\n\t\"a\": 1,\n}\n\nfunc (b *Box) Put() {\n}\n",
            "go") == Units{"5-7 table", "9-10 Put"});
  CHECK(shown("text\n", "markdown").empty());
  CHECK(shown("", "rust").empty());
}

TEST_CASE("Rust: what stands in a macro around items are units") {
  CHECK(shown("cfg_net! {\n    /// Says.\n    pub fn f() {\n    }\n\n    cfg_tcp! {\n        fn g() {}\n\n        "
              "impl S {\n            fn h() {}\n        }\n    }\n}\n",
              "rust") == Units{"1-1/13-13", "2-4 f", "6-6/12-12", "7-7 g", "9-9/11-11 S", "10-10 h"});
  CHECK(shown("mod m {\n    thread_local! {\n        static A: u8 = 1;\n    }\n}\n", "rust") ==
        Units{"1-1/5-5 m", "2-2/4-4", "3-3 A"});
  // No items, no room for another word, an item on the line of the macro, and not at the place of an item.
  CHECK(shown("select! {\n    a => b,\n    c => d,\n}\n", "rust") == Units{"1-4"});
  CHECK(shown("m! {\n    fn f() {}\n}\n", "rust") == Units{"1-3"});
  CHECK(shown("cfg_net! { fn f() {} }\n", "rust") == Units{"1-1"});
  CHECK(shown("fn f() {\n    cfg_net! {\n        fn g() {}\n    }\n}\n", "rust") == Units{"1-5 f"});
}

TEST_CASE("every line of a file is in one unit, an import, a comment or blank") {
  check_cover("cfg_net! {\n    fn f() {}\n\n    // Far.\n\n    fn g() {}\n}\ncfg_fn! {\n    fn h() {}\n}\n", "rust",
              "//");
  for (const built::Syntax& syntax : built::kSyntaxes)
    check_cover(built::text_of(syntax, built::first_parts()), syntax.language, syntax.comment);
  check_cover(
      "int a; int b;\nint f() { return 1; } int g() {\n  return 2;\n}\n}}}\nclass A { int x;\n int y; }; int z;\n",
      "cpp", "//");
}

TEST_CASE("a unit is told by its text and its place, not by its lines or names") {
  const auto one = file_units_of("fn f() {}\n\nimpl A {\n  fn f() {}\n}\n", "rust");
  const auto moved = file_units_of("\n// Free.\n\nimpl A {\n  fn f() {}   \r\n}\n\nfn f() {}\n", "rust");
  REQUIRE(one.units.size() == 3);
  REQUIRE(moved.units.size() == 3);
  CHECK(one.units[0].hash == moved.units[2].hash);
  CHECK(one.units[2].hash == moved.units[1].hash);
  CHECK(one.units[2].hash != file_units_of("impl B {\n  fn f() {}\n}\n", "rust").units[1].hash);
}

TEST_CASE("a signature is what users of a function see of it") {
  const auto head_of = [](std::string_view text) { return file_units_of(text, "cpp").units.at(0).head_hash; };
  CHECK(head_of("int f(int a) {\n  return 1;\n}\n") == head_of("int f(int a)\n{\n  return 2;\n}\n"));
  CHECK(head_of("int f(int a) {\n  return 1;\n}\n") != head_of("int f(long a) {\n  return 1;\n}\n"));
  const FileUnit unit = file_units_of("int f(int a,\n      int b) {\n  return 1;\n}\n", "cpp").units.at(0);
  CHECK(unit.is_function);
  CHECK(unit.head == domain::LineRange{1, 2});
}

TEST_CASE("a long statement is split where functions make it up") {
  std::string text = "describe('all', () => {\n";
  for (int i = 0; i < 30; ++i) {
    const std::string number = std::to_string(i);
    text += "  it('does " + number + "', () => {\n    run(" + number + ");\n    check(" + number + ");\n  });\n";
  }
  text += "});\n";
  const FileUnits file = file_units_of(text, "javascript");
  REQUIRE(file.units.size() == 31);
  CHECK(file.units[0].lines == domain::LineRange{1, 1});
  CHECK(file.units[0].tail == domain::LineRange{122, 122});
  CHECK(file.units[1].lines == domain::LineRange{2, 5});
}

TEST_CASE("what is remembered of a file survives being written and read") {
  domain::EarlierReview review;
  review.file = file_units_of(built::text_of(built::kSyntaxes[2], built::first_parts()), "cpp");
  review.sent_since_whole = 5;
  review.whole_cost = NanoUsd{7};
  review.whole_bytes = 9;
  const auto read = domain::parse_earlier_review(domain::serialise(review));
  REQUIRE(read);
  CHECK(read->file == review.file);
  CHECK(read->sent_since_whole == 5);
  CHECK(read->whole_cost == NanoUsd{7});
  CHECK(read->whole_bytes == 9);
  for (const char* const bad : {"", "[]", "{}", R"({"version":2})", R"({"version":1,"units":[[1,2]],"imports":[]})"})
    CHECK(!domain::parse_earlier_review(bad));
}

TEST_CASE("characters that are cut off, over and over, end the parser and not the program") {
  std::string content;
  while (content.size() < 8'000) content += "G\xe0\n";
  content.pop_back();
  for (const char* const language : {"rust", "c", "cpp", "python", "javascript", "typescript", "go", "java", "bash"}) {
    CAPTURE(language);
    CHECK(file_units_of(content, language).units.size() <= content.size());
  }
}

}  // namespace rustassistant::source
