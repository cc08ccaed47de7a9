// SPDX-License-Identifier: MIT
#include "kind_samples.hpp"

// At both sides of each bound of numbers and unused functions: all that is told of a text.
namespace rustassistant::source {

using domain::SmellType;

TEST_CASE("numbers without a name: what counts as one, and how many are told") {
  check_told(
      SmellType::magic_numbers,
      {
          {"c", "int f(int a) { return a > 17 || a > 18; }\n", ""},
          {"c", "int f(int a) { return a > 17 || a > 18 || a > 19; }\n",
           "1-1 function `f` has numbers without a name in 3 places: lines 1 (17), 1 (18), 1 (19)"},
          {"c", "int f(int a) { return a > 17 || a < 17 || a > 18; }\n", ""},
          {"c", "int f(int a) { return a > 17 || a < 17 || a == 17; }\n",
           "1-1 function `f` has numbers without a name in 3 places: lines 1 (17), 1 (17), 1 (17)"},
          {"c", "int f(int a) { return a > 17 || a < 17; }\nint x = 17 + 1;\n",
           "1-1 function `f` has numbers without a name in 2 places: lines 1 (17), 1 (17)"},
          {"c", "int f(int a) { return a > 17 || a < 17; }\nint x = g(17);\n",
           "1-1 function `f` has numbers without a name in 2 places: lines 1 (17), 1 (17)"},
          {"c", "int f(int a) { return a > 9 || a < 9 || a == 9; }\n", ""},
          {"c", "int f(int a) { return (a << 20) + (a >> 21) + (a & 22) + (a | 23) + (a ^ 24); }\n", ""},
          {"c", "int f(int a) { a <<= 20; a >>= 21; a &= 22; a |= 23; a ^= 24; }\n", ""},
          {"c", "int f(int a) { a += 20; a -= 21; a *= 22; }\n", ""},
          {"c", "int f(int a) { return -(20) + (21) * -(-(22)); }\n",
           "1-1 function `f` has numbers without a name in 3 places: lines 1 (20), 1 (21), 1 (22)"},
          {"c", "int f(int a) { return a[20] + a[21] * b[22 + 1]; }\n", ""},
          {"c",
           "int f(int a) { return 0x20 + 021 + 0b11 + 00 + 0.5 + 2.50 + 1.0 + 2. + 3.0 + 1e9 + 20u + 1'000 + 20l; }\n",
           "1-1 function `f` has numbers without a name in 6 places: lines 1 (0.5), 1 (2.5), 1 (3), 1 (20), 1 (1000), "
           "1 (20)"},
          {"c",
           "int f(int a) { static int b = 20 * 21 * 22; const int c = 23 * 24 * 25; int d = 26 * 27; LIMIT = 28 + 29; "
           "X = 30 + 31; x.LIMIT = 32 + 33; int MOST_2 = 34 + 35; }\n",
           "1-1 function `f` has numbers without a name in 4 places: lines 1 (26), 1 (27), 1 (30), 1 (31)"},
          {"c", "int f(int a) { int Most = 20 + 21 + 22; }\n",
           "1-1 function `f` has numbers without a name in 3 places: lines 1 (20), 1 (21), 1 (22)"},
          {"c", "int f(int a) { int A = 20 + 21 + 22; }\n",
           "1-1 function `f` has numbers without a name in 3 places: lines 1 (20), 1 (21), 1 (22)"},
          {"c", "int f(int a) { int AB = 20 + 21 + 22; }\n", ""},
          {"c", "int x = 20 + 21 + 22;\nint f(void) { return g(20, 20, 20); }\n",
           "2-2 function `f` has numbers without a name in 3 places: lines 2 (20), 2 (20), 2 (20)"},
          {"c",
           "int f(int a) { return a > 17; }\nint g(int a) { return a > 18; }\nint h(int a) { return a > 19 || a > 20; "
           "}\n",
           ""},
          {"c", "int f(int a) { g(20, \"s\", 21, h(22)); return (23); }\n",
           "1-1 function `f` has numbers without a name in 4 places: lines 1 (20), 1 (21), 1 (22), 1 (23)"},
          {"c", "int f(int a) { switch (a) { case 20: case 21: case 22: ; } }\n", ""},
          {"cpp", "int f(int a) { constexpr int b = 20 + 21 + 22; return g<23>(24, 25); }\n", ""},
          {"cpp", "template <int N = 20 + 21> struct A { int a = 22 + 23; int f() { return 24 + 25 + 26; } };\n",
           "1-1 function `f` has numbers without a name in 3 places: lines 1 (24), 1 (25), 1 (26)"},
          {"python",
           "def f(a, b=20 + 21, c: int = 22 + 23):\n  D_E = 24 + 25\n  a.F = 26 + 27\n  self.GH = 28 + 29\n  return a "
           "// 10 + a[30] + g(31, h=32), -33\n",
           "1-5 function `f` has numbers without a name in 4 places: lines 3 (26), 3 (27), 5 (31), 5 (33)"},
          {"python", "def f(a):\n  a += 20\n  return a < 21 <= 22\n",
           "1-3 function `f` has numbers without a name in 3 places: lines 2 (20), 3 (21), 3 (22)"},
          {"python", "@a(20, 21, 22)\ndef f(): return [23 + 24], {25: 26 + 1}\n", ""},
          {"rust",
           "fn f(a: u8) -> u8 { let b = 20 + 21; const C: u8 = 22 + 23; static D: u8 = 24 + 25; a += 26; vec![27, 28 + "
           "29]; b[30 + 31] }\n",
           "1-1 function `f` has numbers without a name in 3 places: lines 1 (20), 1 (21), 1 (26)"},
          {"go",
           "package p\nconst A = 20 + 21\nfunc f(a int) int {\n\tconst b = 22 + 23\n\tc := 24 + 25\n\treturn c + d[26] "
           "+ 27, 28\n}\n",
           "3-7 function `f` has numbers without a name in 4 places: lines 5 (24), 5 (25), 6 (27), 6 (28)"},
          {"typescript",
           "const A = 20 + 21;\nenum E { F = 22 + 23 }\nclass G { h = 24 + 25; f(a = 26 + 27, b?: number) { let c = 28 "
           "+ 29; c >>>= 30; c **= 31; return c >>> 32; } }\n",
           "3-3 function `f` has numbers without a name in 8 places: lines 3 (24), 3 (25), 3 (26), 3 (27), 3 (28), 3 "
           "(29), 3 (30), 3 (31)"},
          {"c", "int f(int a) { return a * 10 + a / 100 + a % 10 + 20 + 21; }\n", ""},
          {"c", "int f(int a) { return a + 10 + (100 - a) + (a < 1000); }\n",
           "1-1 function `f` has numbers without a name in 3 places: lines 1 (10), 1 (100), 1 (1000)"},
          {"c", "int f(int a) { enum { B = 20 + 21, C = 22 + 23 };\n int d[24 + 25]; return d; }\n", ""},
          {"javascript", "function f(a) { a *= 10; a /= 100; a %= 10; a += 20; a -= 21; }\n", ""},
          {"javascript", "function f(a) { a += 10; a -= 100; a += 1000; }\n",
           "1-1 function `f` has numbers without a name in 3 places: lines 1 (10), 1 (100), 1 (1000)"},
          {"javascript",
           "function f(a) { a <<= 20; a >>= 21; a >>>= 22; a &= 23; a |= 24; a ^= 25; return a << 26 >> 27 >>> 28 & 29 "
           "| 30 ^ 31; }\n",
           ""},
          {"python", "def f(a): return a // 10 + a // 100 + 20 + 21\n", ""},
          {"java",
           "class A {\n  final int a = 20 + 21;\n  int f(int b) {\n    final int c = 22 + 23;\n    int d = 24 + 25 + "
           "e[26];\n    return 27 + d;\n  }\n  @X(28 + 29)\n  int g() { return 30 + 31 + 32; }\n}\n",
           "3-7 function `f` has numbers without a name in 3 places: lines 5 (24), 5 (25), 6 (27); 8-9 function `g` "
           "has numbers without a name in 3 places: lines 9 (30), 9 (31), 9 (32)"},
      });
}

TEST_CASE("private functions: which are, and what counts as a mention") {
  check_told(
      SmellType::dead_code,
      {
          {"c", "#include <a.h>\nint g(void) { return 1; }\nstatic int f(void) { return f(); }\n", ""},
          {"c", "#include <a.h>\nint g(void) { return 1; }\nstatic int f(void);\nstatic int f(void) { return 1; }\n",
           ""},
          {"c", "#include <a.h>\nint g(void) { return 1; }\nstatic int UNUSED f(void) { return 1; }\n", ""},
          {"c", "#include <a.h>\nint g(void) { return 1; }\n[[x]] static int f(void) { return 1; }\n", ""},
          {"c", "#include <a.h>\nint g(void) { return 1; }\nstatic int FOO(void) { return 1; }\n", ""},
          {"c", "#include <a.h>\nint g(void) { return 1; }\nstatic\nint f(void) { return 1; }\n", ""},
          {"c", "#include <a.h>\nint g(void) { return 1; }\nstatic int a_f(void) { return 1; }\nMAKE(f)\n", ""},
          {"c", "#include <a.h>\nint g(void) { return 1; }\nstatic int a_f(void) { return 1; }\nmake(f);\n",
           "3-3 function `a_f` is used nowhere in the file, and nothing outside can name it"},
          {"c", "#include <a.h>\nint g(void) { return 1; }\nstatic int a_f(void) { return 1; }\nMAKE(fx)\n",
           "3-3 function `a_f` is used nowhere in the file, and nothing outside can name it"},
          {"c", "#include <a.h>\nint g(void) { return 1; }\nstatic int a_f(void) { return 1; }\nMAKE(b, a)\n", ""},
          {"c", "#include <a.h>\nint g(void) { return 1; }\nstatic int _f(void) { return 1; }\nMAKE(f)\n",
           "3-3 function `_f` is used nowhere in the file, and nothing outside can name it"},
          {"c", "#include <a.h>\nint g(void) { return 1; }\nstatic int f_(void) { return 1; }\nMAKE(f)\n", ""},
          {"c", "#include <a.h>\nint g(void) { return 1; }\nstatic int a_f(void) { return 1; } /* f */ int f = 1;\n",
           "3-3 function `a_f` is used nowhere in the file, and nothing outside can name it"},
          {"c", "#include <a.h>\nstatic int f(void) { return 1; }\n", ""},
          {"c", "static int f(void) { return 1; }\nint main(void) { return 0; }\n",
           "1-1 function `f` is used nowhere in the file, and nothing outside can name it"},
          {"c", "static int f(void) { return 1; }\nint mains(void) { return 0; }\n", ""},
          {"c", "#include <a.h>\nint g(void) { return 1; }\nstatic int f(void) { return 1; }\n# include \"x\"\n", ""},
          {"c", "#include <a.h>\nint g(void) { return 1; }\nstatic int f(void) { return 1; }\nint include;\n",
           "3-3 function `f` is used nowhere in the file, and nothing outside can name it"},
          {"c", "#include <a.h>\nint g(void) { return 1; }\nstatic int f(void) { return 1; } // #include\n",
           "3-3 function `f` is used nowhere in the file, and nothing outside can name it"},
          {"c", "#include <a.h>\nint g(void) { return 1; }\nstatic int maybe_unused_f(void) { return 1; }\n",
           "3-3 function `maybe_unused_f` is used nowhere in the file, and nothing outside can name it"},
          {"c", "#include <a.h>\nint g(void) { return 1; }\nstatics int f(void) { return 1; }\n", ""},
          {"c", "#include <a.h>\nint g(void) { return 1; }\nstatic constexpr int f(void) { return 1; }\n", ""},
          {"c",
           "#include <a.h>\nstatic int f(void) { return 1; }\nstatic int h(void) { return f(); }\nstatic inline int "
           "i(void) { return h(); }\n",
           ""},
          {"c", "#include <a.h>\nint g(void) { return 1; }\nstatic void test_x(void) { }\n", ""},
          {"cpp",
           "#include <a>\nint g() { return 1; }\nnamespace a { namespace { int f() { return 1; } } }\nnamespace a::b { "
           "int h() { return 1; } }\n",
           "3-3 function `f` is used nowhere in the file, and nothing outside can name it"},
          {"javascript", "export {};\nfunction f() { }",
           "2-2 function `f` is used nowhere in the file, and nothing outside can name it"},
          {"javascript", "const a = require(\"b\");\nfunction f() { }", ""},
          {"python",
           "class A:\n  def __f(self): pass\n  def __g__(self): pass\n  class B:\n    def __h(self): pass\n  if a:\n   "
           " def __i(self): pass\ndef __j(): pass\n",
           "2-2 function `__f` is used nowhere in the file, and nothing outside can name it; 5-5 function `__h` is "
           "used nowhere in the file, and nothing outside can name it"},
          {"c",
           "#include <a>\nint g(void) { return 1; }\nstatic int f(void) { return 1; }\nstatic int h(void) { return 2; "
           "}\n",
           "3-3 function `f` is used nowhere in the file, and nothing outside can name it; 4-4 function `h` is used "
           "nowhere in the file, and nothing outside can name it"},
          {"cpp",
           "#include <a>\nint g() { return 1; }\nnamespace {\nstruct A { int f() { return 1; } };\nint h() { return 1; "
           "}\ntemplate <class T> int i() { return 1; }\n}\nstatic auto j() { return [] { return 1; }; }\nstatic bool "
           "operator<(A a, B b) { return 1; }\n",
           "5-5 function `h` is used nowhere in the file, and nothing outside can name it; 8-8 function `j` is used "
           "nowhere in the file, and nothing outside can name it"},
          {"java",
           "class A {\n  private static final int f() { return 1; }\n  private native int g() { return 1; }\n  "
           "protected int h() { return 1; }\n  private int finalize() { return 1; }\n  private A() { return 1; }\n  "
           "privates int i() { return 1; }\n  int private_() { return 1; }\n  private int j(int a) { return 1; }\n  "
           "int k() { return 1; }\n  @Deprecated private int l() { return 1; }\n  public\tint m() { return 1; }\n  "
           "private int o;\n}\n",
           "2-2 function `f` is used nowhere in the file, and nothing outside can name it; 9-9 function `j` is used "
           "nowhere in the file, and nothing outside can name it"},
          {"javascript",
           "import a from \"b\";\nclass A {\n  #k() { }\n  static #l() { }\n  get #m() { return 1; }\n  n() { return "
           "this.#m; }\n  o() { return k; }\n}\n",
           "4-4 function `#l` is used nowhere in the file, and nothing outside can name it"},
      });
}

}  // namespace rustassistant::source
