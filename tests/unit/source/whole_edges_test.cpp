// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <vector>

#include "repository_edges.hpp"
#include "whole_results.hpp"

// What whole repositories come to: each edge with its line, its symbols and whether it may use more, then what leads
// nowhere.
namespace rustassistant::source {
namespace {

struct EdgeRow {
  std::string_view rules;
  Files files;
  Shown expected;
};

Shown whole_edges(const Files& files) {
  const Repository repository = repository_of(files);
  const DependencyGraph graph = resolve(repository);
  Shown lines;
  for (const Dependency& edge : graph.edges)
    lines.push_back(
        repository.files[edge.from].path + ":" + std::to_string(edge.line) + " " + repository.files[edge.to].path +
        (edge.symbols.empty() ? "" : " {" + whole::joined(edge.symbols) + "}") + (edge.whole ? " whole" : ""));
  for (const UnresolvedImport& left : graph.unresolved)
    lines.push_back(repository.files[left.from].path + ":" + std::to_string(left.line) + " " + left.target + " " +
                    std::string(name_of(left.reason)));
  return lines;
}

}  // namespace

TEST_CASE("all edges of a repository, and all imports that lead nowhere") {
  const std::vector<EdgeRow> rows{
      {"C: own folder, folders of commands, endings",
       {{"src/a.c",
         "#include \"b.h\"\n#include <b.h>\n#include \"d/e.h\"\n#include <d/e.h>\n#include \"f.h\"\n#include "
         "<f.h>\n#include G\n#include \"b.h\"\n#include \"none.h\"\n#include <none.h>\n#include \"a.c\"\n"},
        {"src/b.h", ""},
        {"include/b.h", "#include \"../src/b.h\"\n"},
        {"x/d/e.h", ""},
        {"one/f.h", ""},
        {"two/f.h", ""}},
       {"src/a.c:1 src/b.h whole", "src/a.c:2 include/b.h whole", "src/a.c:3 x/d/e.h whole",
        "include/b.h:1 src/b.h whole", "src/a.c:5 f.h ambiguous", "src/a.c:6 f.h outside", "src/a.c:7 G computed",
        "src/a.c:9 none.h missing", "src/a.c:10 none.h outside"}},
      {"C: commands",
       {{"build/compile_commands.json",
         "[{\"directory\":\"/r/build\",\"file\":\"../a.c\",\"arguments\":[\"cc\",\"-I../one\",\"-isystem\",\"/r/"
         "two\",\"-I\",\"/rx\",\"-iquote/other\"]},{\"directory\":\"/r\",\"file\":\"b.c\",\"command\":\"cc -Itwo "
         "-I.\"},{\"directory\":\"/rx\",\"file\":\"c.c\",\"command\":\"cc -Ithree\"}]"},
        {"a.c", "#include <p.h>\n#include <q.h>\n#include <s.h>\n"},
        {"b.c", "#include <p.h>\n#include <q.h>\n#include <s.h>\n"},
        {"c.c", "#include <p.h>\n#include <q.h>\n"},
        {"d.h", "#include \"p.h\"\n"},
        {"one/p.h", ""},
        {"two/p.h", ""},
        {"two/q.h", ""},
        {"three/q.h", ""},
        {"s.h", ""}},
       {"a.c:1 one/p.h whole", "a.c:2 two/q.h whole", "b.c:1 two/p.h whole", "b.c:2 two/q.h whole", "b.c:3 s.h whole",
        "c.c:1 two/p.h whole", "c.c:2 two/q.h whole", "d.h:1 two/p.h whole", "a.c:3 s.h outside"}},
      {"Python: symbols, packages and roots",
       {{"p/__init__.py", "from .m import f, g\nfrom . import m\nfrom .m import *\n"},
        {"p/m.py",
         "import p\nimport p.n.o\nfrom p import n, X\nfrom p.n import o, y\nfrom p.n import *\nimport q\nimport "
         "p.z\nfrom . import none\nfrom .. import q\n"},
        {"p/n/__init__.pyi", ""},
        {"p/n/o.py", "from ... import q\nfrom .... import q\nfrom ..m import h\nfrom . import o\n"},
        {"q.py", ""},
        {"src/r/__init__.py", ""},
        {"src/s.py", "import r, t\nimport s\n"},
        {"t.py", "import r\nimport s\nimport a.b\nimport os\n"},
        {"x/a/b.py", ""},
        {"x/a/__init__.py", ""},
        {"y/a/b.py", ""},
        {"y/a/__init__.py", ""},
        {"y/c.py", "import a.b\n"}},
       {"p/__init__.py:1 p/m.py {f g} whole", "p/m.py:1 p/__init__.py {X none} whole",
        "p/m.py:3 p/n/__init__.pyi {y} whole", "p/m.py:2 p/n/o.py whole", "p/m.py:6 q.py whole",
        "p/n/o.py:3 p/m.py {h}", "p/n/o.py:1 q.py whole", "src/s.py:1 src/r/__init__.py whole", "src/s.py:1 t.py whole",
        "t.py:1 src/r/__init__.py whole", "t.py:2 src/s.py whole", "y/c.py:1 y/a/b.py whole", "p/m.py:7 p.z missing",
        "p/n/o.py:2 .... missing", "t.py:3 a.b ambiguous", "t.py:4 os outside"}},
      {"Go: names, tests and replaced modules",
       {{"go.mod", "module m.org/a\nreplace b.org/c => ./c\nreplace (\n\td.org/e v1 => ../out\n\tf.org/g => h v1\n)\n"},
        {"x.go",
         "package x\nimport (\n\t\"m.org/a/p\"\n\t. \"m.org/a/q\"\n\t_ "
         "\"m.org/a/p\"\n\t\"b.org/c\"\n\t\"b.org/c/d\"\n\t\"d.org/e\"\n\t\"f.org/g\"\n\t\"m.org/ab\"\n\t\"m.org/a/"
         "none\"\n)\nfunc F() { p.One(); Dot(); c.C(); init() }\nfunc init() {}\nvar _ = y\n"},
        {"y.go", "package x\nvar y = F\nvar _ = 1\nfunc init() {}\n"},
        {"y_test.go", "package x\nvar t = y\nvar u = z\n"},
        {"z_test.go", "package x\nvar z = y\n"},
        {"w.go", "package w\nvar y = 1\n"},
        {"p/one.go", "package p\nfunc One() {}\n"},
        {"p/two.go", "package p\nfunc Two() {}\n"},
        {"p/p_test.go", "package p\nfunc One() {}\n"},
        {"q/q.go", "package q\nfunc Dot() {}\nfunc Un() {}\n"},
        {"q/r.go", "package q\nfunc Not() {}\n"},
        {"c/c.go", "package c\nfunc C() {}\n"},
        {"c/d/d.go", "package d\nfunc D() {}\n"}},
       {"x.go:0 y.go {y}", "x.go:3 p/one.go {One} whole", "x.go:5 p/two.go whole", "x.go:4 q/q.go {Dot}",
        "x.go:6 c/c.go {C}", "x.go:7 c/d/d.go whole", "y.go:0 x.go {F}", "y_test.go:0 y.go {y}",
        "y_test.go:0 z_test.go {z}", "z_test.go:0 y.go {y}", "x.go:8 d.org/e outside", "x.go:9 f.org/g outside",
        "x.go:10 m.org/ab outside", "x.go:11 m.org/a/none missing"}},
      {"Java: types by package, nested and static names, wildcards",
       {{"a/A.java",
         "package p;\nimport q.B;\nimport q.B.Inner;\nimport static q.C.f;\nimport static q.C.*;\nimport r.*;\nimport "
         "none.X;\nimport none.*;\nimport q.Gone;\nclass A { B b; D d; E e; q.C.g x; String s; none.Y y; }\nclass Own "
         "{ Own o; }\n"},
        {"b/B.java", "package q;\nclass B { class Inner {} }\n"},
        {"b/C.java", "package q;\nclass C { B b; }\n"},
        {"c/D.java", "package r;\nclass D {}\nclass F {}\n"},
        {"c/E.java", "package r;\nclass E {}\n"},
        {"d/E.java", "package p;\nclass E {}\n"},
        {"G.java", "class G { H h; B b; }\n"},
        {"H.java", "class H {}\n"},
        {"e/B.java", "package q;\nclass B {}\n"},
        {"e/x/I.java", "package s;\nimport q.B;\nclass I {}\n"}},
       {"a/A.java:2 b/B.java {B Inner}", "a/A.java:4 b/C.java {C f g}", "a/A.java:6 c/D.java {D}",
        "a/A.java:0 d/E.java {E}", "b/C.java:0 b/B.java {B}", "G.java:0 H.java {H}", "e/x/I.java:2 e/B.java {B}",
        "a/A.java:7 none.X outside", "a/A.java:9 q.Gone outside", "a/A.java:8 none outside"}},
      {"Bash: beside, from the top, outside",
       {{"a/b.sh",
         ". c.sh\nsource ./c.sh\n. d/e.sh\n. ../f.sh\n. ../../g.sh\n. /h.sh\n. ~/i.sh\n. $J\n. none.sh\n. b.sh\n"},
        {"a/c.sh", ""},
        {"d/e.sh", ""},
        {"a/d/e.sh", ""},
        {"f.sh", ""},
        {"c.sh", ""}},
       {"a/b.sh:1 a/c.sh whole", "a/b.sh:3 a/d/e.sh whole", "a/b.sh:4 f.sh whole", "a/b.sh:5 ../../g.sh missing",
        "a/b.sh:6 /h.sh outside", "a/b.sh:7 ~/i.sh outside", "a/b.sh:8 $J computed", "a/b.sh:9 none.sh missing"}},
      {"Rust: crates, roots and renamed packages",
       {{"a/Cargo.toml",
         "[package]\nname = \"a-x\"\n[dependencies]\nc = { package = \"b\" }\n[[bin]]\nname = \"t\"\npath = "
         "\"tools/t.rs\"\n"},
        {"a/src/lib.rs",
         "pub mod m;\nmod n { pub mod o; pub use crate::m::p::Q; }\nuse c::B;\nuse b::B2;\nuse self::m::f;\nuse "
         "none::x;\nmod gone;\n"},
        {"a/src/m.rs",
         "pub mod p;\nuse super::n::o as r;\nfn s() { r::t(); p::u::v(); crate::n::w(); super::super::x(); }\n"},
        {"a/src/m/p.rs", "use super::*;\nuse crate::m::{self, p};\n"},
        {"a/src/n/o.rs", "include!(\"inc.rs\");\nuse super::super::m::y;\n"},
        {"a/src/n/inc.rs", "use super::z;\n"},
        {"a/src/main.rs", "use a_x::m::p::A;\nmod cli;\nfn main() { cli::run(); m::f(); }\n"},
        {"a/src/cli.rs", "use crate::cli;\n"},
        {"a/src/bin/one.rs", "use a_x::n;\n"},
        {"a/tests/t/main.rs", "mod h;\n"},
        {"a/tests/t/h.rs", ""},
        {"a/tools/t.rs", "mod u;\nuse a_x::m;\n"},
        {"a/tools/u.rs", ""},
        {"b/Cargo.toml", "[package]\nname = \"b\"\n[lib]\npath = \"l.rs\"\n"},
        {"b/l.rs", "pub struct B;\n"},
        {"z.rs", "mod y;\nuse b::B;\n"},
        {"y.rs", "use crate::x;\n"}},
       {"a/src/lib.rs:1 a/src/m.rs {f} whole",
        "a/src/lib.rs:2 a/src/m/p.rs {Q}",
        "a/src/lib.rs:2 a/src/n/o.rs whole",
        "a/src/lib.rs:3 b/l.rs {B B2}",
        "a/src/m.rs:2 a/src/lib.rs {n}",
        "a/src/m.rs:1 a/src/m/p.rs {u} whole",
        "a/src/m/p.rs:1 a/src/m.rs whole",
        "a/src/n/o.rs:2 a/src/m.rs {y}",
        "a/src/n/o.rs:1 a/src/n/inc.rs whole",
        "a/src/n/inc.rs:1 a/src/lib.rs {n}",
        "a/src/main.rs:1 a/src/m/p.rs {A}",
        "a/src/main.rs:2 a/src/cli.rs {run} whole",
        "a/src/bin/one.rs:1 a/src/lib.rs {n}",
        "a/tests/t/main.rs:1 a/tests/t/h.rs whole",
        "a/tools/t.rs:2 a/src/m.rs whole",
        "a/tools/t.rs:1 a/tools/u.rs whole",
        "z.rs:2 b/l.rs {B}",
        "z.rs:1 y.rs whole",
        "y.rs:1 z.rs {x}",
        "a/src/lib.rs:6 none::x outside",
        "a/src/lib.rs:7 gone missing"}},
      {"ECMAScript: endings, folders, compiled names and queries",
       {{"a/m.ts",
         "import './b';\nimport './c.js';\nimport './d';\nimport './e.jsx';\nimport './f.mjs';\nimport "
         "'./g.cjs';\nimport './h.css?raw';\nimport './i?x';\nimport '.';\nimport '..';\nimport './';\nimport "
         "'../j';\nimport './k/..';\nimport './none';\nimport '../../out';\nimport '/abs';\nimport 'node:fs';\nimport "
         "'pkg';\nimport(x);\nimport { n, o as p } from './b';\n"},
        {"a/b.d.ts", ""},
        {"a/b.tsx", ""},
        {"a/c.tsx", ""},
        {"a/d/index.js", ""},
        {"a/e.tsx", ""},
        {"a/f.mts", ""},
        {"a/g.cts", ""},
        {"a/h.css", ""},
        {"a/i.js", ""},
        {"a/index.ts", "import './b';\n"},
        {"index.js", "require('./a/b');\nrequire('./j');\nimport { q } from './a/d';\n"},
        {"j.ts", ""},
        {"j.js", ""}},
       {"a/m.ts:1 a/b.tsx {n o} whole", "a/m.ts:2 a/c.tsx whole",      "a/m.ts:3 a/d/index.js whole",
        "a/m.ts:4 a/e.tsx whole",       "a/m.ts:5 a/f.mts whole",      "a/m.ts:6 a/g.cts whole",
        "a/m.ts:7 a/h.css whole",       "a/m.ts:8 a/i.js whole",       "a/m.ts:9 a/index.ts whole",
        "a/m.ts:10 index.js whole",     "a/m.ts:12 j.ts whole",        "a/index.ts:1 a/b.tsx whole",
        "index.js:1 a/b.tsx whole",     "index.js:3 a/d/index.js {q}", "index.js:2 j.js whole",
        "a/m.ts:14 ./none missing",     "a/m.ts:15 ../../out missing", "a/m.ts:16 /abs outside",
        "a/m.ts:17 node:fs outside",    "a/m.ts:18 pkg outside",       "a/m.ts:19 x computed"}},
      {"ECMAScript: packages of the repository",
       {{"p/package.json",
         "{\"name\":\"@s/p\",\"exports\":{\".\":{\"import\":\"./dist/i.mjs\",\"types\":[\"./none.d.ts\"]},\"./"
         "sub\":\"./lib/sub.js\",\"./x/*\":\"./dist/esm/x/*.js\",\"./y/*/z\":null,\"#no\":\"./"
         "no.js\"},\"imports\":{\"#i\":\"./src/i.ts\",\"#j/*\":\"./src/j/*.ts\"}}"},
        {"p/src/i.ts", "import '#i';\nimport '#j/k';\nimport '#none';\nimport '@s/p';\n"},
        {"p/src/j/k.ts", ""},
        {"p/src/sub.ts", ""},
        {"p/src/x/w.ts", ""},
        {"p/raw.ts", ""},
        {"p/src/in.ts", ""},
        {"q/package.json", "{\"name\":\"q\",\"main\":\"out/m\",\"module\":7,\"typings\":\"t.d.ts\"}"},
        {"q/m.js", ""},
        {"q/t.d.ts", ""},
        {"r/package.json", "{\"name\":\"r\"}"},
        {"r/src/index.ts", ""},
        {"s/package.json", "{\"name\":\"s\",\"source\":\"./s.ts\"}"},
        {"s/index.js", ""},
        {"s/s.ts", ""},
        {"u.ts",
         "import '@s/p';\nimport '@s/p/sub';\nimport '@s/p/x/w';\nimport '@s/p/raw';\nimport '@s/p/in';\nimport "
         "'@s/p/y/a/z';\nimport '@s';\nimport '@s/pp';\nimport 'q';\nimport 'q/m';\nimport 'q/none';\nimport "
         "'r';\nimport 's';\nimport 'ss';\nimport '#i';\nimport './q';\n"}},
       {"p/src/i.ts:2 p/src/j/k.ts whole", "u.ts:1 p/src/i.ts whole", "u.ts:2 p/src/sub.ts whole",
        "u.ts:3 p/src/x/w.ts whole", "u.ts:4 p/raw.ts whole", "u.ts:5 p/src/in.ts whole", "u.ts:9 q/m.js whole",
        "u.ts:16 q/t.d.ts whole", "u.ts:12 r/src/index.ts whole", "u.ts:13 s/s.ts whole", "p/src/i.ts:3 #none outside",
        "u.ts:6 @s/p/y/a/z missing", "u.ts:7 @s outside", "u.ts:8 @s/pp outside", "u.ts:11 q/none missing",
        "u.ts:14 ss outside", "u.ts:15 #i outside"}},
      {"ECMAScript: paths and bases of configurations",
       {{"tsconfig.json",
         "{\"compilerOptions\":{\"baseUrl\":\"src\",\"paths\":{\"@/*\":[\"./*\",\"../alt/*\"],\"@/a*b\":[\"ab/"
         "*\"],\"exact\":[\"exact.ts\"],\"@/*/long\":[\"l/*.ts\"]}}}"},
        {"src/m.ts",
         "import '@/x';\nimport '@/y';\nimport '@/a1b';\nimport 'exact';\nimport '@/k/long';\nimport 'base';\nimport "
         "'exactly';\n"},
        {"src/x.ts", ""},
        {"alt/y.ts", ""},
        {"src/ab/1.ts", ""},
        {"src/exact.ts", ""},
        {"src/l/k.ts", ""},
        {"src/base.ts", ""},
        {"e/tsconfig.json", "{\"extends\":[\"../tsconfig.json\",\"./tsconfig.more\"],\"compilerOptions\":{}}"},
        {"e/n.ts", "import 'm';\n"},
        {"e/tsconfig.more.json", "{\"compilerOptions\":{\"paths\":{\"m\":[\"./mm.ts\"]}}}"},
        {"f/tsconfig.json", "{\"extends\":\"../tsconfig\"}"},
        {"f/o.ts", "import '@/x';\nimport 'base';\n"},
        {"g/jsconfig.json", "{\"compilerOptions\":{\"baseUrl\":\".\"}}"},
        {"g/h/p.js", "import 'q';\n"},
        {"g/q.js", ""},
        {"e/mm.ts", ""}},
       {"src/m.ts:1 src/x.ts whole", "src/m.ts:2 alt/y.ts whole", "src/m.ts:3 src/ab/1.ts whole",
        "src/m.ts:4 src/exact.ts whole", "src/m.ts:5 src/l/k.ts whole", "src/m.ts:6 src/base.ts whole",
        "e/n.ts:1 e/mm.ts whole", "f/o.ts:1 src/x.ts whole", "f/o.ts:2 src/base.ts whole", "g/h/p.js:1 g/q.js whole",
        "src/m.ts:7 exactly outside"}},
  };
  for (const EdgeRow& row : rows) {
    CAPTURE(row.rules);
    CHECK(whole_edges(row.files) == row.expected);
  }
}

}  // namespace rustassistant::source
