// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <vector>

#include "whole_results.hpp"

// All public items of small files, as their signatures.
namespace rustassistant::source {

TEST_CASE("all that others may use of a file, as it is hashed") {
  const std::vector<whole::Row> rows{
      {"rust",
       "pub fn a(b: u8,) -> c { d() }\nfn e() {}\npub(crate) fn f() {}\npub(self) fn g() {}\npub(in h) fn i() "
       "{}\nstruct J;\nenum K {}\nunion L { m: u8 }\ntrait N {}\nimpl J { pub fn o() {} }\nimpl K { pub fn p() {} "
       "}\nimpl Q for L { fn r() {} }\nimpl N { pub fn s() {} }\nimpl T { pub fn t() { u } fn v() {} #[w] pub const X: "
       "u8 = 1; }\nimpl Y for T { fn z() {} }\n",
       {"T: impl T { pub fn t ( ) pub const X : u8 = 1 }", "T: impl Y for T { fn z ( ) }",
        "a: pub fn a ( b : u8 ) -> c", "f: pub ( crate ) fn f ( )", "i: pub ( in h ) fn i ( )"}},
      {"rust",
       "#[a]\n#[macro_export]\nmacro_rules! b { () => {}; }\n#[macro_export]\n/// c\nmacro_rules! d { () => {}; "
       "}\n#[e]\nmacro_rules! f { () => {}; }\nmacro_rules! g { () => {}; }\npub use h::i;\nuse j::k;\npub extern "
       "crate l;\npub static M: &str = \"n  o\";\npub type P = Vec<u8>;\npub mod q { pub fn r() {} fn s() {} pub mod t "
       "{ pub struct U { pub v: u8, w: u8 } } }\nmod x { pub fn y() {} }\nextern \"C\" { pub fn z(); fn a2(); }\n",
       {"-: pub use h :: i", "M: pub static M : & str = \"n  o\"", "P: pub type P = Vec < u8 >",
        "U: pub struct U { pub v : u8 }", "b: macro_rules! b { ( ) => { } }", "l: pub extern crate l",
        "r: pub fn r ( )", "y: pub fn y ( )", "z: pub fn z ( )"}},
      {"rust",
       "pub struct A(pub u8, u16);\npub enum B { C { d: u8 }, E(u8) }\npub trait F: G { const H: u8; type I; fn "
       "j(&self); fn k() { l() } }\npub union M { pub n: u8, o: u8 }\npub const P: fn() = || { q() };\npub const fn "
       "r<'a, T: S>(t: &'a T) -> u8 where T: U { 'v' as u8 }\n",
       {"A: pub struct A ( pub u8 , u16 )", "B: pub enum B { C { d : u8 } , E ( u8 ) }",
        "F: pub trait F : G { const H : u8 type I fn j ( & self ) fn k ( ) }", "M: pub union M { pub n : u8 }",
        "P: pub const P : fn ( ) = | |", "r: pub const fn r < ' a , T : S > ( t : & ' a T ) -> u8 where T : U"}},
      {"c",
       "#ifndef A_H\n#define A_H\n#define B 1\n#define C(d, e) \\\n  ((d) +   \\\n   (e))\nint f(int g);\nstatic int "
       "h(void) { return 1; }\nextern int i;\ntypedef int j;\nstruct k { int l; };\nunion m { int n; };\nenum o { P, Q "
       "};\n#if R\nint s;\n#elif T\nint u;\n#else\nint v;\n#endif\n#endif\n",
       {"A_H: #define A_H", "B: #define B 1", "C: #define C ( d , e ) ((d) + (e))", "f: int f ( int g )",
        "h: static int h ( void )", "i: extern int i", "j: typedef int j", "k: struct k { int l }",
        "m: union m { int n }", "o: enum o { P , Q }", "s: int s", "u: int u", "v: int v"}},
      {"c",
       "#include \"a.h\"\n#define B 1\nint c(int d) { return d; }\nstatic int e(void) { return 1; }\nint f;\nstatic "
       "int g;\nextern int h;\ntypedef int i;\nstruct j { int k; };\nint l(void);\n",
       {"c: int c ( int d )", "f: int f", "h: extern int h", "l: int l ( void )"}},
      {"c", "/* a */ // b\n#pragma once\nstruct c { int d; };\n", {"c: struct c { int d }"}},
      {"c", "#if !defined(A)\nstruct c { int d; };\n#endif\n", {"c: struct c { int d }"}},
      {"c", "#if defined(A)\nstruct c { int d; };\n#endif\n", {}},
      {"c", "#pragma pack\nstruct c { int d; };\n", {}},
      {"c", "int a;\n#pragma once\nstruct c { int d; };\n", {"a: int a"}},
      {"c", "// a\n/* b */\n\n  #  ifndef A\nstruct c { int d; };\n#endif\n", {"c: struct c { int d }"}},
      {"c", "#define once\nstruct c { int d; };\n", {}},
      {"cpp",
       "#pragma once\nnamespace a {\nclass B : C {\n  int d();\n public:\n  B(int e) : f_(e) {}\n  int g() { return 1; "
       "}\n protected:\n  int h;\n private:\n  int i;\n  class J {};\n public:\n  int k;\n};\nstruct L {\n  int m;\n "
       "private:\n  int n;\n};\nnamespace {\nint o();\n}\nnamespace p::q {\nint r();\n}\ntemplate <typename T, "
       "typename U>\nvoid s(T t) { u(); }\nusing v = int;\nusing w::x;\nnamespace y = z;\nauto a2 = [](int b2) { "
       "return b2; };\ntemplate <typename T>\nconcept C2 = true;\nextern \"C\" {\nint e2();\n}\n}\n",
       {"-: template < typename T , typename U > void s ( T t )", "-: template < typename T > concept C2 = true",
        "-: using w :: x", "B: class B : C { public : B ( int e ) int g ( ) protected : int h : public : int k }",
        "L: struct L { int m : }", "a2: auto a2 = [ ] ( int b2 )", "e2: int e2 ( )", "r: int r ( )", "v: using v = int",
        "y: namespace y = z"}},
      {"python",
       "\"\"\"A.\"\"\"\nfrom b import c, d as e\nfrom f import g\nimport h\n__all__ = [\"c\", \"_i\", 'e', \"\"]\nJ = "
       "1\n_K = 2\n__l__ = 3\n____ = 4\n__m = 5\n_i = 6\nN: int = 7\nO, P = 8\nQ.r = 9\nS += 1\nprint(1)\ndef t(u, "
       "v=1):\n    \"\"\"W.\"\"\"\n    return u\ndef _x(): pass\nasync def y(): pass\n@z\ndef a2(): pass\n@z\nclass "
       "_B2: pass\ntype C2 = int\n",
       {"-: from b import c , d as e", "-: type C2 = int", "J: J = 1", "N: N : int = 7", "O, P: O , P = 8",
        "Q.r: Q . r = 9", "S: S += 1", "__all__: __all__ = [ \"c\" , \"_i\" , 'e' , \"\" ]", "__l__: __l__ = 3",
        "_i: _i = 6", "a2: @ z def a2 ( ) :", "t: def t ( u , v = 1 ) :", "y: async def y ( ) :"}},
      {"python",
       "class A(B, metaclass=C):\n    \"\"\"D.\"\"\"\n    e = 1\n    _f = 2\n    g: int\n    h()\n    def "
       "__init__(self, i): self.j = i\n    def _k(self): pass\n    @l\n    def m(self): pass\n    @l\n    def "
       "_n(self): pass\n    class O: p = 1\n    class _P: q = 1\n    pass\n    r = lambda s: t\nif u:\n    def v(): "
       "pass\nelif w:\n    def x(): pass\nelse:\n    y = 1\ntry:\n    z = 1\nexcept A2:\n    b2 = 1\nfinally:\n    c2 "
       "= 1\nwith d2:\n    e2 = 1\nfor f2 in g2:\n    h2 = 1\n",
       {"A: class A ( B , metaclass = C ) : e = 1 g : int def __init__ ( self , i ) : @ l def m ( self ) : class O : p "
        "= 1 r = lambda s :",
        "b2: b2 = 1", "c2: c2 = 1", "e2: e2 = 1", "v: def v ( ) :", "x: def x ( ) :", "y: y = 1", "z: z = 1"}},
      {"javascript",
       "import a from 'b';\nexport const c = 1, d = 2;\nconst e = 3;\nfunction f(g) { return g; }\nfunction h() "
       "{}\nclass I { j() {} }\nexport { h, I as k };\nexport default l;\nconst l = (m) => m;\nexport function* n() { "
       "yield 1; }\nexport class O { #p = 1; #q() {} r = 2; static { s(); } t() { u(); } }\nexport * from 'v';\nexport "
       "{ w } from 'x';\nlet y;\nconst w = 1;\n",
       {"-: export * from 'v'", "-: export default l", "-: export { h , I as k }", "-: export { w } from 'x'",
        "I: class I { j ( ) }", "O: export class O { r = 2 t ( ) }", "c: export const c = 1 , d = 2",
        "h: function h ( )", "l: const l = ( m ) =>", "n: export function * n ( )"}},
      {"javascript",
       "const a = 1;\nlet b, c;\nvar d;\nfunction e(f, g = 1) { return f; }\nfunction* h() {}\nclass I extends J { k() "
       "{} }\nl();\nm = 1;\nif (n) { o(); }\nconst { p } = q;\n",
       {"I: class I extends J { k ( ) }", "a: const a = 1", "b: let b , c", "d: var d", "e: function e ( f , g = 1 )",
        "h: function * h ( )", "{ p }: const { p } = q"}},
      {"javascript",
       "const a = require('b');\nmodule.exports = { c, d: e, f() { g } };\nfunction c() {}\nfunction e(h) {}\nfunction "
       "g() {}\nfunction d() {}\n",
       {"-: module . exports = { c , d : e , f ( ) }", "c: function c ( )", "e: function e ( h )"}},
      {"javascript",
       "exports.a = b;\nexports['c'] = d;\nexports = e;\nmodule.exports.f = function (g) { return h; };\nexport2 = "
       "i;\nfunction b() {}\nfunction d() {}\nfunction e() {}\nfunction h() {}\nfunction i() {}\n",
       {"-: exports . a = b", "-: exports = e", "-: exports [ 'c' ] = d", "-: module . exports . f = function ( g )",
        "b: function b ( )", "d: function d ( )", "e: function e ( )"}},
      {"typescript",
       "export interface A { b: string; c(d: number): void; private e: 1 }\nexport type F = { g: string };\nexport "
       "enum H { I = 1 }\nexport abstract class J { private k = 1; protected l = 2; public m = 3; abstract n(): void; "
       "private constructor(o: number) {} readonly p: string }\nexport namespace Q { export const r = 1; }\nexport "
       "declare const s: number;\ndeclare function t(): void;\nexport default interface U {}\ninterface V {}\nexport { "
       "type V };\nexport = w;\n",
       {"-: export = w", "-: export declare const s : number", "-: export { type V }",
        "A: export interface A { b : string c ( d : number ) : void }", "F: export type F = { g : string }",
        "H: export enum H { I = 1 }",
        "J: export abstract class J { protected l = 2 public m = 3 abstract n ( ) : void readonly p : string }",
        "Q: export namespace Q { export const r = 1 }", "U: export default interface U { }", "V: interface V { }"}},
      {"typescript",
       "interface A { b: string }\ntype C = 1;\nenum D { E }\ndeclare module 'g' {}\nfunction i(j: number): "
       "void;\nabstract class K {}\n",
       {"'g': declare module 'g' { }", "A: interface A { b : string }", "C: type C = 1", "D: enum D { E }",
        "K: abstract class K { }", "i: function i ( j : number ) : void"}},
      {"go",
       "package a\n\nimport \"b\"\n\nconst C = 1\nconst d = 2\nconst (\n\te = iota\n\tF\n)\nvar G, h = 1, 2\nvar i, J "
       "int\nvar k int\nvar (\n\tL = 1\n\tm = 2\n)\ntype N struct {\n\tO int\n\tp int\n\tq, R int\n\tS\n\t*t\n}\ntype "
       "u struct{}\ntype V = u\ntype W interface{ X() }\nfunc Y(z int) int { return z }\nfunc a2() {}\nfunc (n *N) "
       "B2() {}\nfunc (n N) c2() {}\nfunc (x *u) D2() {}\nfunc (n *E2[T]) F2() {}\nfunc (N) G2() {}\nfunc \303\211() "
       "{}\nvar H2 = func(i int) int { return i }\n",
       {"-: const ( e = iota F )", "-: const C = 1", "B2: func ( n * N ) B2 ( )", "F2: func ( n * E2 [ T ] ) F2 ( )",
        "G: G , h = 1 , 2", "G2: func ( N ) G2 ( )", "H2: H2 = func ( i int ) int", "L: L = 1",
        "N: N struct { O int q , R int S * t }", "V: V = u", "W: W interface { X ( ) }", "Y: func Y ( z int ) int",
        "i: i , J int", "\303\211: func \303\211 ( )"}},
      {"java",
       "package a;\nimport b.C;\n@D\npublic class E extends F {\n  public int g = 1;\n  private int h;\n  int i;\n  "
       "static { j(); }\n  { k(); }\n  E() { l(); }\n  public void m(int n) { o(); }\n  private void p() {}\n  private "
       "class Q {}\n  protected class R { private int s; }\n  Runnable t = () -> { u(); };\n  @V private int "
       "w;\n}\nclass X {}\ninterface Y { void z(); default void a2() { b2(); } private void c2() {} }\nenum D2 { E2, "
       "F2(1); private int g2; void h2() {} }\nrecord I2(int j2) { I2 { k2(); } }\n@interface L2 { int m2() default 1; "
       "}\n",
       {"-: package a", "D2: enum D2 { E2 , F2 ( 1 ) void h2 ( ) }",
        "E: @ D public class E extends F { public int g = 1 int i E ( ) public void m ( int n ) protected class R { } "
        "Runnable t = ( ) -> }",
        "I2: record I2 ( int j2 ) { I2 }", "L2: @interface L2 { int m2 ( ) default 1 }", "X: class X { }",
        "Y: interface Y { void z ( ) default void a2 ( ) }"}},
      {"bash",
       "a() { b; }\n_c() { d; }\nfunction e { f; }\ng=1\nexport h=2\nreadonly i=3\ndeclare -r j=4\ndeclare -x "
       "k=5\ndeclare -a l=6\nlocal m=7\nif n; then\n  export o=8\nelif p; then\n  q() { r; }\nelse\n  s() { t; }\nfi\n",
       {"-: declare -r j = 4", "-: declare -x k = 5", "-: export h = 2", "-: export o = 8", "-: readonly i = 3",
        "a: a ( )", "e: function e", "q: q ( )", "s: s ( )"}},
      {"rust",
       "pub fn a() -> &str { \"b\" }\npub const C: char = ' ';\npub const D: &str = \"e,  )\";\n/* f */ pub fn g(/* h "
       "*/ i: u8 /* j */) {}\n",
       {"C: pub const C : char = ' '", "D: pub const D : & str = \"e,  )\"", "a: pub fn a ( ) -> & str",
        "g: pub fn g ( i : u8 )"}},
      {"python",
       "def a(b, c,): pass\nD = [1, 2,]\nF = {\"g\": 1, }\nH = \"i , )\"\n",
       {"D: D = [ 1 , 2 ]", "F: F = { \"g\" : 1 }", "H: H = \"i , )\"", "a: def a ( b , c ) :"}},
      {"ruby", "def a; end\n", {"whole file"}},
      {"rust", "pub fn ((\npub fn a() {}\n", {"whole file", "a: pub fn a ( )"}},
  };
  for (const whole::Row& row : rows) {
    CAPTURE(row.language, row.text);
    CHECK(whole::interfaces(row.text, row.language) == row.expected);
  }
}

}  // namespace rustassistant::source
