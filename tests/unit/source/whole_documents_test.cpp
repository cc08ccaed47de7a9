// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <vector>

#include "whole_results.hpp"

// All that is documented of small files.
namespace rustassistant::source {

TEST_CASE("all items that a file documents, with every part of what is said of them") {
  const std::vector<whole::Row> rows{
      {"rust",
       "//! Of a.\n//! More.\n\n/// Says.\n///\n/// Two.\n#[b]\npub fn c(d: u8) -> e {}\n/// Hidden.\nfn f() {}\n/// "
       "Of g.\npub struct G {\n    pub h: u8,\n}\nimpl G {\n    /// Of i.\n    pub fn i(&self) {}\n    fn j() "
       "{}\n}\npub(crate) fn k() {}\npub enum L { M }\n// Of n.\npub trait N {\n    fn o(&self);\n    type "
       "P;\n}\n#[macro_export]\nmacro_rules! q { () => {}; }\nmacro_rules! r { () => {}; }\npub mod s {\n    pub fn "
       "t() {}\n}\nmod u {\n    pub fn v() {}\n}\nimpl W { pub fn x() {} }\nstruct Y;\nimpl Y { pub fn z() {} }\npub "
       "const A2: u8 = 1;\n",
       {"purpose Of a.\nMore.", "function c 8-8: pub fn c(d: u8) -> e", "  says Says.\n\nTwo.",
        "struct G 12-14: pub struct G", "  says Of g.", "method G::i 17-17: pub fn i(&self)", "  says Of i.",
        "enum L 21-21: pub enum L", "trait N 23-26: pub trait N", "  says Of n.", "method N::o 24-24: fn o(&self)",
        "type N::P 25-25: type P", "macro q 28-28: macro_rules! q", "module s 30-32: pub mod s",
        "function s::t 31-31: pub fn t()", "method W::x 36-36: pub fn x()", "const A2 39-39: pub const A2: u8 = 1"}},
      {"c",
       "// Copyright a.\n\n/* Does b.\n * And c. */\n\n/** Says d.\n * @param e what\n *        more\n * @param[in] f "
       "- which\n * @param g\n * @return h\n *   and i\n * @retval j\n * @throws k if l\n * @exception m\n * @see n\n "
       "*/\nint o(int e, int f);\n\n/* Of p */\nint p;\nint q(void) { return 1; }  // not q\n\n// far\n\nint "
       "r(void);\nstatic int s(void) { return 1; }\n#define T(u) u\n#define V 1\ntypedef struct { int w; } x;\nstruct "
       "y { int z; };\nenum a2 { B2 };\nint q(void);\n",
       {"purpose Does b.\nAnd c.", "function o 18-18: int o(int e, int f)", "  says Says d.\n@retval j\n@see n",
        "  takes e: what more", "  takes f: which", "  takes g:  (not there)", "  gives h and i", "  fails k if l",
        "  fails m", "function q 22-22: int q(void)", "function r 26-26: int r(void)", "macro T 28-28: #define T(u) u",
        "type x 30-30: typedef struct x", "struct y 31-31: struct y", "enum a2 32-32: enum a2"}},
      {"cpp",
       "/// \\brief Says a.\n///\n/// \\tparam B what\n/// \\param c which\n/// \\returns d\n/// \\throw e\n/// \\note "
       "f\ntemplate <typename B>\nint g(int c) {\n  return 1;\n}\nclass H {\n  int i();\n\n public:\n  /// Of j.\n  "
       "int j() const { return 1; }\n  H();\n protected:\n  int k();\n};\nstruct L : M {\n  int n();\n private:\n  int "
       "o();\n};\nnamespace p {\nint q();\nnamespace {\nint r();\n}\n}\nunion S { int t; };\nenum class U { V "
       "};\nusing w = int;\n",
       {"function g 9-11: template <typename B> int g(int c)", "  says Says a.\n\n\\note f", "  takes B: what",
        "  takes c: which", "  gives d", "  fails e", "class H 12-21: class H", "method H::j 17-17: int j() const",
        "  says Of j.", "method H::H 18-18: H()", "struct L 22-26: struct L : M", "method L::n 23-23: int n()",
        "function p::q 28-28: int q()", "union S 33-33: union S", "enum U 34-34: enum class U",
        "alias w 35-35: using w = int"}},
      {"python",
       "#!/usr/bin/env python3\n# Copyright a.\n\"\"\"Does b.\n\n  And c.\n\"\"\"\n\n# no\ndef d(e, f=1):\n    "
       "\"\"\"Says d.\n\n    @param e what\n    :param f: which\n    \"\"\"\n\n# Of g.\nclass G(H):\n    # Of i.\n    "
       "def i(self): pass\n    def __init__(self): pass\n    def _j(self): pass\n    def __k__(self): pass\n    class "
       "L: pass\ndef _m(): pass\n@n\nasync def o():\n    # p\n    'Says o.'\ndef q():\n    \"\"\"\"\"\"\n    def r(): "
       "pass\ndef s():\n    x = 1\n    \"\"\"no\"\"\"\ndef t(): r\"Raw.\"\n",
       {"purpose Does b.\n\nAnd c.", "function d 9-14: def d(e, f=1)", "  says Says d.",
        "  takes e: what :param f: which", "class G 17-23: class G(H)", "  says Of g.", "method G.i 19-19: def i(self)",
        "  says Of i.", "method G.__init__ 20-20: def __init__(self)", "class G.L 23-23: class L",
        "function o 26-28: async def o()", "  says Says o.", "function q 29-31: def q()", "function s 32-34: def s()",
        "function t 35-35: def t()", "  says Raw."}},
      {"javascript",
       "/**\n * Says b.\n * @param {string} c - what\n * @param {d} e which\n * @returns {f} g\n * @throws {H} i\n * "
       "@example j\n */\nexport function b(c, e) {\n  return 1;\n}\nfunction k() {}\nexport const l = (m) => "
       "m;\nexport class N extends O {\n  constructor(p) {}\n  static q() {}\n  #r() {}\n  get s() { return 1; "
       "}\n}\nfunction t() {}\nfunction u() {}\nexport { t, u as v };\nexport default w;\nfunction w() {}\nexport "
       "async function* x() {}\n",
       {"function b 9-11: export function b(c, e)", "  says Says b.\n@example j", "  takes c: what", "  takes e: which",
        "  gives g", "  fails i", "function l 13-13: export const l = (m)", "class N 14-19: export class N extends O",
        "method N.constructor 15-15: constructor(p)", "method N.q 16-16: static q()", "method N.s 18-18: get s()",
        "function t 20-20: function t()", "function u 21-21: function u()", "function w 24-24: function w()",
        "function x 25-25: export async function* x()"}},
      {"typescript",
       "export interface A { b(c: string): void; d: number }\nexport abstract class E { private f() {} protected g() "
       "{} public h() {} i() {} abstract j(): void; }\nexport type K = string;\nexport enum L { M }\nexport namespace "
       "N { export function o() {} }\nfunction q() {}\nexport function r<T>(s: T): T;\n",
       {"interface A 1-1: export interface A", "method A.b 1-1: b(c: string): void",
        "class E 2-2: export abstract class E", "method E.h 2-2: public h()", "method E.i 2-2: i()",
        "method E.j 2-2: abstract j(): void", "type_alias K 3-3: export type K = string", "enum L 4-4: export enum L",
        "namespace N 5-5: export namespace N", "function N.o 5-5: export function o()",
        "function r 7-7: export function r<T>(s: T): T"}},
      {"javascript",
       "function a() {}\nconst b = () => 1;\nclass C { d() {} }\n",
       {"function a 1-1: function a()", "function b 2-2: const b = ()", "class C 3-3: class C", "method C.d 3-3: d()"}},
      {"javascript", "import a from \"b\";\nfunction c() {}\n", {}},
      {"go",
       "// Package a does.\n//\n// More.\npackage a\n\n// B says.\nfunc B(c int) (d, error) {\n\treturn 1\n}\n\nfunc "
       "e() {}\n\n// F is.\ntype F struct {\n\tG int\n}\n\nfunc (f *F) H() {}\nfunc (f *F) i() {}\n\ntype j "
       "struct{}\n\nfunc (k j) L() {}\n\nfunc _O() {}\nfunc \303\211() {}\n//go:noinline\nfunc P() {}\n",
       {"purpose Package a does.\n\nMore.", "function B 7-9: func B(c int) (d, error)", "  says B says.",
        "type F 14-16: type F struct", "  says F is.", "method F.H 18-18: func (f *F) H()",
        "function \303\211 26-26: func \303\211()", "function P 28-28: func P()"}},
      {"java",
       "/* Copyright */\npackage a;\n\n/** Says b.\n * More.\n */\n@D\npublic class B<C> extends E {\n  /** Of f. "
       "@return no\n   * @return g */\n  public int f(int h) { return 1; }\n  int i() { return 1; }\n  protected void "
       "j() {}\n  private void k() {}\n  public B() {}\n  public static class L { public void m() {} }\n  class N { "
       "public void o() {} }\n  public enum P { Q; public void r() {} }\n}\ninterface S { void t(); }\npublic "
       "interface U { void v(); private void w() {} default void x() {} }\npublic record Y(int z) {}\npublic "
       "@interface A2 { int b2(); }\n",
       {"class B 7-19: @D public class B<C> extends E", "  says Says b.\nMore.",
        "method B.f 11-11: public int f(int h)", "  says Of f. @return no", "  gives g",
        "constructor B.B 15-15: public B()", "class B.L 16-16: public static class L",
        "method B.L.m 16-16: public void m()", "enum B.P 18-18: public enum P", "method B.P.r 18-18: public void r()",
        "interface U 21-21: public interface U", "method U.v 21-21: void v()", "method U.x 21-21: default void x()",
        "record Y 22-22: public record Y(int z)", "annotation A2 23-23: public @interface A2"}},
      {"bash",
       "#!/bin/bash\n# Does a.\n# More.\n\n# Says b.\nb() {\n  c\n}\n_d() { e; }\nfunction f { g; }\n",
       {"purpose Does a.\nMore.", "function b 6-8: b()", "  says Says b.", "function f 10-10: function f"}},
      {"ruby", "# a\ndef b; end\n", {"not judged"}},
      {"javascript",
       "/** Of a. */\n\n/** Says. */\nfunction b() {}\n",
       {"purpose Of a.", "function b 4-4: function b()", "  says Says."}},
  };
  for (const whole::Row& row : rows) {
    CAPTURE(row.language, row.text);
    CHECK(whole::documents(row.text, row.language) == row.expected);
  }
}

}  // namespace rustassistant::source
