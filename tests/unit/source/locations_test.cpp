// SPDX-License-Identifier: MIT
#include "rustassistant/source/locations.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <string_view>

#include "definitions.hpp"

namespace rustassistant::source {
namespace {

domain::Location verified(std::string_view content, std::string_view language, int start, int end, std::string name) {
  domain::Analysis analysis;
  analysis.smells.emplace_back();
  analysis.smells[0].location = {start, end, std::move(name), std::nullopt};
  check(analysis, content, language);
  return analysis.smells[0].location;
}

void check_snapped(const domain::Location& location, int start, int end) {
  CHECK(location.verified == true);
  CHECK(location.line_start == start);
  CHECK(location.line_end == end);
}

void check_kept(const domain::Location& location, int start, int end, bool is_verified) {
  CHECK(location.verified == is_verified);
  CHECK(location.line_start == start);
  CHECK(location.line_end == end);
}

constexpr std::string_view kRust = R"(struct A;
struct B<T>(T);
impl A {
    fn run(&self) {
        let total = 1;
    }
}
impl<T> B<T> {
    fn run(&self) {
    }
}
const LIMIT: u8 = 1;
// nowhere is a word here
)";

}  // namespace

TEST_CASE("a named definition is snapped to its own lines") {
  check_snapped(verified(kRust, "rust", 100, 200, "LIMIT"), 12, 12);
  check_snapped(verified(kRust, "rust", 0, 0, "struct A"), 1, 1);
  check_snapped(verified(kRust, "rust", 5, 5, "run"), 4, 6);
  check_snapped(verified(kRust, "rust", 10, 10, "fn run(&self)"), 9, 10);
  check_snapped(verified(kRust, "rust", 10, 10, "A::run"), 4, 6);
  check_snapped(verified(kRust, "rust", 4, 4, "`B<T>::run()`"), 9, 10);
  check_snapped(verified(kRust, "rust", 4, 4, "crate::module::B.run"), 9, 10);
  check_snapped(verified(kRust, "rust", 4, 4, "Unknown::run"), 4, 6);
}

TEST_CASE("a name that is no definition must stand in the named lines") {
  check_kept(verified(kRust, "rust", 4, 6, "total"), 4, 6, true);
  check_kept(verified(kRust, "rust", 9, 10, "total"), 9, 10, false);
  check_kept(verified(kRust, "rust", 1, 13, "nowhere"), 1, 13, false);  // a comment only
  check_kept(verified(kRust, "rust", 1, 13, "missing"), 1, 13, false);
  check_kept(verified(kRust, "rust", 1, 99, "total"), 1, 99, false);
}

TEST_CASE("without a name the lines must lie within the file") {
  check_kept(verified(kRust, "rust", 1, 13, ""), 1, 13, true);
  check_kept(verified(kRust, "rust", 1, 14, ""), 1, 14, false);
  check_kept(verified(kRust, "rust", 0, 0, ""), 0, 0, false);
  check_kept(verified(kRust, "rust", 5, 4, ""), 5, 4, false);
  check_kept(verified(kRust, "rust", -3, 4, ""), -3, 4, false);
  check_kept(verified("", "rust", 1, 1, ""), 1, 1, false);
}

TEST_CASE("definitions are known in every language") {
  struct Case {
    std::string_view language;
    std::string_view content;
    std::string_view name;
    int start;
    int end;
  };
  const Case cases[] = {
      {"c", "struct s *p;\nstruct s {\n int a;\n};\n", "s", 2, 4},
      {"c", "\nint *(*f(int a))(void) {\n return 0;\n}\n", "f", 2, 4},
      {"c", "\n#define MAX(a) a\n", "MAX", 2, 2},
      {"cpp", "\nint A::f() {\n return 1; }\n", "A::f", 2, 3},
      {"cpp", "\ntemplate <class T>\nbool Box<T>::operator==(const Box& o) const {\n return 1; }\n",
       "Box::operator==", 3, 4},
      {"cpp", "\nnamespace n {\nclass C {\n};\n}\n", "class n::C", 3, 4},
      {"python", "\nclass A:\n  def f(self):\n    pass\n", "A.f", 3, 4},
      {"python", "\nclass A:\n  x = 1\n", "A", 2, 3},
      {"javascript", "\nconst f = () => {\n};\n", "f", 2, 3},
      {"javascript", "\nclass A {\n  m() {}\n}\n", "A#m", 3, 3},
      {"typescript", "\ninterface I {\n  m(): void;\n}\n", "I", 2, 4},
      {"typescript", "\ninterface I {\n  m(): void;\n}\n", "I.m", 3, 3},
      {"tsx", "\nfunction V() {\n  return <b/>;\n}\n", "V", 2, 4},
      {"go", "package p\nfunc (a *A) Put() {}\nfunc (b *B) Put() {}\n", "B.Put", 3, 3},
      {"go", "package p\nfunc (a *A) Put() {}\nfunc (b *B) Put() {}\n", "(*A).Put", 2, 2},
      {"go", "package p\ntype T struct {\n}\n", "T", 2, 3},
      {"java", "\nclass A {\n  void m() {\n  }\n}\n", "A.m(int, String)", 3, 4},
      {"bash", "\nf() {\n  :\n}\n", "f", 2, 4},
  };
  for (const Case& c : cases) {
    INFO(c.language << " " << c.name);
    check_snapped(verified(c.content, c.language, 1, 1, std::string(c.name)), c.start, c.end);
  }
}

TEST_CASE("without a grammar a name is looked for as a word in the named lines") {
  constexpr std::string_view kRuby = "def run\n  running\nend\n";
  check_kept(verified(kRuby, "ruby", 1, 1, "run"), 1, 1, true);
  check_kept(verified(kRuby, "ruby", 2, 3, "run"), 2, 3, false);
  check_kept(verified(kRuby, "ruby", 1, 9, "run"), 1, 9, false);
  check_kept(verified(kRuby, "ruby", 1, 3, ""), 1, 3, true);
}

TEST_CASE("hostile names are survived and found nowhere") {
  for (const std::string& name :
       {std::string(100'000, 'a'), std::string("()"), std::string("::"), std::string("<<<<"), std::string(">>>"),
        std::string("operator"), std::string("\xFF\x00", 2), std::string(" ")}) {
    CHECK(verified(kRust, "rust", 1, 1, name).verified == false);
    CHECK(verified(kRust, "ruby", 1, 1, name).verified == false);
  }
}

TEST_CASE("an answer of very many findings is checked in part") {
  domain::Analysis analysis;
  analysis.smells.resize(3000);
  for (auto& smell : analysis.smells) smell.location = {4, 6, "A::run", std::nullopt};
  check(analysis, kRust, "rust");
  CHECK(analysis.smells[1999].location.verified == true);
  CHECK(analysis.smells[2000].location.verified == false);
}

TEST_CASE("names are taken apart") {
  const auto check = [](std::string_view written, std::string_view qualifier, std::string_view name) {
    INFO(written);
    CHECK(take_apart(written).qualifier == qualifier);
    CHECK(take_apart(written).name == name);
  };
  check("run", "", "run");
  check("pub async fn a::B<C<D>>::run(x: u8) -> u8 {", "B", "run");
  check("Foo->bar", "Foo", "bar");
  check("A::operator()(int)", "A", "operator()");
  check("operator_name", "", "operator_name");
  check("$el.on", "$el", "on");
}

}  // namespace rustassistant::source
