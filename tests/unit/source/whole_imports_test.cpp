// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <vector>

#include "whole_results.hpp"

// All that is read of the imports of small files, and of the entries of one statement.
namespace rustassistant::source {

TEST_CASE("all entries of an import statement, with what they are called") {
  const std::vector<whole::Row> rows{
      {"rust",
       "use a::{self, b, c::{d as e, f::*}, _};",
       {"use a : : self | a", "use a : : b | b", "use a : : c : : d as e | e", "use a : : c : : f : : * | a c f use",
        "use a : : _ | "}},
      {"rust", "pub use self::a;", {"pub use self : : a | a"}},
      {"rust", "use {a, b::c};", {"use a | a", "use b : : c | c"}},
      {"rust", "use a::*;", {"use a : : * | a use"}},
      {"rust", "use a::{};", {"| "}},
      {"rust", "use a /* b */ :: c; // d", {"use a : : c | c"}},
      {"rust", "extern crate a as b;", {"extern crate a as b | b"}},
      {"rust", "use r#a::b;", {"use r # a : : b | b"}},
      {"rust",
       "use "
       "a::{a::{a::{a::{a::{a::{a::{a::{a::{a::{a::{a::{a::{a::{a::{a::{a::{a::{a::{a::{a::{b}}}}}}}}}}}}}}}}}}}}};",
       {"use a : : a : : a : : a : : a : : a : : a : : a : : a : : a : : a : : a : : a : : a : : a : : a : : a : : a : "
        ": a : : a : : b | b"}},
      {"python", "import a.b as c, d", {"import a . b as c | c", "import d | d"}},
      {"python",
       "from . import (a, b as c, # d, e\n  f)",
       {"from . import a | a", "from . import b as c | c", "from . import f | f"}},
      {"python", "from a.b import *", {"from a . b import * | a b from import"}},
      {"python", "import a # b", {"import a | a"}},
      {"python",
       "from ..a import b2, _c, __d__",
       {"from . . a import b2 | b2", "from . . a import _c | _c", "from . . a import __d__ | __d__"}},
      {"javascript", "import a, * as b from 'c'", {"import a from 'c' | a", "import * as b from 'c' | b"}},
      {"javascript",
       "import { a as b, default as c } from \"d\";",
       {"import a as b from \"d\" ; | b", "import default as c from \"d\" ; | c"}},
      {"javascript", "import 'a/b.css'", {"import 'a/b.css' | b css"}},
      {"javascript", "import from from 'from'", {"import from from 'from' | from"}},
      {"typescript", "import a = require('b')", {"import a = require ( 'b' ) | a"}},
      {"typescript", "import type { A } from `b`", {"import type A from `b` | A"}},
      {"go", "import \"a/b/v2\"", {"import \"a/b/v2\" | b"}},
      {"go",
       "import (\n\t\"a/v\"\n\tb \"c\"\n\t. \"d\"\n\t_ \"e/f\"\n\t\"g/v2x\"\n\t\"v3\"\n\t\"h.i/j-k\"\n)",
       {"import \"a/v\" | v", "import b \"c\" | b", "import . \"d\" | d", "import _ \"e/f\" | f",
        "import \"g/v2x\" | v2x", "import \"v3\" | ", "import \"h.i/j-k\" | j k"}},
      {"go", "import \"a\" // b\n", {"import \"a\" | a"}},
      {"go", "package a", {"package a | a"}},
      {"java", "import static a.B.*;", {"import static a . B . * | B a import static"}},
      {"java", "import a.b.C;", {"import a . b . C | C"}},
      {"java", "package a.b;", {"package a . b | b"}},
      {"c", "#include <a/b.h>", {"# include <a/b.h> | "}},
      {"c", "#include <a>", {"# include <a> | a"}},
      {"c", "#include \"a/b.h\"", {"# include \"a/b.h\" | b h"}},
      {"c", "#  include \"a.hpp\" // b", {"# include \"a.hpp\" | a hpp"}},
      {"cpp", "import a;", {"import a | a"}},
      {"bash", "source a.sh  \"b\"", {"source a.sh \"b\"| a b sh source"}},
      {"rust", "use a; /* b", {"use a | a"}},
      {"rust", "use ::a::b;", {"use : : a : : b | b"}},
      {"c", "#include A_H", {"# include A_H | A_H"}},
  };
  for (const whole::Row& row : rows) {
    CAPTURE(row.language, row.text);
    CHECK(whole::entries(row.text, row.language) == row.expected);
  }
}

TEST_CASE("all imports of a file, with every field") {
  const std::vector<whole::Row> rows{
      {"rust",
       "use a::b as c;\nuse d::e as _;\npub use f::{g::{self as h, i}, *};\nuse self::m;\nuse super::super::n;\nuse "
       "crate::o::{self};\nuse p;\n",
       {"module 1 a::b as c", "module 2 d::e", "module 3 f::g as h", "module 3 f::g::i", "wildcard 3 f",
        "module 4 self::m", "module 5 super::super::n", "module 6 crate::o", "module 7 p"}},
      {"rust",
       "mod a;\n#[path = \"b.rs\"]\nmod c;\n#[cfg(d)]\n#[path = \"e.rs\"]\n/// f\npub mod g;\nfn h() {}\n#[path = "
       "\"i.rs\"]\nfn j() {}\nmod k;\n#[not = \"l.rs\"]\nmod m;\nmod n {\n    mod o;\n    mod p {\n        use q::r;\n "
       "       mod s;\n    }\n    use t::u;\n}\nuse v::w;\n",
       {"declared 1 a", "declared 3 c path b.rs", "declared 7 g path e.rs", "declared 11 k", "declared 13 m",
        "declared 15 o in n", "module 17 q::r in n::p", "declared 18 s in n::p", "module 20 t::u in n",
        "module 22 v::w"}},
      {"rust",
       "fn a() {\n    b::c();\n    b::c();\n    d::e::<f::G>::h();\n    I::j();\n    crate::k::L { m: 1 };\n    let n: "
       "o::P = q;\n    r!(s::t, u::v::w, $crate::x, y ::z, a:: b);\n    ::c::d();\n    self::e::f();\n    "
       "Self::g();\n}\n",
       {"reference 2 b::c", "reference 4 d::e::h", "reference 4 f::G", "reference 6 crate::k::L", "reference 7 o::P",
        "reference 8 s::t", "reference 8 u::v::w", "reference 8 crate::x", "reference 9 ::c::d",
        "reference 10 self::e::f"}},
      {"rust",
       "macro_rules! a {\n    ($b:ident) => {\n        $crate::c::d!($b);\n        mod e;\n        mod $b;\n        "
       "f::G::h\n    };\n}\ninclude!(\"i.rs\");\ninclude!(j);\ninclude!(concat!(\"k\", "
       "\"l\"));\ninclude_str!(\"m.rs\");\nextern crate n;\nextern crate o as p;\nextern crate self as q;\npub(in "
       "r::s) fn t() {}\nimpl u::V for w::X {}\n",
       {"reference 3 crate::c::d", "declared 4 e", "reference 6 f::G::h", "module 9 include! path i.rs",
        "module 13 ::n", "module 14 ::o as p", "module 15 ::self as q", "reference 17 u::V", "reference 17 w::X"}},
      {"c",
       "#include \"a.h\"\n#include <b/c.h>\n  #  include  \"d.h\"  // e\n#include\"f.h\"\n#include<g.h>\n#include "
       "H\n#include I(j)\n#import \"k.h\"\n#include_next <l.h>\n#includes \"m.h\"\n#include\n#include \"\"\n#include "
       "\"n.h\n#include <o.h\n#include \" p.h \"\n",
       {"quoted 1 a.h", "angled 2 b/c.h", "quoted 3 d.h", "quoted 4 f.h", "angled 5 g.h", "computed 6 H",
        "computed 7 I(j)", "quoted 8 k.h", "angled 9 l.h", "computed 13 \"n.h", "computed 14 <o.h", "quoted 15 p.h",
        "names H I h j o"}},
      {"c",
       "#if 0\n#include \"a.h\"\n#elif B\n#include \"b.h\"\n#else\n#include \"c.h\"\n#endif\n#if false\n#include "
       "\"d.h\"\n#endif\n#if true\n#include \"e.h\"\n#elif F\n#include \"f.h\"\n#elifdef G\n#include "
       "\"g.h\"\n#else\n#include \"h.h\"\n#endif\n#include \"i.h\"\n",
       {"quoted 4 b.h", "quoted 6 c.h", "quoted 12 e.h", "quoted 20 i.h"}},
      {"c",
       "#if 1\n#if 0\n#include \"a.h\"\n#endif\n#include \"b.h\"\n#else\n#if 1\n#include \"c.h\"\n#endif\n#ifdef "
       "0\n#include \"d.h\"\n#endif\n#endif\n#ifndef 1\n#include \"e.h\"\n#elifndef F\n#include "
       "\"f.h\"\n#endif\n#endif\n#else\n#include \"g.h\"\n#if 00\n#include \"h.h\"\n#endif\n",
       {"quoted 5 b.h", "quoted 15 e.h", "quoted 17 f.h", "quoted 21 g.h", "quoted 23 h.h"}},
      {"cpp",
       "#include \\\n  \"a.h\"\n#include /* b */ \"c.h\"\n\n\n#include \"d.h\" /* e\n*/\n#include \"f.h\"\nint g = "
       "h.i;\nJ k;\n",
       {"quoted 1 a.h", "quoted 3 c.h", "quoted 6 d.h", "quoted 8 f.h", "names J g h i k"}},
      {"python",
       "import a\nimport b.c as d, e\nfrom f import g\nfrom .h import i as j, k\nfrom . import l\nfrom ... import "
       "m\nfrom n.o import *\nfrom p import (\n    q,\n    r as s,\n)\nfrom __future__ import t\nif u:\n    import "
       "v\ndef w():\n    from x import y\n",
       {"module 1 a", "module 2 b.c", "module 2 e", "module 3 f {g}", "module 4 .h {i k}", "module 5 . {l}",
        "module 6 ... {m}", "wildcard 7 n.o", "module 8 p {q r}", "module 14 v", "module 16 x {y}"}},
      {"javascript",
       "import a from 'b';\nimport { c, d as e, default as f } from 'g';\nimport * as h from 'i';\nimport j, { k } "
       "from 'l';\nimport m, * as n from 'o';\nimport 'p';\nexport * from 'q';\nexport * as r from 's';\nexport { t, u "
       "as v } from 'w';\nexport const x = 1;\nexport default y;\n",
       {"module 1 b {default}", "module 2 g {c d default}", "wildcard 3 i", "module 4 l {default k}",
        "wildcard 5 o {default}", "module 6 p", "wildcard 7 q", "wildcard 8 s", "module 9 w {t u}"}},
      {"javascript",
       "const a = require('b');\nconst { c, d: e, ...f } = require('g');\nconst { h } = await "
       "import('i');\nrequire('j').k;\nimport('l').then(m);\nrequire(`n`);\nrequire(`o${p}`);\nrequire(q, "
       "'r');\nrequire(/* s */ 't');\nu.require('v');\nrequire();\nrequire('w\\x');\nlet x;\nx = require('y');\nconst "
       "[z] = require('a');\n",
       {"wildcard 1 b", "module 2 g {c d}", "module 3 i {h}", "wildcard 4 j", "wildcard 5 l", "wildcard 6 n",
        "computed 7 `o${p}`", "computed 8 q", "wildcard 9 t", "computed 12 'w\\x'", "wildcard 14 y", "wildcard 15 a"}},
      {"typescript",
       "import type { A, B as C } from 'd';\nimport { type E } from 'f';\nimport g = require('h');\nexport type { I } "
       "from 'j';\nexport import k = L.m;\nlet n: import('o').P;\nimport type Q from 'r';\nexport = s;\n",
       {"module 1 d {A B}", "module 2 f {E}", "wildcard 3 h", "module 4 j {I}", "wildcard 6 o",
        "module 7 r {default}"}},
      {"go",
       "package a\n\nimport \"b\"\nimport c \"d/e\"\nimport (\n\t. \"f\"\n\t_ "
       "\"g\"\n\t\"h.i/j/v2\"\n\t\"k.l/m.v3\"\n\t\"n.o/go-p\"\n\t\"v4\"\n\t\"q/v\"\n\t\"r/v5x\"\n)\n\nfunc s(t j.T, u "
       "*c.U) {\n\tb.V()\n\tb.W.X()\n\tm.Y()\n\tp.Z()\n\tv4.A()\n\tv.B()\n\tv5x.C()\n}\n",
       {"module 3 b {V W}", "module 4 d/e {U} as c", "wildcard 6 f as .", "module 7 g as _", "module 8 h.i/j/v2 {T}",
        "module 9 k.l/m.v3 {Y}", "module 10 n.o/go-p", "module 11 v4 {A}", "module 12 q/v {B}", "module 13 r/v5x {C}",
        "package a", "defines s", "names T U b m p t u v v4 v5x"}},
      {"go",
       "package a\n\ntype B struct{ c D }\ntype (\n\tE = F\n\tG[H any] int\n)\nconst I, j = 1, 2\nvar (\n\tk "
       "l\n)\nfunc m[N o](p q) r { var s t; const u = 1; type v w; return x.y }\nfunc (z B) A() {}\n",
       {"package a", "defines B E G I j k m", "names D F H N any int l o p q r s t u v w x z"}},
      {"java",
       "package a.b;\nimport c.D;\nimport static e.F.g;\nimport h.*;\nimport static i.J.*;\nimport k . l . "
       "M;\n@n.O\nclass P<Q extends r.S> extends t.U<v.W> implements X {\n  y.z.A b = c.D.e.f();\n  G.h i;\n  j.k l;\n "
       " record M(N o) {}\n  enum P2 { Q2 }\n}\ninterface R2 {}\nenum S2 {}\nrecord T2() {}\n@interface U2 {}\n",
       {"module 2 c.D", "module 3 e.F.g", "wildcard 4 h", "wildcard 5 i.J", "module 6 k.l.M", "reference 7 n.O",
        "reference 8 r.S", "reference 8 t.U", "reference 8 v.W", "reference 9 y.z.A", "reference 9 c.D.e",
        "reference 9 c.D", "package a.b", "defines P R2 S2 T2 U2",
        "names A D F G J N O Q2 S U W X a b c e f g h i j k l n o r t v y z"}},
      {"bash",
       ". a.sh\nsource ./b.sh\nsource \"c.sh\"\n. 'd.sh'\n. \"$(dirname \"$0\")/e.sh\"\n. \"${0%/*}/f.sh\"\n. "
       "$(dirname $0)/g.sh\n. \"$(dirname -- \"$0\")/h.sh\"\nsource \"$(dirname \"${BASH_SOURCE[0]}\")/i.sh\"\n. "
       "${BASH_SOURCE%/*}/j.sh\n. \"${0%/*}k.sh\"\n. $l\n. m*.sh\n. ~/n.sh\n. /o.sh\n. `p`\n. {q,r}.sh\n. "
       "s?.sh\nsource\necho . t.sh\n. \"u.sh\" w\n",
       {"module 1 a.sh", "module 2 ./b.sh", "module 3 c.sh", "module 4 d.sh", "module 5 ./e.sh", "module 6 ./f.sh",
        "module 7 ./g.sh", "module 8 ./h.sh", "module 9 ./i.sh", "module 10 ./j.sh", "computed 11 \"${0%/*}k.sh\"",
        "computed 12 $l", "computed 13 m*.sh", "module 14 ~/n.sh", "module 15 /o.sh", "computed 16 `p`",
        "computed 17 {q,r}.sh", "computed 18 s?.sh", "module 21 u.sh"}},
      {"ruby", "require \"a\"\n", {}},
      {"python", "import\nfrom\nfrom . import\n", {}},
  };
  for (const whole::Row& row : rows) {
    CAPTURE(row.language, row.text);
    CHECK(whole::imports(row.text, row.language) == row.expected);
  }
}

}  // namespace rustassistant::source
