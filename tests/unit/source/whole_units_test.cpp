// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <vector>

#include "whole_results.hpp"

// All that is known of the units of small files.
namespace rustassistant::source {

TEST_CASE("all units of a file, with every field but their hashes") {
  const std::vector<whole::Row> rows{
      {"rust",
       "use a::{b, c as d};\nuse e;\n\n// Free.\n\n/// Says.\n#[inline]\nfn f(a: u8,\n     b: u8)\n{\n    g();\n}\nfn "
       "h() {}\n\n#[derive(Debug)]\npub struct I {\n    j: u8,\n}\n\nimpl<T> K for I {\n    const L: u8 = 1;\n\n    // "
       "Why.\n    fn m(&self) {\n        n();\n    }\n}\nstatic O: [u8; 2] = [\n    1, 2,\n];\n",
       {"6-12 head 8-10 57 bytes function: f", "13-13 10 bytes function: h", "15-18 head 16-18 45 bytes: I",
        "20-20/27-27 21 bytes nothing: I", "21-21 in 3 21 bytes: L", "23-26 head 24-24 in 3 49 bytes function: m",
        "28-30 35 bytes: O", "import 1-1: b", "import 1-1: d", "import 2-2: e"}},
      {"rust",
       "mod a {\n    use b::c;\n\n    pub trait D {\n        fn e(&self);\n\n        fn f(&self) {\n            g();\n "
       "       }\n    }\n    enum H { I, J }\n}\n",
       {"1-1/12-12 11 bytes nothing: a", "4-4/10-10 in 0 25 bytes: D", "5-5 in 1 21 bytes: e",
        "7-9 head 7-7 in 1 49 bytes function: f", "11-11 in 0 20 bytes: H", "import 2-2: c"}},
      {"rust",
       "fn a() {} fn b() {}\nfn c() {\n} fn d() {}\nstruct E; struct F;\nimpl E { fn g() {} }\nimpl F {\n    fn h() {} "
       "fn i() {}\n}\n",
       {"1-1 20 bytes: a b", "2-3 21 bytes: c d", "4-4 20 bytes: E F", "5-5 21 bytes nothing: E g",
        "6-6/8-8 12 bytes nothing: F", "7-7 in 4 24 bytes: h i"}},
      {"rust",
       "impl A\n{\n    fn b() {}\n}\nimpl C {\n}\nimpl D {}\nimpl E { fn f() {}\n    fn g() {}\n}\n",
       {"1-2/4-4 12 bytes nothing: A", "3-3 in 0 14 bytes function: b", "5-6 11 bytes nothing: C",
        "7-7 10 bytes nothing: D", "8-8/10-10 22 bytes nothing: E f", "9-9 in 4 14 bytes function: g"}},
      {"cpp",
       "// License.\n\n#pragma once\n#include <a>\n#include \"b/c.h\"\n\nnamespace n {\n\n// About.\nclass A : public "
       "B {\n public:\n  A();\n  int b() const { return 1; }\n\n private:\n  int c_ = 1;\n  int d_;\n};\n\nstruct E "
       "{\n  int f;\n};\n\nint g(int h) {\n  return h;\n}\n\nstatic const int kI[] = {\n    1,\n};\n\n}  // namespace "
       "n\n",
       {"3-3 13 bytes unseen: ", "7-7/32-32 33 bytes nothing: n", "9-10/18-18 head 10-10 in 1 35 bytes: A",
        "11-11 in 2 9 bytes unseen: ", "12-12 in 2 7 bytes: A", "13-13 in 2 30 bytes function: b",
        "15-15 in 2 10 bytes unseen: ", "16-16 in 2 14 bytes: c_", "17-17 in 2 10 bytes: d_",
        "20-20/22-22 in 1 15 bytes: E", "21-21 in 9 9 bytes: f", "24-26 head 24-24 in 1 29 bytes function: g",
        "28-30 in 1 36 bytes: kI", "import 4-4: a", "import 5-5: c h"}},
      {"c",
       "#ifdef A\nint b(void) {\n  return 1;\n}\n#else\nint b(void) {\n  return 2;\n}\n#endif\n\nstatic int c = "
       "1;\nint d[] = {1,\n           2};\nextern int e;\n#define F(x) \\\n  (x)\n#undef F\ntypedef struct {\n  int "
       "g;\n} h;\nenum i {\n  J,\n  K\n};\nvoid l(int,\n       int);\n",
       {"1-1 9 bytes unseen: ", "2-4 head 2-2 28 bytes function: b",
        "5-5 6 bytes unseen: ", "6-8 head 6-6 28 bytes function: b", "9-9 7 bytes unseen: ", "11-11 18 bytes: c",
        "12-13 29 bytes: d", "14-14 14 bytes: e", "15-16 21 bytes: F", "17-17 9 bytes unseen: ", "18-20 31 bytes: h",
        "21-24 21 bytes: J K i", "25-26 25 bytes: l"}},
      {"python",
       "\"\"\"Docs.\"\"\"\nimport a.b as c\nfrom d import (\n    e,\n    f as g,\n)\n\nH = 1\ni: int = "
       "2\n\n\n@j\n@k(1)\ndef l(m,\n      n):\n    \"\"\"Says.\"\"\"\n    return m\n\n\n# About.\nclass O(P):\n    "
       "\"\"\"Of O.\"\"\"\n    q = 1\n\n    # Sets.\n    def __init__(self):\n        self.r = 1\n\n    @property\n    "
       "def s(self): return 1\n\n    class T:\n        def u(self):\n            pass\n\nif __name__ == "
       "\"__main__\":\n    l(1, 2)\n",
       {"1-1 12 bytes unseen: ", "8-8 6 bytes: H", "9-9 11 bytes: i", "12-17 head 12-15 57 bytes function: l",
        "20-21 head 21-21 21 bytes: O", "22-22 in 4 16 bytes unseen: ", "23-23 in 4 10 bytes: q",
        "25-27 head 26-26 in 4 55 bytes function: __init__", "29-30 head 29-29 in 4 40 bytes function: s",
        "32-32 in 4 13 bytes: T", "33-34 head 33-33 in 9 38 bytes function: u", "36-37 39 bytes: __name__",
        "import 2-2: c", "import 3-6: e", "import 3-6: g"}},
      {"javascript",
       "import a, { b as c } from './d';\nimport './e.css';\nconst f = require('g');\n\n/** Says. */\nexport function "
       "h(i) {\n  return i;\n}\n\nexport default class J {\n  k = 1;\n  #l = 2;\n\n  static m() {}\n\n  n = () => {\n  "
       "  o();\n  };\n}\n\nexport const p = {\n  q: 1,\n};\nconst r = (s) => s;\nlet t;\nexport { r };\n",
       {"3-3 24 bytes: f", "5-8 head 6-6 50 bytes function: h", "10-10/19-19 28 bytes: J", "11-11 in 2 9 bytes: k",
        "12-12 in 2 10 bytes: l", "14-14 in 2 16 bytes function: m", "16-18 head 16-16 in 2 28 bytes function: n",
        "21-23 30 bytes: p", "24-24 20 bytes function: r", "25-25 7 bytes: t",
        "26-26 14 bytes unseen: ", "import 1-1: a", "import 1-1: c", "import 2-2: e css"}},
      {"typescript",
       "import type { A } from './a';\n\nexport interface B {\n  c: string;\n  d(): void;\n}\ntype E = {\n  f: "
       "number;\n};\nenum G {\n  H,\n}\nnamespace I {\n  export function j() {}\n}\ndeclare module 'k' {\n  export "
       "const l: number;\n}\nabstract class M {\n  abstract n(): void;\n  private o = 1;\n}\nfunction p(q: number): "
       "void;\nfunction p(q: string): void;\nfunction p(q: any) {\n}\n",
       {"3-3/6-6 24 bytes: B", "4-4 in 0 13 bytes: c", "5-5 in 0 13 bytes: d", "7-9 27 bytes: E", "10-12 16 bytes: G",
        "13-13/15-15 17 bytes nothing: I", "14-14 in 5 25 bytes function: j", "16-16/18-18 24 bytes nothing: k",
        "17-17 in 7 26 bytes: l", "19-19/22-22 22 bytes: M", "20-20 in 9 22 bytes: n", "21-21 in 9 17 bytes: o",
        "23-23 29 bytes: p", "24-24 29 bytes: p", "25-26 head 25-25 23 bytes function: p", "import 1-1: A"}},
      {"go",
       "// Package p.\npackage p\n\nimport (\n\t\"a\"\n\tb \"c/d\"\n)\n\n// E says.\nfunc E(f int) (\n\tint, error) "
       "{\n\treturn f, nil\n}\n\ntype G struct {\n\tH int\n}\n\nconst (\n\ti = 1\n\tJ = 2\n)\n\nfunc (g *G) K() "
       "{}\n\nvar l = func() {\n\tm()\n}\n",
       {"9-13 head 10-11 59 bytes function: E", "15-17 25 bytes: G", "19-22 24 bytes: J i",
        "24-24 19 bytes function: K", "26-28 24 bytes: l", "import 2-2: p", "import 4-7: a", "import 4-7: b"}},
      {"java",
       "package a.b;\n\nimport c.D;\nimport static e.F.*;\n\n/** Says. */\n@G\npublic class H extends I {\n  private "
       "int j = 1;\n\n  H() {}\n\n  @Override\n  public void k(int l) {\n    m();\n  }\n\n  enum N {\n    O,\n    P;\n "
       " }\n}\n\ninterface R {\n  void s();\n}\n",
       {"6-8/22-22 head 7-8 46 bytes: H", "9-9 in 0 21 bytes: j", "11-11 in 0 9 bytes function: H",
        "13-16 head 13-14 in 0 50 bytes function: k", "18-18/21-21 in 0 16 bytes: N", "19-19 in 4 7 bytes: O",
        "20-20 in 4 7 bytes: P", "24-24/26-26 17 bytes: R", "25-25 in 7 12 bytes: s", "import 1-1: b", "import 3-3: D",
        "import 4-4: F e import static"}},
      {"bash",
       "#!/bin/bash\n# Does.\nset -e\nA=1\n\nsource b.sh\n\n# Says.\nc() {\n  echo 1\n}\n\nfunction d {\n  echo "
       "2\n}\nc\nd\n",
       {"1-3 head 3-3 27 bytes unseen: ", "4-4 4 bytes: A",
        "6-6 12 bytes unseen: ", "8-11 head 9-9 25 bytes function: c", "13-15 head 13-13 24 bytes function: d",
        "16-16 2 bytes unseen: ", "17-17 2 bytes unseen: "}},
      {"c",
       "int a; }}}\n@@@ ?\??\n\n  int b() { return 1; }\n((\n",
       {"1-1 11 bytes: a", "2-2 8 bytes unseen: ", "4-4 24 bytes function: b", "5-5 3 bytes unseen: "}},
      {"rust",
       "fn a() {\n    fn b() {}\n    struct C;\n}\nconst D: u8 = {\n    fn e() {}\n    1\n};\npub(crate) type F = "
       "u8;\nextern \"C\" {\n    fn g();\n    static h: u8;\n}\nmacro_rules! i {\n    () => {};\n}\nunion J { k: u8 "
       "}\n",
       {"1-4 head 1-1 39 bytes function: a", "5-8 39 bytes: D e", "9-9 24 bytes: F", "10-10/13-13 16 bytes nothing: ",
        "11-11 in 3 12 bytes: g", "12-12 in 3 18 bytes: h", "14-16 33 bytes: i", "17-17 18 bytes: J"}},
      {"cpp",
       "template <typename T>\nclass A {\n  T a();\n};\ntemplate <typename T>\nT b(T c) {\n  return c;\n}\nextern "
       "\"C\" {\nint d();\nint e();\n}\nusing f = int;\nenum class G { H };\nA<int>::A() : a(1),\n  b(2) {\n}\nint "
       "(*i)(int) = 0;\nauto j = [] {\n  return 1;\n};\n",
       {"1-2/4-4 36 bytes: A", "3-3 in 0 9 bytes: a", "5-8 head 5-6 47 bytes function: b",
        "9-9/12-12 16 bytes nothing: ", "10-10 in 3 9 bytes: d", "11-11 in 3 9 bytes: e", "13-13 15 bytes: f",
        "14-14 20 bytes: G H", "15-17 head 15-16 31 bytes function: A::A",
        "18-18 19 bytes unseen: ", "19-21 29 bytes: j"}},
  };
  for (const whole::Row& row : rows) {
    CAPTURE(row.language, row.text);
    CHECK(whole::units(row.text, row.language) == row.expected);
  }
}

}  // namespace rustassistant::source
