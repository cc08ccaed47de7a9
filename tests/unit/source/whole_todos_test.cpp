// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <vector>

#include "whole_results.hpp"

// All notes of small files: what is a tag, what is said with it, and what belongs to it.
namespace rustassistant::source {

TEST_CASE("all notes of a file, with every field") {
  const std::vector<whole::Row> rows{
      {"c",
       "// TODO\n// TODO a\n// TODO: b\n//TODO:c\n// TODO(d): e\n// TODO(d, #5)!: f\n// TODO!! g\n// TODO[#6] h\n// "
       "TODO(i j k\n// TODO @l: m\n// TODO: @n, o\n// TODO - p\n// TODO, q\n// TODO / r\n// TODO] s\n// TODO) t\n",
       {"TODO 1 1-1 ", "TODO 1 2-2 a", "TODO 1 3-3 b", "TODO 1 4-4 c", "TODO 1 5-5 @d e", "TODO 2 6-6 @d {#5} f",
        "TODO 2 7-7 g", "TODO 1 8-8 {#6} h", "TODO 1 9-9 (i j k", "TODO 1 10-10 @l m", "TODO 1 11-11 @n o",
        "TODO 1 12-12 p", "TODO 1 13-13 q", "TODO 1 14-14 r", "TODO 1 15-15 s", "TODO 1 16-16 t"}},
      {"c",
       "// @todo a\n// \\todo b\n// @todo(c) d\n// todo: e\n// Todo: f\n// ToDo(g) h\n// todo i\n// Todo\n// - todo: "
       "j\n// * TODO k\n// [ ] TODO: l\n// [TODO] m\n// x todo: n\n// x TODO: o\n// x TODO(p) q\n// x TODO r\n// x "
       "@todo s\n// @ todo t\n",
       {"TODO 1 1-1 a", "TODO 1 2-2 b", "TODO 1 3-3 @c d", "TODO 1 4-4 e", "TODO 1 5-5 f", "TODO 1 6-6 @g h",
        "TODO 1 9-9 j", "TODO 1 10-10 k", "TODO 1 11-11 l", "TODO 1 12-12 m", "TODO 1 14-14 o", "TODO 1 15-15 @p q"}},
      {"c",
       "// FIXME a\n// fixme: b\n// HACK c\n// hack: d\n// XXX e\n// xxx: f\n// BUG g\n// bug: h\n// Bug: h\n// NOTE "
       "i\n// note: j\n// Note: j\n// FIXME! k\n// FIXME(P3) l\n// NOTE! m\n// BUG!! n\n// HACK! o\n// XXX(p1)! p\n",
       {"FIXME 2 1-1 a", "FIXME 2 2-2 b", "HACK 1 3-3 c", "HACK 1 4-4 d", "XXX 1 5-5 e", "XXX 1 6-6 f", "BUG 2 7-7 g",
        "NOTE 0 10-10 i", "FIXME 3 13-13 k", "FIXME 0 14-14 l", "NOTE 1 15-15 m", "BUG 3 16-16 n", "HACK 2 17-17 o",
        "XXX 2 18-18 p"}},
      {"c",
       "// TODOS: a\n// TODO-b: c\n// TODO.d: e\n// aTODO: f\n// a-TODO: g\n// a.TODO: h\n// a/TODO: i\n// a_TODO: "
       "j\n// TODO_k: l\n// TODO1: m\n// (TODO: n)\n// \"TODO: o\"\n// a,TODO: p\n// a:TODO: q\n// TODO;r\n// TODO? "
       "s\n// TODO FIXME: t\n// u TODO v FIXME: w\n",
       {"TODO 1 11-11 n)", "TODO 1 12-12 o\"", "TODO 1 13-13 p", "TODO 1 14-14 q", "TODO 1 15-15 ;r",
        "TODO 1 16-16 ? s", "TODO 1 17-17 FIXME: t", "FIXME 2 18-18 w"}},
      {"c",
       "// TODO(P0): a\n// TODO(p1): b\n// TODO(P2): c\n// TODO(P3): d\n// TODO(P4): e\n// TODO(Q1): f\n// TODO(P): "
       "g\n// TODO(P12): h\n// TODO(i, P1, P3): j\n// TODO(P/): k\n",
       {"TODO 3 1-1 a", "TODO 2 2-2 b", "TODO 1 3-3 c", "TODO 0 4-4 d", "TODO 1 5-5 @P4 e", "TODO 1 6-6 @Q1 f",
        "TODO 1 7-7 @P g", "TODO 1 8-8 @P12 h", "TODO 0 9-9 @i j", "TODO 1 10-10 k"}},
      {"c",
       "// TODO(a): x\n// TODO(@b): x\n// TODO(c.d): x\n// TODO(e.): x\n// TODO(f-g): x\n// TODO(h i): x\n// TODO(1j): "
       "x\n// TODO(): x\n// TODO( k ): x\n// TODO(l, m): x\n// TODO(,n): x\n// TODO(o) @p: x\n// TODO @q. r\n// TODO "
       "@: s\n// TODO @t-u, v\n// TODO @1w x\n// TODO @@y z\n// TODO(p_q): x\n",
       {"TODO 1 1-1 @a x", "TODO 1 2-2 @b x", "TODO 1 3-3 @c.d x", "TODO 1 4-4 x", "TODO 1 5-5 @f-g x", "TODO 1 6-6 x",
        "TODO 1 7-7 x", "TODO 1 8-8 x", "TODO 1 9-9 @k x", "TODO 1 10-10 @l x", "TODO 1 11-11 @n x",
        "TODO 1 12-12 @o x", "TODO 1 13-13 @q . r", "TODO 1 14-14 @: s", "TODO 1 15-15 @t-u v", "TODO 1 16-16 @1w x",
        "TODO 1 17-17 @@y z", "TODO 1 18-18 @p_q x"}},
      {"c",
       "// TODO(xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx): a\n// "
       "TODO(xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx): b\n",
       {"TODO 1 1-1 @xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx a", "TODO 1 2-2 b"}},
      {"c",
       "// TODO(1): a\n// TODO(123456789012): b\n// TODO(1234567890123): c\n// TODO(#7): d\n// TODO(AB-1): e\n// "
       "TODO(https://a.b/c): f\n// TODO(1,2,1): g\n// TODO(#8, h, 9, P0, JK-2): i\n// TODO(l AB-1): m\n",
       {"TODO 1 1-1 {#1} a", "TODO 1 2-2 {#123456789012} b", "TODO 1 3-3 c", "TODO 1 4-4 {#7} d", "TODO 1 5-5 {AB-1} e",
        "TODO 1 6-6 {https://a.b/c} f", "TODO 1 7-7 {#1 #2} g", "TODO 3 8-8 @h {#8 #9 JK-2} i", "TODO 1 9-9 {AB-1} m"}},
      {"c",
       "// TODO: #1 a#2 (#3) #4a #5_ #6. #7-8 &#9; -#10 #\n// TODO: #123456789012 #1234567890123 #1 #1\n",
       {"TODO 1 1-1 {#1 #3 #6 #7} #1 a#2 (#3) #4a #5_ #6. #7-8 &#9; -#10 #",
        "TODO 1 2-2 {#123456789012 #1} #123456789012 #1234567890123 #1 #1"}},
      {"c",
       "// TODO: AB-1 A-1 A1-1 AB1-1 ABCDEFGHIJ-1 ABCDEFGHIJK-1 ab-1 Ab-1 AB-1a AB-1_ AB-1-2 AB- AB -AB-2 xAB-3 1AB-4 "
       "(AB-5) AB-6. AB-123456789012 AB-1234567890123 UTF-8 SHA-1 RFC-1 GH-7\n",
       {"TODO 1 1-1 {AB-1 A1-1 AB1-1 ABCDEFGHIJ-1 AB-5 AB-6 AB-123456789012 GH-7} AB-1 A-1 A1-1 AB1-1 ABCDEFGHIJ-1 "
        "ABCDEFGHIJK-1 ab-1 Ab-1 AB-1a AB-1_ AB-1-2 AB- AB -AB-2 xAB-3 1AB-4 (AB-5) AB-6. AB-123456789012 "
        "AB-1234567890123 UTF-8 SHA-1 RFC-1 GH-7"}},
      {"c",
       "// TODO: http://a.b https://a.b http:// https:// https://a http://abc https://ab.c/d. (https://e.f/g) "
       "https://h.i/j?k, <https://l.m/n>o https://p.q/r\"s https://t.u/v!:;?)]} ftp://w.x yhttps://z.a/b\n",
       {"TODO 1 1-1 {http://a.b https://a.b https://a http://abc https://ab.c/d https://e.f/g https://h.i/j?k "
        "https://l.m/n https://p.q/r https://t.u/v} http://a.b https://a.b http:// https:// https://a http://abc "
        "https://ab.c/d. (https://e.f/g) https://h.i/j?k, <https://l.m/n>o https://p.q/r\"s https://t.u/v!:;?)]} "
        "ftp://w.x yhttps://z.a/b"}},
      {"c",
       "// TODO: #1 #2 #3 #4 #5 #6 #7 #8 #9 #10 #11 #12 #13 #14 #15 #16 #17 #18 #19 #20 #21 #22\n// "
       "TODO(1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22): x\n",
       {"TODO 1 1-1 {#1 #2 #3 #4 #5 #6 #7 #8 #9 #10 #11 #12 #13 #14 #15 #16 #17 #18 #19 #20} #1 #2 #3 #4 #5 #6 #7 #8 "
        "#9 #10 #11 #12 #13 #14 #15 #16 #17 #18 #19 #20 #21 #22",
        "TODO 1 2-2 {#1 #2 #3 #4 #5 #6 #7 #8 #9 #10 #11 #12 #13 #14 #15 #16 #17 #18 #19 #20} x"}},
      {"c",
       "// TODO: a\n//   b\n//   c\n// d\n// TODO: e\n//  f\n// g\n// TODO: h\n\n//   i\n// TODO: j\n//\n//   k\n// "
       "TODO: l\n//   TODO: m\n//     n\nint o;\n//   p\n",
       {"TODO 1 1-3 a b c", "TODO 1 5-6 e f", "TODO 1 8-8 h", "TODO 1 11-11 j", "TODO 1 14-14 l", "TODO 1 15-16 m n"}},
      {"c",
       "/* TODO: a\n     b\n   c */\n/*\n * TODO: d\n *   e #1\n *   #2 f #1\n * g\n */\nint h;  // TODO: i\n        "
       "//   j\n",
       {"TODO 1 1-2 a b", "TODO 1 5-7 {#1 #2} d e #1 #2 f #1", "TODO 1 10-11 i j"}},
      {"rust",
       "fn a() {\n    // TODO: b\n}\n// TODO: c\nmod d {\n    struct E {\n        // TODO: f\n        g: u8,\n    "
       "}\n}\n",
       {"TODO 1 2-2 a b", "TODO 1 4-4 c", "TODO 1 7-7 d::E f"}},
      {"text", "TODO: a\n", {"not judged"}},
      {"ruby", "# TODO: a\n", {"TODO 1 1-1 a"}},
  };
  for (const whole::Row& row : rows) {
    CAPTURE(row.language, row.text);
    CHECK(whole::todos(row.text, row.language) == row.expected);
  }
}

}  // namespace rustassistant::source
