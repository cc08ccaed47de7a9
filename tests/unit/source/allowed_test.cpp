// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <string_view>

#include "rustassistant/source/suppressions.hpp"

// Where comments that allow kinds stand, and what they belong to. "~" stands for such a comment's words.
namespace rustassistant::source {
namespace {

// "3: long_function -> f 4-6 (reason)" of each.
std::string allowed_in(std::string_view content, std::string_view language) {
  std::string text;
  for (const Suppression& found : suppressions_of(content, language)) {
    if (!text.empty()) text += "; ";
    text += std::to_string(found.line) + ":";
    for (const SuppressedKind& kind : found.kinds) text += " " + kind.written + (kind.smell ? "" : "?");
    text += found.scope == SuppressionScope::nothing ? " -> nothing"
            : found.scope == SuppressionScope::file  ? " -> file"
                                                     : " -> " + found.item;
    if (found.lines.line_start > 0 || found.lines.line_end > 0) {
      text += " " + std::to_string(found.lines.line_start) + "-" + std::to_string(found.lines.line_end);
    }
    if (!found.reason.empty()) text += " (" + found.reason + ")";
  }
  return text;
}

struct AllowRow {
  std::string_view language;
  std::string_view content;
  std::string_view allowed;
};

}  // namespace

TEST_CASE("what comments that allow kinds say and belong to, wherever they stand") {
  const AllowRow rows[] = {
      {"rust", "// ~\n  \nfn f() {}\n", "1: dead_code -> nothing"},
      {"rust", "// ~\r\n\r\nfn f() {}\r\n", "1: dead_code -> nothing"},
      {"rust", "// ~\r\nfn f() {}\r\n", "1: dead_code -> f 2-2"},
      {"rust", "// ~\n// a\n\nfn f() {}\n", "1: dead_code -> nothing"},
      {"rust", "// ~\n#[a]\n\nfn f() {}\n", "1: dead_code -> nothing"},
      {"rust", "// ~\n\n#[a]\nfn f() {}\n", "1: dead_code -> nothing"},
      {"rust", "// ~\n#[a]\n#[b]\n// c\nfn f() {}\n", "1: dead_code -> f 5-5"},
      {"rust", "fn e() {}\nfn f() {} // ~\nfn g() {}\n", "2: dead_code -> f 2-2"},
      {"rust", "fn e() {}\nfn f() {\n} // ~\nfn g() {}\n", "3: dead_code -> nothing"},
      {"rust", "mod m { fn f() {} // ~\n fn g() {} }\n", "1: dead_code -> m::f 1-1"},
      {"rust", "fn e() {}\nconst A: u8 = 1; // ~\nfn g() {}\n", "2: dead_code -> A 2-2"},
      {"rust", "fn e() {}\nconst A: u8 = 1; fn f() {} // ~\n", "2: dead_code -> f 2-2"},
      {"rust", "const A: u8 = 1; const B: u8 = 2; // ~\n", "1: dead_code -> B 1-1"},
      {"rust", "fn f() { // ~\n}\nfn g() {\n// ~\n}\n", "1: dead_code -> f 1-2; 4: dead_code -> g 3-5"},
      {"rust", "fn f() {\n  a();\n}\n// ~\nconst B: u8 = 1;\n", "4: dead_code -> B 5-5"},
      {"rust", "mod m {\n// ~\nconst B: u8 = 1;\nfn f() {}\n}\n", "2: dead_code -> m 1-5"},
      {"rust", "mod m {\nfn f() {}\n// ~\nconst B: u8 = 1;\n}\n", "3: dead_code -> m::B 4-4"},
      {"rust", "struct A {\n// ~\n a: u8,\n b: u8,\n}\n", "2: dead_code -> A 1-5"},
      {"rust", "struct A {\n a: u8, // ~\n b: u8,\n}\n", "2: dead_code -> A::a 2-2"},
      {"rust", "// ~", "1: dead_code -> nothing"},
      {"rust", "// ~\n", "1: dead_code -> nothing"},
      {"rust", "// ~\nfn f() {}", "1: dead_code -> f 2-2"},
      {"rust", " // ~\nfn f() {}", "1: dead_code -> f 2-2"},
      {"rust", "fn f() {}\n// ~", "2: dead_code -> nothing"},
      {"rust", "/* ~ */ fn f() {}\n", "1: dead_code -> f 1-1"},
      {"rust", "/*\n * ~: why -- so\n * rustassistant: allow-file(god_object) all */\nfn f() {}\n",
       "2: dead_code -> f 4-4 (why -- so); 3: god_object -> file 1-4 (all)"},
      {"rust", "//! ~\nfn f() {}\n", "1: dead_code -> f 2-2"},
      {"rust", "/// rustassistant:allow( dead_code , long_function ) - a - b\nfn f() {}\n",
       "1: dead_code long_function -> f 2-2 (a - b)"},
      {"rust", "// rustassistant: allow(dead_code\nfn f() {}\n", "1: dead_code -> f 2-2"},
      {"rust", "// rustassistant: allow(\nfn f() {}\n", "1: -> f 2-2"},
      {"rust", "// rustassistant: allowed\nfn f() {}\n", "1: -> f 2-2"},
      {"rust", "// rustassistant: \nfn f() {}\n", ""},
      {"rust", "// rustassistant::allow(dead_code)\nfn f() {}\n", ""},
      {"rust", "// rustassistant: deny(dead_code)\n// rustassistant: allow(god_object)\nfn f() {}\n",
       "2: god_object -> f 3-3"},
      {"rust", "// a ~\nfn f() {}\n", ""},
      {"rust", "// rustassistant: allow(a,,b) :: - :x */\nfn f() {}\n", "1: a? b? -> f 2-2 (- :x)"},
      {"rust", "fn f(a: u8 // ~\n) {}\n", "1: dead_code -> f 1-2"},
      {"rust", "fn f() // ~\n{}\n", "1: dead_code -> f 1-2"},
      {"rust", "impl A for B // ~\n{\nfn f() {}\n}\n", "1: dead_code -> B 1-4"},
      {"rust", "fn f() {\n  fn g() { // ~\n  }\n}\n", "2: dead_code -> f::g 2-3"},
      {"rust", "fn f() {\n  fn g() {\n  }\n // ~\n}\n", "4: dead_code -> nothing"},
      {"python", "def f():\n    # a\n    \"\"\"b\"\"\"\n    # ~\n    c()\n", "4: dead_code -> f 1-5"},
      {"python", "def f():\n    \"\"\"b\"\"\"\n    c()\n    # ~\n", "4: dead_code -> nothing"},
      {"python", "def f():\n    \"b\"\n    # ~\n", "3: dead_code -> f 1-3"},
      {"python", "def f():\n    x = \"b\"\n    # ~\n    c()\n", "3: dead_code -> nothing"},
      {"python", "class A:\n    \"\"\"b\"\"\"\n    # ~\n\n    x = 1\n", "3: dead_code -> A 1-5"},
      {"python", "class A:\n    x = 1\n    # ~\n    def f(self): pass\n", "3: dead_code -> A.f 4-4"},
      {"python", "def f(): pass\n# ~\n\ndef g(): pass\n", "2: dead_code -> nothing"},
      {"python", "x = 1 # ~\ny = 2\n", "1: dead_code -> nothing"},
      {"python", "def f(\n  a, # ~\n): pass\n", "2: dead_code -> f 1-3"},
      {"c", "int a;\n// ~\nint b;\nint f(void) { return 0; } int g(void) { return 0; } // ~\n",
       "2: dead_code -> nothing; 4: dead_code -> g 4-4"},
      {"c", "struct s {\n// ~\n int a; // ~\n int b;\n};\nenum e { // ~\n B };\n",
       "2: dead_code -> s 1-5; 3: dead_code -> nothing; 6: dead_code -> e 6-7"},
      {"c", "#define A 1 // ~\n// ~\n#define B 2\nint f(void)\n// ~\n{\n// ~\n}\n",
       "2: dead_code -> B 3-3; 5: dead_code -> f 4-8; 7: dead_code -> f 4-8"},
      {"c", "int f(void) { /* ~ */ return 0; }\n", "1: dead_code -> f 1-1"},
      {"java",
       "class A {\n  // ~\n  @B(\"c\")\n  // d\n  @E void f() { }\n\n  int g; // ~\n  A() { // ~\n  h(); }\n}\n",
       "2: dead_code -> A.f 3-5; 7: dead_code -> nothing; 8: dead_code -> A.A 8-9"},
      {"go", "package p\n\n// ~\n\n// ~\nvar a = 1\n\nconst (\n\t// ~\n\tb = 1\n\tc = 2 // ~\n)\n",
       "3: dead_code -> nothing; 5: dead_code -> nothing; 9: dead_code -> b 10-10; 11: dead_code -> c 11-11"},
      {"typescript",
       "@A\n// ~\nexport class B {\n  // ~\n  c = 1; // ~\n  d() {} // ~\n}\n// ~\nexport const e = () => 1, g = 2;\n",
       "2: dead_code -> B 3-7; 4: dead_code -> B 3-7; 5: dead_code -> nothing; 6: dead_code -> B.d 6-6; 8: dead_code "
       "-> e 9-9"},
      {"bash", "a() { b; } # ~\n# ~\nc=1\n# ~\nd() {\n # ~\n e\n}\n",
       "1: dead_code -> a 1-1; 2: dead_code -> nothing; 4: dead_code -> d 5-8; 6: dead_code -> d 5-8"},
  };
  for (const AllowRow& row : rows) {
    std::string content(row.content);
    for (std::size_t at = 0; (at = content.find('~', at)) != std::string::npos; ++at) {
      content.replace(at, 1, "rustassistant: allow(dead_code)");
    }
    INFO(row.language << "\n" << content);
    CHECK(allowed_in(content, row.language) == row.allowed);
  }
}

}  // namespace rustassistant::source
