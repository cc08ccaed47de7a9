// SPDX-License-Identifier: MIT
#include "rustassistant/source/items.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace rustassistant::source {
namespace {

std::vector<std::string> qualified(std::string_view content, std::string_view language) {
  std::vector<std::string> names;
  for (const Item& item : items_of(content, language)) {
    names.push_back(item.qualified_name + " " + std::to_string(item.line_start) + "-" + std::to_string(item.line_end));
  }
  return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("items carry the names of the types, implementations and namespaces around them") {
  CHECK(qualified("mod m {\nimpl<T> Display for Box<T> {\n  fn fmt(&self) {}\n}\n}\nfn free() {}\n", "rust") ==
        Names{"m 1-5", "m::Box 2-4", "m::Box::fmt 3-3", "free 6-6"});
  CHECK(qualified("namespace n {\nclass API Box : public Base {\n  operator bool() const { return true; }\n};\nint "
                  "Box::sum(int a) { "
                  "return a; }\n}\n",
                  "cpp") == Names{"n 1-6", "n::Box 2-4", "n::Box::operator bool 3-3", "n::Box::sum 5-5"});
  CHECK(qualified("class A:\n  def f(self):\n    def g(): pass\n", "python") == Names{"A 1-3", "A.f 2-3", "A.f.g 3-3"});
  CHECK(qualified("package a\nfunc (b *Box[T]) Put(x T) {}\nfunc Free() {}\n", "go") ==
        Names{"Box.Put 2-2", "Free 3-3"});
  CHECK(qualified("class A { m() {} }\nexport const f = () => {};\n", "typescript") ==
        Names{"A 1-1", "A.m 1-1", "f 2-2"});
  CHECK(qualified("class A { class B { void f() {} } }\n", "java") == Names{"A 1-1", "A.B 1-1", "A.B.f 1-1"});
  CHECK(qualified("f() { g; }\n", "bash") == Names{"f 1-1"});
  CHECK(qualified("text", "markdown").empty());
}

TEST_CASE("two methods of one name in two types differ by their qualified names") {
  const auto items = items_of("impl A {\n  fn f() {}\n}\nimpl B {\n  fn f() {}\n}\n", "rust");
  CHECK(qualified_name(items, "f", 2) == "A::f");
  CHECK(qualified_name(items, "f", 5) == "B::f");
  CHECK(qualified_name(items, "f", 4) == "f");
  CHECK(items[1].depth == 1);
  CHECK(items[1].kind == ItemKind::function);
  CHECK(items[0].kind == ItemKind::scope);
}

}  // namespace rustassistant::source
