// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "god_object.hpp"
#include "kind_samples.hpp"
#include "rustassistant/source/analyzer.hpp"

// The kinds that look at what belongs together: types, private functions, numbers.
namespace rustassistant::source {
namespace {

using domain::Severity;
using domain::Smell;
using domain::SmellType;

// A type in one language, with N for the number and F for the field in a method of complexity 4.
struct TypeForm {
  std::string_view language;
  std::string_view head;
  std::string_view method;
  std::string_view tail;
};

constexpr TypeForm kForms[] = {
    {"python", "class Box:\n  def __init__(self):\n    self.a = 0\n",
     "  def mN(self, x):\n    if x and x.y and x.z:\n      self.F = x\n", ""},
    {"javascript", "class Box {\n  constructor() { this.a = 0; }\n", "  mN(x) { if (x && x.y && x.z) this.F = x; }\n",
     "}\n"},
    {"typescript", "class Box {\n  constructor() { this.a = 0; }\n",
     "  private mN(x: X): void { if (x && x.y && x.z) { this.F = x; } }\n", "}\n"},
    {"tsx", "export class Box {\n", "  mN(x: X): void { if (x && x.y && x.z) { this.F = x; } }\n", "}\n"},
    {"java", "class Box {\n  int a, f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15;\n",
     "  void mN(X x) { if (x.a && x.y && x.z) F = 1; }\n", "}\n"},
    {"cpp", "class Box {\n  int a, f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15;\n",
     "  void mN(X x) { if (x.a && x.y && x.z) F = 1; }\n", "};\n"},
    {"rust", "struct Box { a: u8 }\nimpl Box {\n",
     "  pub fn mN(&mut self, x: X) { if x.a && x.y && x.z { self.F = 1; } }\n", "}\n"},
    {"go", "package p\ntype Box struct {\n\ta int\n}\n",
     "func (b *Box) mN(x X) {\n\tif x.a && x.y && x.z {\n\t\tb.F = 1\n\t}\n}\n", ""},
};

std::string type_of(const TypeForm& form, int methods, bool one_field) {
  std::string text(form.head);
  for (int i = 0; i < methods; ++i) {
    std::string method(form.method);
    const std::string number = std::to_string(i);
    method.replace(method.find("mN") + 1, 1, number);
    const std::size_t field = method.rfind("F =");
    method.replace(field, 1, one_field ? "a" : "f" + number);
    text += method;
  }
  return text + std::string(form.tail);
}

}  // namespace

TEST_CASE("a type with many complex methods that share no fields is told") {
  for (const TypeForm& form : kForms) {
    const std::string text = type_of(form, 15, false);
    INFO(text);
    const auto found = of_kind(SmellType::god_object, text, form.language);
    REQUIRE(found.size() == 1);
    CHECK(found[0].location.item_name == "Box");
    CHECK(found[0].severity == Severity::medium);
    CHECK(found[0].value.value_or(0) >= 60);
    CHECK(found[0].description.find("0 % of their pairs share a field") != std::string::npos);
    CHECK(of_kind(SmellType::god_object, text, form.language, FileRole::test).empty());
    CHECK(of_kind(SmellType::god_object, type_of(form, 15, true), form.language).empty());
    CHECK(of_kind(SmellType::god_object, type_of(form, 11, false), form.language).empty());
  }
}

TEST_CASE("simple methods, declarations and calls of own methods make no type too large") {
  std::string simple = "class Box:\n";
  for (int i = 0; i < 40; ++i)
    simple += "  def m" + std::to_string(i) + "(self):\n    return self.f" + std::to_string(i) + "\n";
  CHECK(of_kind(SmellType::god_object, simple, "python").empty());
  std::string declared = "class Box {\n";
  for (int i = 0; i < 60; ++i) declared += "  int m" + std::to_string(i) + "(int a);\n";
  CHECK(of_kind(SmellType::god_object, declared + "};\n", "cpp").empty());
  // No instance, no fields to share.
  std::string helpers = "class Box {\n";
  for (int i = 0; i < 40; ++i)
    helpers += "  static int m" + std::to_string(i) + "(X x) { return x.a && x.b && x.c ? 1 : 2; }\n";
  for (const std::string_view language : {"java", "cpp", "javascript"}) {
    CHECK(of_kind(SmellType::god_object, helpers + "}\n", language).empty());
  }
  std::string inner = "class Box {\n  R a = new R() {\n";
  for (int i = 0; i < 40; ++i) inner += "    void m" + std::to_string(i) + "(X x) { if (x.a && x.b && x.c) f(); }\n";
  CHECK(of_kind(SmellType::god_object, inner + "  };\n}\n", "java").empty());
  // `self.log` is a method, so that it is nothing in common.
  std::string calls = "class Box:\n  def log(self):\n    pass\n";
  for (int i = 0; i < 20; ++i)
    calls += "  def m" + std::to_string(i) + "(self, x):\n    if x and x.a and x.b:\n      self.log(x)\n";
  CHECK(of_kind(SmellType::god_object, calls, "python").size() == 1);
}

TEST_CASE("a private function that the file never names is dead") {
  const std::string_view says = "function `f` is used nowhere in the file, and nothing outside can name it";
  for (const Sample& sample : {
           Sample{"c", "static int f(void) { return 0; }\nint main(void) { return 0; }\n", says},
           {"c", "#include <a.h>\nstatic int f(void) { return 0; } // f\n/* f() */\nint g(void) { return 1; }\n", says},
           {"c", "static int f(void) { return 0; }\nint g(void) { return 1; }\n", ""},  // for #include, too
           {"c", "#include <a.h>\nstatic void\nhandler SIGDEFARG(a)\n{\n}\nint g(void) { return 1; }\n", ""},
           {"c", "static int f(void) { return 0; }\nint g(void) { return f(); }\n", ""},
           {"c", "#include <a.h>\nstatic int f(void) { return 0; }\nint g(void) { return f(); }\n// end\n", ""},
           {"c", "int main(void) { return 0; }\nstatic int f(void) { return 0; }\n#define CALL f()\n", ""},
           {"c", "int main(void) { return 0; }\nstatic int f(void) { return 0; }\nconst char *s = \"f\";\n", ""},
           {"c", "int main(void) { return 0; }\nstatic inline int f(void) { return 0; }\n", ""},
           {"c", "int f(void) { return 0; }\n", ""},
           {"c", "static int f(void) { return 0; }\nstatic int g(void) { return 1; }\n", ""},  // for #include
           {"c", "static inline int f(void) { return 0; }\nstatic int g(void) { return 1; }\n", ""},
           {"c", "int main(void) { return 0; }\n__attribute__((constructor)) static int f(void) { return 0; }\n", ""},
           {"c", "int main(void) { return 0; }\nstatic int __attribute__((unused)) f(void) { return 0; }\n", ""},
           {"c", "int main(void) { return 0; }\nINIT static int f(void) { return 0; }\n", ""},
           {"c", "int main(void) { return 0; }\nstatic int f(void) { return 0; }\n#define NAME(a) a##_name\n", ""},
           {"c", "int main(void) { return 0; }\nstatic int f(void) { return 0; }\n#include \"rest.h\"\n", ""},
           {"c", "#include \"a.h\"\nint main(void) { return 0; }\nstatic int f(void) { return 0; }\n", says},
           {"c",
            "#include <a.h>\nG_DEFINE_TYPE(Form, form, WIDGET)\nint g(void) { return 1; }\nstatic void form_init(void) "
            "{ g(); }\n",
            ""},
           {"c",
            "#include <a.h>\nG_DEFINE_TYPE(Form, form, WIDGET)\nint g(void) { return 1; }\nstatic void "
            "forms_init(void) { g(); }\n",
            "function `forms_init` is used nowhere in the file, and nothing outside can name it"},
           {"cpp", "#include <a>\nnamespace {\nint f() { return 0; }\n}\nint g() { return 1; }\n", says},
           {"cpp", "namespace n {\nint f() { return 0; }\n}\n", ""},
           {"cpp", "int main() { return 0; }\nclass A {\n  static int f() { return 0; }\n};\n", ""},
           {"cpp", "int main() { return 0; }\n[[maybe_unused]] static int f() { return 0; }\n", ""},
           {"java", "class A {\n  private void f() { g(); }\n}\n", says},
           {"java", "class A {\n  void f() { g(); }\n}\n", ""},
           {"java", "class A {\n  @Inject\n  private void f() { g(); }\n}\n", ""},
           {"java", "class A {\n  private void readObject(S s) { g(); }\n}\n", ""},
           {"java", "class A {\n  private void f() { g(); }\n  void h() { f(); }\n}\n", ""},
           {"typescript", "import a from 'a';\nfunction f() { return a; }\n", says},
           {"tsx", "import a from 'a';\nfunction f() { return a; }\nexport const x = <f />;\n", ""},
           {"javascript", "import a from 'a';\nexport function f() { return a; }\n", ""},
           {"javascript", "function f() { return 1; }\n", ""},
           {"javascript", "import a from 'a';\nfunction f() { return a; }\nexport { f };\n", ""},
           {"javascript", "export class A {\n  #f() { return 1; }\n}\n",
            "function `#f` is used nowhere in the file, and nothing outside can name it"},
           {"javascript", "export class A {\n  #f() { return 1; }\n  g() { return this.#f(); }\n}\n", ""},
           {"python", "class A:\n  def __f(self):\n    return 1\n",
            "function `__f` is used nowhere in the file, and nothing outside can name it"},
           {"python", "class A:\n  def __f(self):\n    return 1\n  def g(self):\n    return self.__f()\n", ""},
           {"python", "class A:\n  def __call__(self):\n    return 1\n  def _f(self):\n    return 1\n", ""},
           {"python", "class A:\n  @property\n  def __f(self):\n    return 1\n", ""},
           {"rust", "fn f() -> u8 { 1 }\n", ""},
           {"go", "package p\nfunc f() {}\n", ""},
       }) {
    check(SmellType::dead_code, sample);
  }
  const std::string_view unused = "int main(void) { return 0; }\nstatic int f(void) { return 0; }\n";
  CHECK(of_kind(SmellType::dead_code, unused, "c", FileRole::product).size() == 1);
  CHECK(of_kind(SmellType::dead_code, unused, "c", FileRole::header).empty());
  CHECK(of_kind(SmellType::dead_code, unused, "c", FileRole::test).empty());
}

TEST_CASE("numbers without a name are told where they are asked for") {
  for (const Sample& sample : {
           Sample{"c", "int f(int a) {\n  if (a > 17) return 42;\n  return g(a * 360);\n}\n",
                  "function `f` has numbers without a name in 3 places: lines 2 (17), 2 (42), 3 (360)"},
           {"c", "int f(int a) { if (a > 17) return 42; return g(-1, 0, 1, 2) * 100; }\n", ""},
           {"c",
            "int f(int a) { int b = 17, c[42]; const int d = 3 * 60 * 7; return c[19] + (a << 13) + (a & 0x7f); }\n",
            ""},
           {"c",
            "int f(int a) { return a > 86400; }\nint g(int a) { return a % 86400; }\nint h(int a) { return 86400; }\n"
            "#define DAY (60 * 60 * 24)\nenum { A = 3 + 4, B = 5 + 6, C = 7 + 8 };\n",
            "?"},
           {"c", "int f(int a) { return a > 3; }\nint g(int a) { return a % 3; }\nint h(int a) { return 3; }\n", ""},
           {"python", "def f(a, b=17):\n  LIMIT = 3 * 60 * 7\n  return g(a, timeout=42, list=[1, 23, 45])\n", ""},
           {"python", "def f(a):\n  return g(a + 17, 42) if a == 99 else a\n",
            "function `f` has numbers without a name in 3 places: lines 2 (17), 2 (42), 2 (99)"},
           {"typescript", "function f(a: number) { return a > 17 ? g(42) : h(a * 3.5); }\n",
            "function `f` has numbers without a name in 3 places: lines 1 (17), 1 (42), 1 (3.5)"},
           {"javascript", "function f(a) { const day = 24 * 60 * 60; return a[17]; }\n", ""},
           {"go", "package p\nfunc f(a int) int {\n\tif a > 17 {\n\t\treturn 42\n\t}\n\treturn g(99)\n}\n",
            "function `f` has numbers without a name in 3 places: lines 3 (17), 4 (42), 6 (99)"},
           {"java", "class A { int f(int a) { if (a > 17) return 42; return g(99); } }\n",
            "function `f` has numbers without a name in 3 places: lines 1 (17), 1 (42), 1 (99)"},
           {"rust", "fn f(a: u32) -> u32 { if a > 17 { return 42u32; } g(9_9) }\n",
            "function `f` has numbers without a name in 3 places: lines 1 (17), 1 (42), 1 (99)"},
           {"rust", "#[test]\nfn f(a: u32) -> u32 { if a > 17 { return 42; } g(99) }\n", ""},
           {"cpp", "int f(int a) { if (a > 17) return 42; return g(99); }\n",
            "function `f` has numbers without a name in 3 places: lines 1 (17), 1 (42), 1 (99)"},
       }) {
    if (sample.says == "?") {
      CHECK(of_kind(SmellType::magic_numbers, sample.content, sample.language).size() == 3);
    } else {
      check(SmellType::magic_numbers, sample);
    }
  }
  const auto off = analyze("int f(int a) { if (a > 17) return 42; return g(99); }\n", "c", {}).value();
  CHECK(off.smells.empty());
}

TEST_CASE("a long parameter list says where many of one type stand in a row") {
  for (const Sample& sample : {
           Sample{"c", "void f(int a, int b, int c, int d, char *e) {}",
                  "function `f` takes 5 parameters (over 4); 4 of type int in a row are easily swapped"},
           {"cpp", "void f(long long a, long long b, long long c, long long d, long long e) {}",
            "function `f` takes 5 parameters (over 4); 5 of type long long in a row are easily swapped"},
           {"go", "package p\nfunc f(a, b, c string, d string, e int) {}\n",
            "function `f` takes 5 parameters (over 4); 4 of type string in a row are easily swapped"},
           {"java", "class A { void f(String a, String b, String c, String d, int e) {} }",
            "function `f` takes 5 parameters (over 4); 4 of type String in a row are easily swapped"},
           {"rust", "fn f(a: &str, b: &str, c: &str, d: &str, e: u8) {}",
            "function `f` takes 5 parameters (over 4); 4 of type &str in a row are easily swapped"},
           {"typescript", "function f(a: number, b: number, c: number, d: number, e: X) {}",
            "function `f` takes 5 parameters (over 4); 4 of type number in a row are easily swapped"},
           {"python", "def f(self, a: int, b: int, c: int, d: int, e):\n  pass\n",
            "function `f` takes 5 parameters (over 4); 4 of type int in a row are easily swapped"},
           {"c", "void f(int a, int b, int c, long d, int e) {}", "function `f` takes 5 parameters (over 4)"},
           {"c", "void f(S a, S b, S c, S d, S e) {}", "function `f` takes 5 parameters (over 4)"},
           {"c", "void f(char *a, char *b, char *c, char *d, int e) {}", "function `f` takes 5 parameters (over 4)"},
           {"javascript", "function f(a, b, c, d, e) {}", "function `f` takes 5 parameters (over 4)"},
       }) {
    check(SmellType::long_parameter_list, sample);
  }
}

}  // namespace rustassistant::source
