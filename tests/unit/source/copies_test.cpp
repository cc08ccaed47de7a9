// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <cstddef>
#include <string>
#include <string_view>

#include "kind_samples.hpp"

// Copies at both sides of each bound: 100 tokens, 10 lines, three quarters of them with equal text.
namespace rustassistant::source {
namespace {

// A function of that body, in which each "@" is "x" for the first `renamed` and "y" for the others.
std::string copied(const std::string& name, std::string body, int renamed = 0) {
  for (std::size_t at = 0; (at = body.find('@', at)) != std::string::npos; --renamed) {
    body.replace(at, 1, renamed > 0 ? "x" : "y");
  }
  return "void " + name + "(int a) {\n" + body + "}\n";
}

// With `void f(int a) {` and `}` exactly 100 tokens on exactly 10 lines, no two of them alike.
const std::string kHundred =
    "  if (a > 1) return;\n"
    "  unsigned long b = sizeof(c);\n"
    "  struct @k *@l = &@m[3].@n;\n"
    "  @o->@p = @q || @r && ~@s;\n"
    "  @t = (@u)@v % @w | @x ^ @z;\n"
    "  @cc(@dd, \"s\", 'c', @ee.@ff - 1);\n"
    "  @gg += -@hh / @ii * @jj;\n"
    "  @kk(@ll, @nn != @oo <= !@pp);\n";

std::string changed(const std::string& before, const std::string& after) {
  std::string body = kHundred;
  return body.replace(body.find(before), before.size(), after);
}

std::string told_of_copies(const std::string& content) {
  return told(domain::SmellType::duplicated_code, content, "c");
}

std::string told_of_two(const std::string& first, const std::string& second, int renamed = 0) {
  return told_of_copies(copied("f", first) + copied("g", second, renamed));
}

}  // namespace

TEST_CASE("a copy has at least 100 tokens on 10 lines, a branch, and three quarters of equal texts") {
  const std::string_view copy = "11-20 lines 11-20 repeat lines 1-10 (100 tokens)";
  CHECK(told_of_two(kHundred, kHundred) == copy);
  const std::string shorter = changed("!@pp", "@pp");
  CHECK(told_of_two(shorter, shorter).empty());
  CHECK(told_of_two(changed("!@pp", "!!@pp"), changed("!@pp", "!!@pp")) ==
        "11-20 lines 11-20 repeat lines 1-10 (101 tokens)");
  const std::string nine_lines = changed(";\n  unsigned", "; unsigned");
  CHECK(told_of_two(nine_lines, kHundred).empty());
  CHECK(told_of_two(kHundred, nine_lines).empty());
  CHECK(told_of_two(kHundred, changed(";\n  unsigned", ";\n\n  unsigned")) ==
        "11-21 lines 11-21 repeat lines 1-10 (100 tokens)");
  const std::string no_branch = changed("if (a > 1)", "fo (a > 1)");
  CHECK(told_of_two(no_branch, no_branch).empty());
  CHECK(told_of_two(kHundred, kHundred, 24) == copy);  // and the functions' names
  CHECK(told_of_two(kHundred, kHundred, 25).empty());
}

TEST_CASE("a copy begins and ends where both go on alike, and with their functions") {
  const std::string common = "  @qq[@rr] =\n    sizeof @ss;\n" + kHundred;
  CHECK(told_of_copies(copied("f", common + "  more(1);\n") + copied("g", "  less--;\n" + common)) ==
        "16-25 lines 16-25 repeat lines 2-11 (100 tokens)");
  const std::string less = "  @qq[@rr] =\n    @ss;\n" + kHundred;
  CHECK(told_of_copies(copied("f", less + "  more(1);\n") + copied("g", "  less--;\n" + less)).empty());
  // What is alike in a row of functions is one copy for each.
  CHECK(told_of_copies(copied("f", kHundred) + copied("g", kHundred) + copied("h", kHundred)).find("200 tokens") ==
        std::string::npos);
}

TEST_CASE("several copies of one original are one finding, at the last of them") {
  std::string before = "void p(int a) { z = -1";
  for (int i = 0; i < 9; ++i) before += "-a+2";
  const auto found = of_kind(
      domain::SmellType::duplicated_code,
      before + "; }\n" + copied("f", kHundred) + "int x;\n" + copied("g", kHundred) + copied("h", kHundred + "\n\n"),
      "c");
  REQUIRE(found.size() == 1);
  CHECK(found[0].description == "lines 13-22 repeat lines 2-11 (100 tokens), and so do lines 23-34");
  CHECK(found[0].location.item_name == "h");
  CHECK(found[0].location.line_start == 23);
  CHECK(found[0].location.line_end == 34);
  CHECK(found[0].value == 100);
  CHECK(found[0].severity == domain::Severity::low);
}

}  // namespace rustassistant::source
