// SPDX-License-Identifier: MIT
#include "rustassistant/source/interfaces.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace rustassistant::source {
namespace {

struct Change {
  std::string_view what;
  std::string_view from;
  std::string_view to;
  bool counts;
};

// Applies each change to the text and sees whether the hash is another one.
void check_changes(std::string_view language, std::string_view content, const std::vector<Change>& changes) {
  const Interface before = interface_of(content, language);
  REQUIRE_FALSE(before.whole_file);
  for (const Change& change : changes) {
    INFO(language << ": " << change.what);
    std::string text(content);
    const std::size_t at = text.find(change.from);
    REQUIRE(at != std::string::npos);
    text.replace(at, change.from.size(), change.to);
    const Interface after = interface_of(text, language);
    CHECK_FALSE(after.whole_file);
    CHECK((after.hash != before.hash) == change.counts);
  }
}

std::vector<std::string> names(std::string_view language, std::string_view content) {
  std::vector<std::string> found;
  for (const PublicItem& item : interface_of(content, language).items) found.push_back(item.name);
  return found;
}

}  // namespace

TEST_CASE("the interface of Rust") {
  check_changes(
      "rust",
      "//! about\nuse std::fmt;\npub const N: u8 = 1;\nconst M: u8 = 2;\npub use a::B;\n/// doc\npub struct S { pub x: "
      "u8, y: u8 }\n"
      "struct T;\nimpl S {\n  pub fn f(&self, a: u8) -> u8 { a + 1 }\n  fn g(&self) {}\n}\nimpl T { pub fn h(&self) {} "
      "}\n"
      "pub(crate) fn k() { let q = 1; }\nfn l() {}\npub trait V { fn w(&self) { old() } }\npub enum E { A, B }\n",
      {{"body", "a + 1", "{ a + 2 }", false},
       {"comment", "/// doc", "/// other", false},
       {"comment within", "pub const", "/* here */ pub const", false},
       {"reformatting", "pub fn f(&self, a: u8) -> u8", "pub fn f(\n    &self,\n    a: u8,\n) -> u8", false},
       {"private function", "fn l() {}", "fn l(a: u8) {}", false},
       {"private constant", "M: u8 = 2", "M: u8 = 3", false},
       {"private method", "fn g(&self)", "fn g(&mut self)", false},
       {"private field", "y: u8", "y: u16", false},
       {"new private item", "fn l() {}", "fn l() {}\nfn l2() {}\nstruct L;\nimpl L { pub fn z() {} }", false},
       {"method of a private type", "fn h(&self)", "fn h(&mut self)", false},
       {"import", "use std::fmt;", "use std::io;", false},
       {"default body of a trait", "old()", "other()", false},
       {"signature", "a: u8) -> u8", "a: u16) -> u8", true},
       {"result", "-> u8", "-> u16", true},
       {"new item", "struct T;", "struct T;\npub struct U;", true},
       {"constant's value", "N: u8 = 1", "N: u8 = 2", true},
       {"public field", "pub x: u8", "pub x: u16", true},
       {"visible in the crate", "fn k()", "fn k(a: u8)", true},
       {"made private", "pub(crate) fn k()", "fn k()", true},
       {"handed on", "pub use a::B", "pub use a::C", true},
       {"method of a trait", "fn w(&self)", "fn w(&mut self)", true},
       {"variant", "A, B }", "A, B, C }", true}});
  CHECK(names("rust",
              "pub fn b() {}\npub struct A;\nimpl A { pub fn c() {} }\n#[macro_export]\nmacro_rules! m { () => {} "
              "}\nmacro_rules! n { () => {} }\npub mod d { pub fn e() {} fn f() {} }\n") ==
        std::vector<std::string>{"A", "A", "b", "e", "m"});
}

TEST_CASE("the interface of a header and of a C file") {
  check_changes("c",
                "#ifndef A_H\n#define A_H\n#include \"b.h\"\n#define N 1\n#define MAX(a, b) ((a) > (b) ? (a) : "
                "(b))\ntypedef struct { int x; } s;\n"
                "int f(int a);\nextern int v;\nstatic inline int g(int a) { return a + 1; }\n#endif\n",
                {{"body", "a + 1", "a + 2", false},
                 {"comment", "int f", "/* c */ int f", false},
                 {"comment behind a macro", "#define N 1", "#define N 1  // one", false},
                 {"reformatting", "int f(int a);", "int f(\n    int a);", false},
                 {"include", "\"b.h\"", "\"c.h\"", false},
                 {"signature", "int f(int a)", "int f(long a)", true},
                 {"macro", "(a) > (b)", "(a) >= (b)", true},
                 {"value", "N 1", "N 2", true},
                 {"member", "int x;", "long x;", true},
                 {"inline function", "g(int a)", "g(long a)", true},
                 {"new item", "extern int v;", "extern int v;\nextern int w;", true}});
  check_changes("c",
                "#include \"a.h\"\n#define N 1\nstatic int g(int a) { return a; }\nstruct s { int x; };\nint f(int a) "
                "{ return g(a) + N; }\n",
                {{"body", "g(a) + N", "g(a)", false},
                 {"own macro", "N 1", "N 2", false},
                 {"own function", "g(int a)", "g(long a)", false},
                 {"own type", "int x;", "long x;", false},
                 {"signature", "int f(int a)", "int f(long a)", true}});
}

