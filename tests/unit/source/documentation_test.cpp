// SPDX-License-Identifier: MIT
#include "rustassistant/source/documentation.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace rustassistant;
using domain::DocumentedItem;

namespace {

std::vector<std::string> names(std::string_view content, std::string_view language) {
  std::vector<std::string> list;
  for (const DocumentedItem& item : source::document(content, language).items) list.push_back(item.name);
  return list;
}

DocumentedItem first(std::string_view content, std::string_view language) {
  const auto documentation = source::document(content, language);
  REQUIRE_FALSE(documentation.items.empty());
  return documentation.items.front();
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("public is what each language says") {
  CHECK(names("pub fn a() {}\nfn b() {}\npub(crate) fn c() {}\npub struct S;\nimpl S {\n  pub fn m(&self) {}\n  fn n() "
              "{}\n}\n"
              "struct P;\nimpl P {\n  pub fn of_private(&self) {}\n}\npub trait T {\n  fn t(&self);\n}\nmod inner {\n  "
              "pub fn hidden() {}\n}\n#[macro_export]\nmacro_rules! "
              "mac { () => {} }\n",
              "rust") == Names{"a", "S", "S::m", "T", "T::t", "mac"});
  CHECK(names("int a(void) { return 1; }\nstatic int b(void) { return 2; }\nint c(int x);\nint (*d)(int);\n"
              "struct s { int x; };\n#define M(x) (x)\n#define N 1\n",
              "c") == Names{"a", "c", "s", "M"});
  CHECK(
      names(
          "namespace n {\nclass A {\n  int x();\n public:\n  A();\n  int y() { return 1; }\n private:\n  int z();\n};\n"
          "struct B { int w(); };\nnamespace {\nint hidden() { return 1; }\n}\nvoid f();\n}\n",
          "cpp") == Names{"n::A", "n::A::A", "n::A::y", "n::B", "n::B::w", "n::f"});
  CHECK(
      names(
          "def a(): pass\ndef _b(): pass\nclass C:\n  def __init__(self): pass\n  def m(self):\n    def inner(): pass\n"
          "  def _n(self): pass\nclass _D:\n  def m(self): pass\n",
          "python") == Names{"a", "C", "C.__init__", "C.m"});
  CHECK(names("export function a() {}\nfunction b() {}\nexport const c = () => 1;\nfunction d() {}\nexport { d };\n"
              "export class E {\n  m() {}\n  #n() {}\n}\n",
              "javascript") == Names{"a", "c", "d", "E", "E.m"});
  CHECK(names("function a() {}\nconst b = function () {};\n", "javascript") == Names{"a", "b"});
  CHECK(names("export interface I { m(): void }\nexport class K { private p() {} q() {} }\ntype T = number;\n",
              "typescript") == Names{"I", "I.m", "K", "K.q"});
  CHECK(names("package p\nfunc A() {}\nfunc b() {}\ntype Box struct{}\nfunc (x *Box) Put() {}\nfunc (x *Box) get() {}\n"
              "type hidden struct{}\nfunc (x *hidden) Put() {}\n",
              "go") == Names{"A", "Box", "Box.Put"});
  CHECK(names("public class A {\n  public A() {}\n  public int m() { return 1; }\n  int n() { return 2; }\n"
              "  private int o() { return 3; }\n}\ninterface I { void hidden(); }\n",
              "java") == Names{"A", "A.A", "A.m"});
  CHECK(names("public interface I {\n  void m();\n  int n(int x);\n}\n", "java") == Names{"I", "I.m", "I.n"});
  CHECK(names("a() { :; }\n_b() { :; }\nfunction c { :; }\n", "bash") == Names{"a", "c"});
}

TEST_CASE("a signature is the item without its body, on one line") {
  CHECK(first("pub fn put<T>(\n    &mut self,\n    value: T,\n) -> bool {\n  true\n}\n", "rust").signature ==
        "pub fn put<T>( &mut self, value: T, ) -> bool");
  CHECK(first("pub struct P { x: u8 }\n", "rust").signature == "pub struct P");
  CHECK(first("pub struct P(u8, u8);\n", "rust").signature == "pub struct P(u8, u8)");
  CHECK(first("int f(int a) { return a; }\n", "c").signature == "int f(int a)");
  CHECK(first("def f(x):  # why {\n  # FIXME\n  return x\n", "python").signature == "def f(x)");
  CHECK(first("int f(int a, /* the other */ int b) // fast\n{ return a; }\n", "c").signature == "int f(int a, int b)");
  CHECK(first("pub fn f(\n  a: u8, // one\n) {}\n", "rust").signature == "pub fn f( a: u8, )");
  CHECK(first("typedef struct { int x; } point;\n", "c").signature == "typedef struct point");
  CHECK(first("template <typename T>\nT f(T a) { return a; }\n", "cpp").signature == "template <typename T> T f(T a)");
  CHECK(first("struct A { A(int x) : x_(x) {} int x_; };\n", "cpp").signature == "struct A");
  CHECK(first("@cached\ndef f(a, b=1) -> int:\n  return a\n", "python").signature == "def f(a, b=1) -> int");
  CHECK(first("export const f = async (a, b) => {\n  return a;\n};\n", "javascript").signature ==
        "export const f = async (a, b)");
  CHECK(
      first("package p\nfunc (b *Box) Put(x int) error { return nil }\ntype Box struct { x int }\n", "go").signature ==
      "func (b *Box) Put(x int) error");
  CHECK(first("public interface I extends J { }\n", "java").signature == "public interface I extends J");
}

TEST_CASE("comments of an item become its documentation") {
  CHECK(first("/// Puts.\n///\n///     code\n#[inline]\npub fn put() {}\n", "rust").description == "Puts.\n\n    code");
  CHECK(first("# no\n\ndef f():\n  \"\"\"Does it.\n\n  More.\n  \"\"\"\n", "python").description ==
        "Does it.\n\nMore.");
  CHECK(first("package p\n// A does.\nfunc A() {}\n", "go").description == "A does.");
  CHECK(first("/* Copyright X */\nint f(void) { return 1; }\n", "c").description.empty());
  CHECK(first("int x; // of x\nint f(void) { return 1; }\n", "c").description.empty());
}

TEST_CASE("the commands of Doxygen, Javadoc and JSDoc are taken apart") {
  const auto item = first(
      "/**\n * Adds.\n * @param {number} a the first\n *   of two\n * @param c of no use\n * @returns {number} the "
      "sum\n"
      " * @throws RangeError if too large\n */\nexport function add(a, b) { return a + b; }\n",
      "javascript");
  CHECK(item.description == "Adds.");
  REQUIRE(item.parameters.size() == 2);
  CHECK(item.parameters[0].name == "a");
  CHECK(item.parameters[0].description == "the first of two");
  CHECK(item.parameters[0].verified == true);
  CHECK(item.parameters[1].verified == false);
  CHECK(item.returns == "the sum");
  CHECK(item.errors == std::vector<std::string>{"RangeError if too large"});
}

TEST_CASE("the purpose of a file is its first comment that is no license and no item's") {
  CHECK(source::document("// SPDX-License-Identifier: MIT\n\n//! Boxes.\n//! Two lines.\n\n/// Item.\npub fn f() {}\n",
                         "rust")
            .purpose == "Boxes.\nTwo lines.");
  CHECK(source::document("#!/usr/bin/env python3\n\"\"\"A tool.\"\"\"\n", "python").purpose == "A tool.");
  CHECK(source::document("// Package p is.\npackage p\nfunc A() {}\n", "go").purpose == "Package p is.");
  CHECK(source::document("/// Item.\npub fn f() {}\n", "rust").purpose.empty());
  CHECK(source::document("//go:build linux\n// +build linux\n\n// Package p is.\npackage p\n", "go").purpose ==
        "Package p is.");
  CHECK(source::document("//go:build linux\n\npackage p\nfunc A() {}\n", "go").purpose.empty());
  const auto inner = source::document("//! File.\n/// Item.\npub fn f() {}\n", "rust");
  CHECK(inner.purpose == "File.");
  CHECK(inner.items.at(0).description == "Item.");
  CHECK(source::document("//! File.\npub fn f() {}\n", "rust").purpose == "File.");
  CHECK(source::document("//! File.\npub fn f() {}\n", "rust").items.at(0).description.empty());
  CHECK(source::document("#!/bin/sh\n# Does.\n\nf() { :; }\n", "bash").purpose == "Does.");
}

TEST_CASE("an answer is checked against the tree, and completed from it") {
  const std::string_view content =
      "pub struct Box;\nimpl Box {\n  pub fn put(&self, value: u8) {}\n}\n/// Left out.\npub fn other() {}\nfn "
      "hidden() {}\n";
  domain::Documentation answer;
  answer.items.resize(3);
  answer.items[0].name = "invented";
  answer.items[0].signature = "fn invented()";
  answer.items[1].name = "`put`";
  answer.items[1].kind = "thing";
  answer.items[1].signature = "fn put() -> lies";
  answer.items[1].parameters = {{"value", "v", {}}, {"nope", "n", {}}};
  answer.items[2].name = "hidden";
  source::check(answer, content, "rust");
  REQUIRE(answer.items.size() == 5);
  CHECK(answer.items[0].name == "Box");
  CHECK(answer.items[1].name == "Box::put");
  CHECK(answer.items[1].kind == "method");
  CHECK(answer.items[1].signature == "pub fn put(&self, value: u8)");
  CHECK(answer.items[1].location.line_start == 3);
  CHECK(answer.items[1].parameters[0].verified == true);
  CHECK(answer.items[1].parameters[1].verified == false);
  CHECK(answer.items[2].name == "other");
  CHECK(answer.items[2].description == "Left out.");
  CHECK(answer.items[3].name == "hidden");
  CHECK(answer.items[4].name == "invented");
  CHECK(answer.items[4].location.verified == false);
  const auto before = domain::serialise(answer);
  source::check(answer, content, "rust");
  CHECK(domain::serialise(answer) == before);
}

TEST_CASE("overloads are told apart by their lines, and each is taken once") {
  const std::string_view content = "void f(int a) {}\nvoid f(char b) {}\n";
  domain::Documentation answer;
  answer.items.resize(3);
  for (DocumentedItem& item : answer.items) item.name = "f";
  answer.items[0].location.line_start = 2;
  answer.items[1].location.line_start = 1;
  source::check(answer, content, "cpp");
  REQUIRE(answer.items.size() == 3);
  CHECK(answer.items[0].signature == "void f(int a)");
  CHECK(answer.items[1].signature == "void f(char b)");
  CHECK(answer.items[2].location.verified == false);
}

TEST_CASE("without a grammar nothing is extracted, and names are looked for as words") {
  CHECK_FALSE(source::document("def f; end", "ruby").judged);
  domain::Documentation answer;
  answer.items.resize(2);
  answer.items[0].name = "A#f";
  answer.items[1].name = "g";
  source::check(answer, "class A\n  def f; end\nend\n", "ruby");
  CHECK(answer.items[0].location.verified == true);
  CHECK(answer.items[1].location.verified == false);
}

TEST_CASE("what is stored of documentation is what is read back") {
  const auto documentation = source::document("/// D.\n/// @param x X\npub fn f(x: u8) {}\n", "rust");
  const auto again = domain::parse_documentation(domain::serialise(documentation));
  REQUIRE(again);
  CHECK(domain::serialise(*again) == domain::serialise(documentation));
  CHECK_FALSE(domain::parse_documentation(R"({"purpose": "p", "items": [{"name": 3}]})"));
  CHECK_FALSE(domain::parse_documentation(R"({"items": []})"));
}
