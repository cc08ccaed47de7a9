// SPDX-License-Identifier: MIT
#include "whole_measures.hpp"

// What is measured of each language, figure by figure.
namespace rustassistant::source {

TEST_CASE("all measures of Python are those of the text") {
  const WholeMeasure rows[] = {
      {"python", R"~(import a, b
from c import (d,
  e)
def f(self, a: int, b: int, *, c: int = 1, d: str, **e) -> int:
  """text"""
  if a and not b:
    return 1
  elif c or d:
    for x in y:
      while z: pass
  else:
    with a as b: pass
  return [i for i in j if k]
def test_a(): assert a
def atest_(): pass
class C:
  def g(cls, a): return lambda x, y: x if y else 1
  def h(a, self, b): pass
  def i(self : C): pass
  def j(selfish, a): pass
match a:
  case 1: pass
  case _: pass
  case _ if b: pass
  case (1 | 2): pass
try: pass
except A: pass
except B: pass
finally: pass
)~",
       R"~(29 lines, 13 outside, 2 imports, scores 137 734
- 1-29 (29) p0 n1@21 c7 v15825628
f 4-13 (10) p5=3 int n3@10 c9 v25111944 literal 1
test_a 14-14 (1) p0 n0@0 c1 v1016448 test
atest_ 15-15 (1) p0 n0@0 c1 v760845
g 17-17 (1) p1 n0@0 c2 v4491324
h 18-18 (1) p3 n0@0 c1 v2077440
i 19-19 (1) p0 n0@0 c1 v1471856
j 20-20 (1) p2 n0@0 c1 v1572864)~"},
      {"python", R"~(def f():
  return """
a
b
c
d
e
f
g
"""
def g():
  x = 1
  return """
a
b
c
d
"""
def h():
  return [
    1,
    2,
  ]
def i():
  a = 1
  return [
    1,
    2, 3,
    4,
    5,
    6,
    7]
)~",
       R"~(32 lines, 0 outside, 0 imports, scores 0 686
- 1-32 (32) p0 n0@0 c1 v0
f 1-10 (10) p0 n0@0 c1 v1471856 literal 9 is literal
g 11-18 (8) p0 n0@0 c1 v2394755 literal 6
h 19-23 (5) p0 n0@0 c1 v2077440 literal 4 is literal
i 24-32 (9) p0 n0@0 c1 v5767168 literal 7)~"},
  };
  for (const WholeMeasure& row : rows) check_whole_measure(row);
}

TEST_CASE("all measures of JavaScript are those of the text") {
  const WholeMeasure rows[] = {
      {"javascript", R"~(import a from 'b';
import 'c';
const d = require('e');
function f(a, b = 1, ...c) { if (a && b || c ?? d) { for (const x in y) { } } else if (b) { while (c) { } } else { do { } while (d) } }
class A { constructor() { } get b() { return 1; } static c(a) { try { } catch { } finally { } } #d = x => x ? 1 : 2; }
export default function (a) { switch (a) { case 1: case 2: break; default: } }
export default (a) => a;
const o = { g() { return a?.b; }, 'h': (a, b) => a, i: async function* () { } };
x.y = z => { z(); }; (() => { if (a) b(); })();
)~",
       R"~(9 lines, 3 outside, 2 imports, scores 126 858
- 1-9 (9) p0 n1@9 c2 v19739064 literal 1
f 4-4 (1) p3 n2@4 c9 v13521600
constructor 5-5 (1) p0 n0@0 c1 v311616
b 5-5 (1) p0 n0@0 c1 v1287874
c 5-5 (1) p1 n1@5 c2 v2162688
#d 5-5 (1) p1 n0@0 c2 v1185856
default 6-6 (1) p1 n1@6 c3 v4228992
default 7-7 (1) p1 n0@0 c1 v415488
g 8-8 (1) p0 n0@0 c1 v1572864
h 8-8 (1) p2 n0@0 c1 v913014
i 8-8 (1) p0 n0@0 c1 v760845
x.y 9-9 (1) p1 n0@0 c1 v913014)~"},
      {"javascript", R"~(class A { if (a) { b(); } while (c) { } }
)~",
       R"~(1 lines, 0 outside, 0 imports, scores 0 921
- 1-1 (1) p0 n0@0 c1 v311616
if 1-1 (1) p1 n0@0 c1 v1185856
while 1-1 (1) p1 n0@0 c1 v524288)~"},
      {"javascript", R"~(class A { if (a) { b(); } while (c) { }
)~",
       R"~(1 lines, 1 outside, 0 imports, scores 0 882, unparsed 1-1
- 1-1 (1) p0 n0@0 c1 v3047870 partial)~"},
  };
  for (const WholeMeasure& row : rows) check_whole_measure(row);
}