TEST_CASE("the interface of C++") {
  check_changes("cpp",
                "#pragma once\nnamespace n {\nclass A : public B {\n public:\n  A(int a) : x_(a) {}\n  int f() const { "
                "return x_; }\n private:\n  void g();\n  int x_;\n};\n"
                "template <typename T>\nT h(T t) { return t; }\nnamespace { int i; }\nconstexpr int k = 1;\n}\n",
                {{"body", "return x_", "return x_ + 1", false},
                 {"initializers", "x_(a)", "x_(a + 1)", false},
                 {"private method", "void g()", "void g(int)", false},
                 {"private member", "int x_;", "long x_;", false},
                 {"unnamed namespace", "int i;", "long i;", false},
                 {"body of a template", "return t;", "return T(t);", false},
                 {"method", "int f() const", "int f()", true},
                 {"base", "public B", "public C", true},
                 {"template", "T h(T t)", "T h(T& t)", true},
                 {"value", "k = 1", "k = 2", true}});
}

TEST_CASE("the interface of Python") {
  check_changes(
      "python",
      "\"\"\"About.\"\"\"\nimport os\nfrom a import b, c\n__all__ = ['f', '_h', 'b']\nN = 1\n_M = 2\n\ndef f(a, "
      "b=1):\n    \"\"\"Doc.\"\"\"\n    return a\n\n"
      "def _g(a):\n    pass\n\ndef _h(a):\n    pass\n\nclass C(B):\n    \"\"\"Doc.\"\"\"\n    x = 1\n    _y = 2\n    "
      "def __init__(self, a):\n        self.a = a\n    def m(self): return 1\n    def _n(self): return 2\n"
      "try:\n    import json\nexcept ImportError:\n    def loads(s): return s\n",
      {{"body", "return a", "return a + 1", false},
       {"docstring", "Doc.", "Other.", false},
       {"docstring of the file", "About.", "Other.", false},
       {"comment", "N = 1", "N = 1  # one", false},
       {"reformatting", "def f(a, b=1):", "def f(\n    a,\n    b=1,\n):", false},
       {"private function", "def _g(a)", "def _g(a, b)", false},
       {"private constant", "_M = 2", "_M = 3", false},
       {"private method", "def _n(self)", "def _n(self, a)", false},
       {"private attribute", "_y = 2", "_y = 3", false},
       {"body of __init__", "self.a = a", "self.b = a", false},
       {"import", "import os", "import sys", false},
       {"signature", "def f(a, b=1)", "def f(a, c=1)", true},
       {"default", "b=1", "b=2", true},
       {"named in __all__", "def _h(a)", "def _h(b)", true},
       {"__init__", "__init__(self, a)", "__init__(self, b)", true},
       {"attribute", "x = 1", "x = 2", true},
       {"constant's value", "N = 1", "N = 2", true},
       {"base", "C(B)", "C(D)", true},
       {"handed on", "from a import", "from z import", true},
       {"behind a condition", "def loads(s)", "def loads(t)", true},
       {"new item", "def _g(a)", "def g2(): pass\ndef _g(a)", true}});
}

TEST_CASE("the interface of ECMAScript modules") {
  check_changes(
      "typescript",
      "import x from './x';\nexport const N = 1;\nconst M = 2;\nexport function f(a: number): number { return a; "
      "}\nfunction g(a: number) {}\n"
      "function h(a: number) {}\nexport { h as i };\nexport const j = (a: string) => a.length;\nexport * from './k';\n"
      "export interface L { m: string }\nexport class O { private p = 1; q(a: string) { return 1; } #r() {} s = 2; "
      "}\nexport default g2;\nfunction g2(a: string) {}\ntype P = 1;\n",
      {{"body", "return a", "return a + 1", false},
       {"body of an arrow", "a.length", "a.size", false},
       {"comment", "export function", "/** doc */\nexport function", false},
       {"reformatting", "f(a: number)", "f(\n  a: number,\n)", false},
       {"semicolon", "export const N = 1;", "export const N = 1", false},
       {"private function", "g(a: number)", "g(a: string)", false},
       {"private constant", "M = 2", "M = 3", false},
       {"private member", "private p = 1", "private p = 2", false},
       {"#private method", "#r()", "#r(a)", false},
       {"private type", "type P = 1", "type P = 2", false},
       {"import", "'./x'", "'./y'", false},
       {"signature", "f(a: number)", "f(a: string)", true},
       {"exported by name", "h(a: number)", "h(a: string)", true},
       {"exported as default", "g2(a: string)", "g2(a: number)", true},
       {"parameters of an arrow", "(a: string) =>", "(b: string) =>", true},
       {"value", "N = 1", "N = 2", true},
       {"handed on", "'./k'", "'./z'", true},
       {"interface", "m: string", "m: number", true},
       {"method", "q(a: string)", "q(a: number)", true},
       {"new item", "type P", "export type Q = 1; type P", true}});
  check_changes("javascript",
                "'use strict';\nconst a = require('a');\nmodule.exports = { f, g: 1 };\nexports.h = function (a) { "
                "return a; };\nfunction f(a) { return a; }\nfunction k(a) {}\n",
                {{"body", "return a; };", "return b; };", false},
                 {"private function", "k(a)", "k(b)", false},
                 {"import", "require('a')", "require('b')", false},
                 {"named in exports", "function f(a)", "function f(b)", true},
                 {"parameters", "function (a)", "function (b)", true},
                 {"value", "g: 1", "g: 2", true}});
}

