// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <vector>

#include "whole_results.hpp"

// All that chunks say of small files: a table of what each language names.
namespace rustassistant::source {

TEST_CASE("all that a file names, by what, on which lines, and whether it is defined there") {
  const std::vector<whole::Row> rows{
      {"rust",
       "pub use a::b;\npub use c;\nuse d::e;\npub use f::{g, h as i, j::{k, l::*}, self};\npub use m::*;\npub use n as "
       "o;\n",
       {"0+109 1-6", "  export b 1-1 elsewhere", "  export c 2-2 elsewhere", "  export g 4-4 elsewhere",
        "  export i 4-4 elsewhere", "  export k 4-4 elsewhere", "  export o 6-6 elsewhere"}},
      {"rust",
       "pub struct S {\n    pub a: u8,\n    b: Vec<u8>,\n}\npub enum E {\n    A,\n    B(u8),\n}\npub trait T {\n    "
       "const C: u8;\n    type D;\n    fn m(&self);\n}\npub const N: u8 = 1;\nstatic M: u8 = 2;\ntype L = "
       "u8;\nmacro_rules! k {\n    () => {};\n}\nimpl T for S {\n    fn m(&self) {}\n}\n",
       {"0+264 1-22", "  struct S 1-4", "  field a S::a 2-2 within", "  field b S::b 3-3 within", "  enum E 5-8",
        "  enum_variant A E::A 6-6 within", "  enum_variant B E::B 7-7 within", "  trait T 9-13",
        "  const C T::C 10-10 within", "  type D T::D 11-11 within", "  method m T::m 12-12 within", "  const N 14-14",
        "  static M 15-15", "  type L 16-16", "  macro k 17-19", "  method m S::m 21-21 within"}},
      {"rust",
       "mod a {\n    pub use b::c;\n    pub fn d() {}\n    mod e;\n}\nfn f() {\n    pub use g::h;\n    fn inner() {}\n "
       "   struct In;\n}\n",
       {"0+119 1-10", "  module a 1-5", "  export c 2-2 elsewhere", "  function d a::d 3-3",
        "  module e a::e 4-4 elsewhere", "  function f 6-10", "  function inner f::inner 8-8 within",
        "  struct In f::In 9-9 within"}},
      {"rust", "mod tests {\n    fn a() {}\n}\n", {"0+28 1-3 test", "  module tests 1-3", "  function a tests::a 2-2"}},
      {"rust", "mod test {\n    fn a() {}\n}\n", {"0+27 1-3 test", "  module test 1-3", "  function a test::a 2-2"}},
      {"rust",
       "mod testing {\n    fn a() {}\n}\n",
       {"0+30 1-3", "  module testing 1-3", "  function a testing::a 2-2"}},
      {"rust", "fn tests() {}\nmod tests {}\n", {"0+27 1-2", "  function tests 1-1", "  module tests 2-2"}},
      {"c",
       "int a = 1, *b, c[2], (*d)(int), *e(void);\nextern int f, *g;\nstatic const char* const h[] = {0};\nint (i), "
       "*(*j)[3];\nint k(int);\nextern int l(void);\nstruct s t;\n",
       {"0+159 1-7", "  variable a 1-1", "  variable b 1-1", "  variable c 1-1", "  variable d 1-1",
        "  variable f 2-2 elsewhere", "  variable g 2-2 elsewhere", "  variable h 3-3", "  variable i 4-4",
        "  variable j 4-4", "  function k 5-5 elsewhere", "  function l 6-6 elsewhere", "  variable t 7-7"}},
      {"c",
       "struct s {\n  int a, *b;\n  int c : 3;\n  void (*d)(int);\n  struct {\n    int e;\n  } f;\n  union u {\n    "
       "int g;\n  } h;\n};\nunion v {\n  int i;\n};\nenum w { X, Y = 2 };\n",
       {"0+160 1-15", "  struct s 1-11", "  field a s::a 2-2 within", "  field b s::b 2-2 within",
        "  field c s::c 3-3 within", "  field d s::d 4-4 within", "  field f s::f 5-7 within",
        "  field e s::e 6-6 within", "  union u s::u 8-10 within", "  field h s::h 8-10 within",
        "  field g s::u::g 9-9 within", "  union v 12-14", "  field i v::i 13-13 within", "  enum w 15-15",
        "  enumerator X 15-15", "  enumerator Y 15-15"}},
      {"c",
       "typedef int a;\ntypedef struct b { int x; } b, *c;\ntypedef enum { D, E } f;\ntypedef int (*g)(int), "
       "h[3];\n#define J 1\n#define K(x) (x)\nint l(void) {\n  int m = 1;\n  struct n { int o; };\n  return m;\n}\n",
       {"0+197 1-11", "  type a 1-1", "  type b 2-2", "  struct b 2-2", "  type c 2-2", "  field x b::x 2-2 within",
        "  type f 3-3", "  enumerator D 3-3", "  enumerator E 3-3", "  type g 4-4", "  type h 4-4", "  preproc J 5-5",
        "  macro K 6-6", "  function l 7-11", "  struct n l::n 9-9 within"}},
      {"cpp",
       "namespace a {\nusing b::c;\nusing namespace d;\nnamespace e = f::g;\nusing h = int;\nint i = 1;\nextern int "
       "j;\nint& k = i;\nint&& l = 1;\nnamespace {\nint m;\n}\n}\nint a::n = 2;\n",
       {"0+167 1-14", "  export c 2-2 elsewhere", "  namespace e 4-4 elsewhere", "  alias h a::h 5-5",
        "  variable i a::i 6-6", "  variable j 7-7 elsewhere", "  variable k a::k 8-8", "  variable l a::l 9-9",
        "  variable m a::m 11-11", "  variable n a::n 14-14"}},
      {"cpp",
       "class A {\n public:\n  int a() { return 1; }\n  int b();\n  int c = 1, *d;\n  static int e;\n  using F = "
       "int;\n  typedef int g, *h;\n  enum I { J };\n  class K {\n    int l;\n  };\n  friend int m();\n  A& "
       "operator=(const A&);\n  ~A();\n};\ntemplate <typename T>\nstruct B {\n  T n;\n};\nvoid A::o() { int q; }\n",
       {"0+290 1-21",
        "  class A 1-16",
        "  method a A::a 3-3 within",
        "  method b A::b 4-4 elsewhere",
        "  field c A::c 5-5 within",
        "  field d A::d 5-5 within",
        "  field e A::e 6-6 within",
        "  alias F A::F 7-7 within",
        "  type g A::g 8-8 within",
        "  type h A::h 8-8 within",
        "  enum I A::I 9-9 within",
        "  enumerator J A::J 9-9 within",
        "  class K A::K 10-12 within",
        "  field l A::K::l 11-11 within",
        "  method m A::m 13-13 elsewhere",
        "  method operator= A::operator= 14-14 elsewhere",
        "  method ~A A::~A 15-15 elsewhere",
        "  struct B 18-20",
        "  field n B::n 19-19 within",
        "  function A::o 21-21 within"}},
      {"python",
       "A = 1\nA = 2\nB: int = 3\nE.f = 3\nG[0] = 1\nh = i = 4\nif x:\n    J = 5\ndef k():\n    L = 6\n    class M:\n  "
       "      n = 7\nclass O:\n    p = 8\n    p = 9\n    q: int\n    def r(self):\n        self.s = 1\n    class T:\n  "
       "      u = 1\n",
       {"0+215 1-20", "  variable A 1-1", "  variable B 3-3", "  variable h 6-6", "  variable i 6-6",
        "  variable J 8-8", "  function k 9-12", "  class M k.M 11-12 within", "  class O 13-20",
        "  field p O.p 14-14 within", "  field p O.p 15-15 within", "  field q O.q 16-16 within",
        "  method r O.r 17-18 within", "  class T O.T 19-20 within", "  field u O.T.u 20-20 within"}},
      {"python",
       "__all__ = [\"a\", 'b', c, \"\", 1]\nimport d as d\nimport e as f\nimport g\nfrom h import i as i, j as k, "
       "l\nclass M:\n    __all__ = [\"n\"]\n__all__ += [\"o\"]\nx = lambda: y\nasync def z():\n    pass\n",
       {"0+184 1-11", "  export a 1-1 elsewhere", "  export b 1-1 elsewhere", "  export d 2-2 elsewhere",
        "  export i 5-5 elsewhere", "  class M 6-7", "  field __all__ M.__all__ 7-7 within", "  variable x 9-9",
        "  function z 10-11"}},
      {"javascript",
       "const a = 1, b = 2;\nlet c = 3;\nvar d;\nconst { e, f: g } = h;\nconst [i] = j;\nconst k = () => 1;\nconst l = "
       "function () {};\nif (m) {\n  const n = 1;\n}\nfunction o() {\n  const p = 1;\n}\nexport const q = 1;\nexport "
       "default 3;\n{\n  const r = 1;\n}\n",
       {"0+236 1-18", "  constant a 1-1", "  constant b 1-1", "  variable c 2-2", "  variable d 3-3",
        "  function k 6-6", "  function l 7-7", "  function o 11-13", "  constant q 14-14"}},
      {"javascript",
       "export { a, b as c, d as default };\nexport { default } from \"e\";\nexport { f, default as g } from "
       "\"h\";\nexport * from \"i\";\nexport * as j from \"k\";\nexport default function l() {}\nexport class M {\n  n "
       "= 1;\n  static o = 2;\n  #p = 3;\n  q = () => 1;\n  r() {}\n  get s() { return 1; }\n}\n",
       {"0+278 1-14", "  export a 1-1 elsewhere", "  export c 1-1 elsewhere", "  export f 3-3 elsewhere",
        "  export g 3-3 elsewhere", "  export j 5-5 elsewhere", "  function l 6-6", "  class M 7-14",
        "  field n M.n 8-8 within", "  field o M.o 9-9 within", "  field #p M.#p 10-10 within",
        "  method q M.q 11-11 within", "  method r M.r 12-12 within", "  method s M.s 13-13 within"}},
      {"javascript",
       "module.exports = { a, b: 1, c: () => 1, d: function () {}, e() {}, \"f\": 2, ...g };\nexports.h = "
       "1;\nexports.i = () => 1;\nmodule.exports.j = 2;\nk.l.m = 3;\nn = 4;\nmodule.exports = o;\n",
       {"0+179 1-7", "  function c 1-1", "  function d 1-1", "  method e 1-1", "  export a 1-1 elsewhere",
        "  field b 1-1 within", "  constant h 2-2", "  function exports.i 3-3", "  constant j 4-4",
        "  constant m 5-5"}},
      {"javascript",
       "const a = {\n  b: 1,\n  c,\n  d: { e: 2 },\n  f: [ { g: 3 } ],\n};\nfunction l() {\n  return { m: 1 };\n}\nn({ "
       "o: 1 });\nlet p = q({ r: 1 });\nexport const s = { t: 1 };\n",
       {"0+159 1-12", "  constant a 1-6", "  field b a.b 2-2 within", "  field d a.d 4-4 within",
        "  field f a.f 5-5 within", "  function l 7-9", "  variable p 11-11", "  constant s 12-12",
        "  field t s.t 12-12 within"}},
      {"typescript",
       "export const a: number = 1;\nenum B {\n  C,\n  D = 2,\n  \"E\" = 3,\n}\ninterface F {\n  g: string;\n  h?: "
       "number;\n  i(): void;\n  readonly j: string;\n}\ntype K = { l: string };\nclass M {\n  private n = 1;\n  o: "
       "string;\n  constructor(private p: number) {}\n  q = () => 1;\n}\nnamespace R {\n  export const s = 1;\n  "
       "export function t() {}\n  let u;\n}\ndeclare const v: number;\ndeclare function w(): void;\nabstract class X "
       "{\n  abstract y(): void;\n  abstract z: string;\n}\n",
       {"0+449 1-30",
        "  constant a 1-1",
        "  enum B 2-6",
        "  enumerator C B.C 3-3 within",
        "  enumerator D B.D 4-4 within",
        "  interface F 7-12",
        "  field g F.g 8-8 within",
        "  field h F.h 9-9 within",
        "  method i F.i 10-10 within",
        "  field j F.j 11-11 within",
        "  type_alias K 13-13",
        "  field l K.l 13-13 within",
        "  class M 14-19",
        "  field n M.n 15-15 within",
        "  field o M.o 16-16 within",
        "  method constructor M.constructor 17-17 within",
        "  method q M.q 18-18 within",
        "  namespace R 20-24",
        "  constant s R.s 21-21",
        "  function t R.t 22-22",
        "  variable u R.u 23-23",
        "  constant v 25-25",
        "  function w 26-26",
        "  class X 27-30",
        "  method y X.y 28-28 within",
        "  field z X.z 29-29 within"}},
      {"tsx",
       "export const A = () => <p/>;\nconst b = { c: 1, d: () => <p/> } as E;\nexport const f = { g: 1 } satisfies "
       "H;\n",
       {"0+108 1-3", "  function A 1-1", "  function d 2-2", "  constant b 2-2", "  constant f 3-3"}},
      {"go",
       "package p\n\nconst A = 1\nconst (\n\tC = iota\n\tD\n)\nvar e int\nvar (\n\tg = 1\n)\ntype H struct {\n\tI, j "
       "int\n\tK\n\t*L\n\tm struct{ n int }\n}\ntype R = H\ntype S int\nfunc (h *H) T() { x := 1; var y int }\nfunc "
       "u() { type V struct{ w int } }\nfunc z[X any](a X) {}\n",
       {"0+243 1-22", "  const A 3-3", "  const C 5-5", "  const D 6-6", "  var e 8-8", "  var g 10-10",
        "  type H 12-17", "  field I H.I 13-13 within", "  field j H.j 13-13 within", "  field m H.m 16-16 within",
        "  field n H.n 16-16 within", "  type_alias R 18-18", "  type S 19-19", "  method T H.T 20-20 within",
        "  var y H.T.y 20-20 within", "  function u 21-21", "  type V u.V 21-21 within", "  function z 22-22"}},
      {"java",
       "package p;\nclass A {\n  int a = 1, b[];\n  static final int C = 2;\n  void d() { int e; class F { int g; } "
       "}\n  A() {}\n  enum H { I, J(1) { int k; }; int l; }\n  interface M { int N = 1; void o(); }\n  record P(int "
       "q) { static int r; }\n  @interface S { int t() default 1; }\n  class U { int v; }\n}\n",
       {"0+291 1-12",
        "  class A 2-12",
        "  field a A.a 3-3 within",
        "  field b A.b 3-3 within",
        "  field C A.C 4-4 within",
        "  method d A.d 5-5 within",
        "  class F A.d.F 5-5 within",
        "  constructor A A.A 6-6 within",
        "  enum H A.H 7-7 within",
        "  enum_constant I A.H.I 7-7 within",
        "  enum_constant J A.H.J 7-7 within",
        "  field k A.H.k 7-7 within",
        "  field l A.H.l 7-7 within",
        "  interface M A.M 8-8 within",
        "  method o A.M.o 8-8 within",
        "  field N A.M.N 8-8 within",
        "  record P A.P 9-9 within",
        "  field r A.P.r 9-9 within",
        "  annotation S A.S 10-10 within",
        "  method t A.S.t 10-10 within",
        "  class U A.U 11-11 within",
        "  field v A.U.v 11-11 within"}},
      {"bash",
       "a=1\na=2\nexport b=3\nreadonly c=4\ndeclare -r d=5\nlocal e=6\nf() {\n  g=7\n  local h=8\n}\nfunction i {\n  "
       ":\n}\nif x; then j=9; fi\nk[0]=1\nl+=2\n",
       {"0+133 1-16", "  variable a 1-1", "  variable b 3-3", "  variable c 4-4", "  variable d 5-5",
        "  variable e 6-6", "  function f 7-10", "  function i 11-13", "  variable j 14-14", "  variable l 16-16"}},
      {"python",
       "def f():\n    \"\"\"Says.\"\"\"\n    return 1\n\n\n@wraps\nclass A(B):\n    @property\n    def c(self):\n      "
       "  return 1\n",
       {"0+107 1-10", "  function f 1-3", "  class A 7-10", "  method c A.c 9-10 within"}},
  };
  for (const whole::Row& row : rows) {
    CAPTURE(row.language, row.text);
    CHECK(whole::chunks(row.text, row.language) == row.expected);
  }
}

TEST_CASE("all that words define in languages without a grammar") {
  const std::vector<whole::Row> rows{
      {"ruby",
       "class A\n  def self.b(c)\n  end\nend\nmodule D::E\nend\ndef f\nend\nclass\ndef\nclassify g\n",
       {"0+81 1-11", "  class A 1-1", "  def b 2-2", "  module E 5-5", "  def f 7-7"}},
      {"swift",
       "public final class A {\n  private(set) var b = 1\n  @objc func c() {}\n}\nextension D.E {}\nprotocol F "
       "{}\nactor G {}\nstruct H {}\nenum I {}\ntypealias J = K\noverride func l() {}\nfileprivate func m() "
       "{}\nmutating func n() {}\nmixin O\n",
       {"0+224 1-14", "  class A 1-1", "  extension E 5-5", "  protocol F 6-6", "  actor G 7-7", "  struct H 8-8",
        "  enum I 9-9", "  func l 11-11", "  func m 12-12", "  func n 13-13", "  mixin O 14-14"}},
      {"kotlin",
       "data class A(val b: Int)\nobject C\nfun d() = 1\nsuspend fun e() {}\ncompanion object F\nrecord G\ninterface "
       "H\nabstract fun i()\nsealed interface J\nopen class K\ninline fun l() {}\nfun String.m() {}\n",
       {"0+190 1-12", "  class A 1-1", "  object C 2-2", "  fun d 3-3", "  fun e 4-4", "  object F 5-5",
        "  record G 6-6", "  interface H 7-7", "  fun i 8-8", "  interface J 9-9", "  class K 10-10", "  fun l 11-11",
        "  fun m 12-12"}},
      {"elixir",
       "defmodule A.B do\n  def c(d) do\n  end\n  defp e, do: 1\nend\n",
       {"0+57 1-5", "  defmodule B 1-1", "  def c 2-2", "  defp e 4-4"}},
      {"pascal",
       "procedure a;\nfunction b: c;\ntype D = record\nend;\nunion E\nproc f\nsub g\nfn h\ntrait I\ntypedef j\n",
       {"0+93 1-10", "  procedure a 1-1", "  function b 2-2", "  type D 3-3", "  union E 5-5", "  proc f 6-6",
        "  sub g 7-7", "  fn h 8-8", "  trait I 9-9", "  typedef j 10-10"}},
      {"php",
       "abstract class A {}\nstatic function b() {}\nprotected function c() {}\ninternal class D {}\nasync function "
       "e() {}\nexport function f() {}\nlocal function g() {}\nvirtual function h() {}\npartial class I {}\nreadonly "
       "class J {}\nunsafe fn k() {}\npub fn l() {}\nextern fn m() {}\ncase class N\ndefault function o() {}\nprivate "
       "class P {}\npublic class Q {}\nclass R. {}\nclass S:: {}\nclass T..U {}\nclass $V\n  \tclass\tW\nclass "
       "X::Y::Z\n",
       {"0+414 1-23",         "  class A 1-1",    "  function b 2-2", "  function c 3-3", "  class D 4-4",
        "  function e 5-5",   "  function f 6-6", "  function g 7-7", "  function h 8-8", "  class I 9-9",
        "  class J 10-10",    "  fn k 11-11",     "  fn l 12-12",     "  fn m 13-13",     "  class N 14-14",
        "  function o 15-15", "  class P 16-16",  "  class Q 17-17",  "  class R 18-18",  "  class S 19-19",
        "  class T 20-20",    "  class $V 21-21", "  class W 22-22",  "  class Z 23-23"}},
      {"zsh",
       "a() {\n}\nb () {\n}\n \tc\t() {\n}\nd-e() {\n}\nfunction f() {\n}\nfunction g {\n}\n$h() {\n}\ni=j() "
       "{\n}\n()\nk ( ) {\n",
       {"0+100 1-18", "  function a 1-1", "  function b 3-3", "  function c 5-5", "  function d-e 7-7",
        "  function f 9-9", "  function g 11-11"}},
      {"lua",
       "local function a() end\nfunction b.c() end\nfunction d:e() end\nfunction (f)\n",
       {"0+74 1-4", "  function a 1-1", "  function c 2-2", "  function d 3-3"}},
      {"scala",
       "object A\ncase class B\ntrait C\n\n\nclass D",
       {"0+39 1-6", "  object A 1-1", "  class B 2-2", "  trait C 3-3", "  class D 6-6"}},
  };
  for (const whole::Row& row : rows) {
    CAPTURE(row.language, row.text);
    CHECK(whole::chunks(row.text, row.language) == row.expected);
  }
}

}  // namespace rustassistant::source