TEST_CASE("all measures of TypeScript and TSX are those of the text") {
  const WholeMeasure rows[] = {
      {"typescript", R"~(import type { A } from 'a';
export function f(this: A, a: number, b: number, c?: string, d: string = 'x', ...e: boolean[]): void { }
function g(a: number): void;
abstract class C { abstract h(): void; i(public a: string, b: A<string>): string { return `${a ? 1 : 2}`; } }
namespace N { export const j = (a: string | null) => a!; }
enum E { A = 1 }
)~",
       R"~(6 lines, 3 outside, 1 imports, scores 19 858
- 1-6 (6) p0 n0@0 c1 v13399488 literal 1
f 2-2 (1) p5=2 number n0@0 c1 v10672416 literal 1 is literal
i 4-4 (1) p2=1 string n0@0 c2 v7238192 literal 1
j 5-5 (1) p1 n0@0 c1 v1769472)~"},
      {"tsx", R"~(const V = ({ a }: P) => <div>{a && <b onClick={() => { if (a) c(); }}/>}</div>;
)~",
       R"~(1 lines, 0 outside, 0 imports, scores 56 849
- 1-1 (1) p0 n0@0 c1 v524288
V 1-1 (1) p1 n1@1 c3 v8198400)~"},
  };
  for (const WholeMeasure& row : rows) check_whole_measure(row);
}

TEST_CASE("all measures of shell are those of the text") {
  const WholeMeasure rows[] = {
      {"bash", R"~(source a.sh
. b.sh
f() { if a && b || c; then d; elif e; then g; else h; fi; }
function g { for a in b; do while c; do until d; do e; done; done; done
  case $a in a) b ;; (*) c ;; *) d ;; x*) e ;; esac; }
h() { cat <<E
a
b
c
E
}
select x in y; do z; done
[ a ] && ! b
)~",
       R"~(13 lines, 4 outside, 0 imports, scores 108 744
- 1-13 (13) p0 n1@12 c3 v4821750
f 3-3 (1) p0 n1@3 c5 v6558720
g 4-5 (2) p0 n3@4 c6 v12566879
h 6-11 (6) p0 n0@0 c1 v1471856 literal 3)~"},
  };
  for (const WholeMeasure& row : rows) check_whole_measure(row);
}

TEST_CASE("the scores of a function grow and fall with its branches, in straight lines between the bounds of risk") {
  struct ScoreRow {
    int branches;
    int complexity;
    int maintainability;
  };
  constexpr ScoreRow kRows[] = {{0, 0, 850},    {1, 28, 783},    {8, 222, 613},  {9, 250, 600},
                                {10, 275, 587}, {18, 475, 512},  {19, 500, 504}, {20, 517, 497},
                                {48, 983, 356}, {49, 1000, 352}, {50, 1000, 348}};
  for (const ScoreRow& row : kRows) {
    CAPTURE(row.branches);
    std::string text = "void f(int a) {\n";
    for (int i = 0; i < row.branches; ++i) text += "if (a) a++;\n";
    const Measures measures = measure(ParsedText(text + "}\n", "c"));
    CHECK(complexity_tenths(measures) == row.complexity);
    CHECK(maintainability_tenths(measures) == row.maintainability);
  }
}

}  // namespace rustassistant::source