TEST_CASE("the interface of Go") {
  check_changes("go",
                "package a\nimport \"fmt\"\nconst N = 1\nconst m = 2\nvar V, w = 1, 2\ntype S struct {\n\tX int\n\ty "
                "int\n\tEmbedded\n}\ntype t struct{ Z int }\ntype I interface { M(a int) }\n"
                "func F(a int) int { return a }\nfunc g(a int) {}\nfunc (s *S) H(a int) { a++ }\nfunc (s *S) k() "
                "{}\nfunc (q *t) L() {}\n",
                {{"body", "return a", "return a + 1", false},
                 {"comment", "func F", "// F does\nfunc F", false},
                 {"reformatting", "X int\n", "X    int\n", false},
                 {"private function", "g(a int)", "g(b int)", false},
                 {"private constant", "m = 2", "m = 3", false},
                 {"private field", "y int", "y string", false},
                 {"private method", "k()", "k(a int)", false},
                 {"method of a private type", "L()", "L(a int)", false},
                 {"private type", "Z int", "Z string", false},
                 {"import", "\"fmt\"", "\"os\"", false},
                 {"signature", "F(a int)", "F(a string)", true},
                 {"method", "H(a int)", "H(a string)", true},
                 {"interface", "M(a int)", "M(a string)", true},
                 {"field", "X int", "X string", true},
                 {"embedded", "Embedded", "Other", true},
                 {"constant's value", "N = 1", "N = 2", true},
                 {"new item", "func g", "func G2() {}\nfunc g", true}});
}

TEST_CASE("the interface of Java") {
  check_changes("java",
                "package a;\nimport b.C;\n/** Doc. */\npublic class D extends E {\n  public static final int N = 1;\n  "
                "private int x;\n  int y;\n  { init(); }\n  D(int a) { x = a; }\n"
                "  public int f(int a) { return a; }\n  private void g(int a) {}\n  private class H { public int z; "
                "}\n  enum K { A, B }\n}\ninterface L { int m(); }\n",
                {{"body", "return a", "return a + 1", false},
                 {"constructor's body", "x = a", "x = a + 1", false},
                 {"initializer", "init()", "other()", false},
                 {"comment", "Doc.", "Other.", false},
                 {"reformatting", "public int f(int a) {", "public int f(\n      int a)\n  {", false},
                 {"private field", "private int x", "private long x", false},
                 {"private method", "g(int a)", "g(long a)", false},
                 {"private class", "public int z", "public long z", false},
                 {"import", "import b.C", "import b.D", false},
                 {"signature", "f(int a)", "f(long a)", true},
                 {"package's own field", "int y", "long y", true},
                 {"constructor", "D(int a)", "D(long a)", true},
                 {"constant's value", "N = 1", "N = 2", true},
                 {"base", "extends E", "extends F", true},
                 {"enumeration", "A, B", "A, B, C", true},
                 {"interface", "int m()", "long m()", true}});
}

TEST_CASE("the interface of Bash") {
  check_changes("bash", "#!/bin/bash\nexport A=1\nb=2\nf() { echo 1; }\n_g() { echo 2; }\n",
                {{"body", "echo 1", "echo 2", false},
                 {"comment", "b=2", "b=2  # two", false},
                 {"variable of its own", "b=2", "b=3", false},
                 {"private function", "_g() { echo 2; }", "_h() { echo 2; }", false},
                 {"exported", "A=1", "A=2", true},
                 {"function", "f()", "f2()", true}});
}

TEST_CASE("the order of items does not count, and what cannot be parsed counts as a whole") {
  CHECK(interface_of("pub fn a() {}\npub fn b() {}\n", "rust").hash ==
        interface_of("pub fn b() {}\npub fn a() {}\n", "rust").hash);
  const Interface broken = interface_of("pub fn a() {}\npub fn ((\n", "rust");
  CHECK(broken.whole_file);
  CHECK(broken.hash != interface_of("pub fn a() { }\npub fn ((\n", "rust").hash);
  CHECK(interface_of("text", "markdown").whole_file);
  CHECK(interface_of("", "python").items.empty());
}

}  // namespace rustassistant::source
