// SPDX-License-Identifier: MIT
#include "rustassistant/source/imports.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/source/interfaces.hpp"

namespace rustassistant::source {
namespace {

// "form line target {symbols} as alias in scope path file", without the parts that are empty.
std::vector<std::string> imports(std::string_view language, std::string_view content) {
  std::vector<std::string> shown;
  for (const Import& import : imports_of(content, language).imports) {
    std::string text = std::string(name_of(import.form)) + " " + std::to_string(import.line) + " " + import.target;
    std::string symbols;
    for (const std::string& symbol : import.symbols) symbols += (symbols.empty() ? "" : " ") + symbol;
    if (!symbols.empty()) text += " {" + symbols + "}";
    if (!import.alias.empty()) text += " as " + import.alias;
    if (!import.scope.empty()) text += " in " + import.scope;
    if (!import.path.empty()) text += " path " + import.path;
    shown.push_back(std::move(text));
  }
  return shown;
}

using Shown = std::vector<std::string>;

}  // namespace

TEST_CASE("Rust: modules, uses and paths") {
  CHECK(imports("rust", "mod a;\npub(crate) mod b;\nmod c { mod d; use super::x; }\nmod e;\n") ==
        Shown{"declared 1 a", "declared 2 b", "declared 3 d in c", "module 3 super::x in c", "declared 4 e"});
  CHECK(imports("rust",
                "use crate::a::{self, b, c::{D, e::*}, F as G};\npub use self::h;\nuse ::i::j;\nuse {k::l, m};\n") ==
        Shown{"module 1 crate::a", "module 1 crate::a::b", "module 1 crate::a::c::D", "wildcard 1 crate::a::c::e",
              "module 1 crate::a::F as G", "module 2 self::h", "module 3 ::i::j", "module 4 k::l", "module 4 m"});
  CHECK(imports("rust", "use\n  a::{ // one\n    b,\n    c as _,\n  };\n") == Shown{"module 3 a::b", "module 4 a::c"});
  CHECK(imports("rust", "#[cfg(unix)]\n#[path = \"sys/unix.rs\"]\n// for unix\nmod sys;\n") ==
        Shown{"declared 4 sys path sys/unix.rs"});
  CHECK(imports("rust",
                "fn f() { let a = crate::b::<u8>::c(1); d::e::F::new(); G::h(); Vec::<crate::i::J>::new(); }\n") ==
        Shown{"reference 1 crate::b::c", "reference 1 d::e::F::new", "reference 1 crate::i::J"});
  CHECK(imports("rust", "fn f(x: &a::B) -> super::C<self::d::E> { <a::B as k::T>::m() }\n") ==
        Shown{"reference 1 a::B", "reference 1 super::C", "reference 1 self::d::E", "reference 1 k::T"});
  CHECK(imports("rust", "extern crate a;\nextern crate b as c;\ninclude!(\"d.rs\");\n") ==
        Shown{"module 1 ::a", "module 2 ::b as c", "module 3 include! path d.rs"});
}

TEST_CASE("Rust: paths in macros count, visibilities, comments and strings do not") {
  CHECK(imports("rust", "fn f() { println!(\"{} x::y\", crate::a::B::c(1)); }\n") ==
        Shown{"reference 1 crate::a::B::c"});
  CHECK(imports("rust", "macro_rules! m { () => { $crate::a::b() } }\n") == Shown{"reference 1 crate::a::b"});
  CHECK(imports("rust", "cfg_if! { if #[cfg(unix)] { mod a; use crate::b::C; } else { mod d; } }\n") ==
        Shown{"declared 1 a", "reference 1 crate::b::C", "declared 1 d"});
  CHECK(imports("rust", "// use a::b;\n/* mod c; */ pub(in crate::d) fn e() { let s = \"use f::g;\"; }\n").empty());
}

TEST_CASE("C and C++: includes, also where the rest cannot be parsed") {
  for (const std::string_view language : {"c", "cpp"}) {
    CHECK(
        imports(
            language,
            "#include \"a.h\"\n#  include <sys/b.h> // c\n#include /* d */ \"e/f.h\"\nint x = ((;\n#include \"g.h\"") ==
        Shown{"quoted 1 a.h", "angled 2 sys/b.h", "quoted 3 e/f.h", "quoted 5 g.h"});
    CHECK(imports(language, "#include CONFIG_H\n#include_next <a.h>\n") ==
          Shown{"computed 1 CONFIG_H", "angled 2 a.h"});
    CHECK(imports(language,
                  "#if 0\n#include \"a.h\"\n#if X\n#include \"b.h\"\n#endif\n#else\n#include \"c.h\"\n#endif\n"
                  "#if 1\n#include \"d.h\"\n#else\n#include \"e.h\"\n#endif\n#ifdef Y\n#include "
                  "\"f.h\"\n#else\n#include \"g.h\"\n#endif\n") ==
          Shown{"quoted 7 c.h", "quoted 10 d.h", "quoted 15 f.h", "quoted 17 g.h"});
    CHECK(imports(language, "// #include \"a.h\"\n/*\n#include \"b.h\"\n*/\nconst char* s = \"\\\n#include <c.h>\";\n")
              .empty());
    CHECK(imports(language, "#include \\\n  \"a.h\"\n#include \"unfinished\n#include \"b.h\"\n") ==
          Shown{"quoted 1 a.h", "computed 3 \"unfinished", "quoted 4 b.h"});
  }
}

TEST_CASE("Python: imports, relative and absolute, wherever they stand") {
  CHECK(imports("python",
                "import a, b.c as d\nfrom e.f import g, h as i\nfrom . import j\nfrom ..k.l import (\n  m,\n  n as "
                "o,\n)\nfrom p import *\n") == Shown{"module 1 a", "module 1 b.c", "module 2 e.f {g h}",
                                                     "module 3 . {j}", "module 4 ..k.l {m n}", "wildcard 8 p"});
  CHECK(imports("python",
                "from __future__ import annotations\nif TYPE_CHECKING:\n    from a import B\ndef f():\n    import "
                "c\ntry:\n    import d\nexcept ImportError:\n    d = None\n") ==
        Shown{"module 3 a {B}", "module 5 c", "module 7 d"});
  CHECK(imports("python",
                "\"\"\"\nimport a\n\"\"\"\n# import b\nx = 'import c'\nfrom ... import d; import e\nfrom . b . c "
                "import f\n") == Shown{"module 6 ... {d}", "module 6 e", "module 7 .b.c {f}"});
}

TEST_CASE("ECMAScript: imports, exports from, require and import()") {
  for (const std::string_view language : {"javascript", "typescript", "tsx"}) {
    INFO(language);
    CHECK(imports(language,
                  "import a from './a';\nimport { b, c as d } from \"../b.js\";\nimport * as e from 'e';\nimport f, { "
                  "g } from './f';\nimport './h.css';\n") == Shown{"module 1 ./a {default}", "module 2 ../b.js {b c}",
                                                                   "wildcard 3 e", "module 4 ./f {default g}",
                                                                   "module 5 ./h.css"});
    CHECK(imports(language,
                  "export * from './a';\nexport * as b from './b';\nexport { c, default as d } from './c';\nexport "
                  "const e = 1;\nexport { e as f };\n") ==
          Shown{"wildcard 1 ./a", "wildcard 2 ./b", "module 3 ./c {c default}"});
    CHECK(imports(language,
                  "const a = require('./a');\nconst { b, c: d } = require(\"b\");\nif (x) "
                  "require(`./e`);\nimport('./f').then(g);\nconst { h } = await import(/* chunk */ './i');\n") ==
          Shown{"wildcard 1 ./a", "module 2 b {b c}", "wildcard 3 ./e", "wildcard 4 ./f", "module 5 ./i {h}"});
    CHECK(imports(language,
                  "require(a + 'b'); require(`./${c}`); import(d); my.require('e'); require();\n// import f from "
                  "'f'\nconst s = \"require('g')\";\n") ==
          Shown{"computed 1 a + 'b'", "computed 1 `./${c}`", "computed 1 d"});
  }
}

TEST_CASE("TypeScript: types, import = and the forms of later years") {
  CHECK(imports("typescript",
                "import type { A } from './a';\nimport { type B, c } from './b';\nimport d = require('./d');\nexport "
                "type { E } from './e';\nexport type * from './f';\n") ==
        Shown{"module 1 ./a {A}", "module 2 ./b {B c}", "wildcard 3 ./d", "module 4 ./e {E}", "wildcard 5 ./f"});
  CHECK(imports("typescript", "type T = import('./g').H;\nlet x: typeof import('./i');\n") ==
        Shown{"wildcard 1 ./g", "wildcard 2 ./i"});
  CHECK(imports("tsx",
                "import { A } from './a';\nexport const B = () => <A b=\"import c from 'c'\">text & more</A>;\n") ==
        Shown{"module 1 ./a {A}"});
}

TEST_CASE("Go: the package, imports, and what is taken from them") {
  const std::string_view content =
      "package main\nimport \"fmt\"\nimport (\n\ta \"x.org/m/b\"\n\t. \"x.org/m/dot\"\n\t_ "
      "`x.org/m/side`\n\t\"x.org/m/c/v2\"\n)\n"
      "func f(p c.T) { fmt.Println(a.One, a.Two()); c.New() }\n";
  CHECK(imports("go", content) == Shown{"module 2 fmt {Println}", "module 4 x.org/m/b {One Two} as a",
                                        "wildcard 5 x.org/m/dot as .", "module 6 x.org/m/side as _",
                                        "module 7 x.org/m/c/v2 {New T}"});
  CHECK(imports_of(content, "go").package == "main");
  CHECK(imports_of("package a\ntype T struct{ b B }\nfunc (t T) c() { d() }\n", "go").names ==
        std::vector<std::string>{"B", "d", "t"});
  CHECK(imports_of("package a\ntype T struct{}\ntype (\n U int\n V = T\n)\nvar b, c = 1, 2\nconst (\n D = iota\n E\n)\n"
                   "func f() { var g int; type H int; const i = 1 }\nfunc (T) j() {}\n",
                   "go")
            .defines == std::vector<std::string>{"T", "U", "V", "b", "c", "D", "E", "f"});
}

TEST_CASE("Java: the package, imports, and paths written out") {
  const std::string_view content =
      "package a.b;\nimport c.D;\nimport static c.E.f;\nimport g.*;\nimport static h.I.*;\n"
      "class J extends k.L { M m = new n.o.P<Q>(); int r = s.t.U.v; @W x.Y z() { return z.field; } }\n";
  CHECK(imports("java", content) == Shown{"module 2 c.D", "module 3 c.E.f", "wildcard 4 g", "wildcard 5 h.I",
                                          "reference 6 k.L", "reference 6 n.o.P", "reference 6 s.t.U.v",
                                          "reference 6 s.t.U", "reference 6 x.Y"});
  CHECK(imports_of(content, "java").package == "a.b");
  CHECK(imports_of("class A<T> { class B {} record C(int d) {} }\ninterface E {}\n", "java").defines ==
        std::vector<std::string>{"A", "E"});
  CHECK(imports_of("class A<T> { class B {} T t; B b; F f; }\n", "java").names ==
        std::vector<std::string>{"F", "b", "f", "t"});
  const std::vector<std::string> names = imports_of("class A { B b; C.D e() { return F.g(H::i); } }\n", "java").names;
  for (const std::string_view used : {"B", "C", "F", "H"})
    CHECK(std::find(names.begin(), names.end(), used) != names.end());
}

TEST_CASE("Bash: source and the dot, beside the script") {
  CHECK(
      imports(
          "bash",
          "source lib.sh\n. ./a.sh\n. \"$(dirname \"$0\")/b.sh\"\nsource \"${BASH_SOURCE%/*}/c.sh\"\n. '/etc/profile'\n"
          "source \"$(cd \"$(dirname \"${BASH_SOURCE[0]}\")\" && pwd)/d/e.sh\" arg\n") ==
      Shown{"module 1 lib.sh", "module 2 ./a.sh", "module 3 ./b.sh", "module 4 ./c.sh", "module 5 /etc/profile",
            "module 6 ./d/e.sh"});
  CHECK(imports("bash",
                "source \"$DIR/a.sh\"\n. $1\nif [ -f x ]; then . <(b); fi\n# source c\necho source d\nfor f in *.sh; "
                "do source $f; done\n") ==
        Shown{"computed 1 \"$DIR/a.sh\"", "computed 2 $1", "computed 3 <(b)", "computed 6 $f"});
}

TEST_CASE("imports are bounded, and what is no program has none") {
  CHECK(imports("markdown", "import a\n").empty());
  CHECK(imports("python", "import " + std::string(2 * kMaxImportBytes, 'a') + "\n").empty());
  std::string many;
  for (std::size_t i = 0; i < kMaxImports + 10; ++i) many += "#include \"a\"\n";
  CHECK(imports_of(many, "c").imports.size() == kMaxImports);
  std::string deep = "use ";
  for (int i = 0; i < 3'000; ++i) deep += "a::{";
  CHECK(imports_of(deep + "b" + std::string(3'000, '}') + ";\n", "rust").imports.size() <= 1);
}

TEST_CASE("what is left of imports where text does not parse leads nowhere") {
  CHECK(imports("rust",
                "use crate8:{self, a::{B as C\x13 d::*}};\nuse ::*;\nuse {*};\nuse a::{};\nuse as b;\nextern crate "
                ";\nmod ;\n")
            .size() < 10);
  for (const std::string_view language : {"python", "javascript", "typescript", "go", "java", "bash"}) {
    for (const std::string_view text : {"import", "from", "import {", "import \"", "from . import (", "export * from",
                                        "require(", "package", ". ", "source"}) {
      CHECK(imports_of(text, language).imports.size() <= 1);
      CHECK(interface_of(text, language).items.size() <= 1);
    }
  }
}

TEST_CASE("long lists and deep paths take time in proportion to their length") {
  std::string names;
  for (int i = 0; i < 60'000; ++i) names += "a, ";
  CHECK(imports_of("from m import " + names + "b\n", "python").imports.front().symbols.size() == 60'001);
  CHECK(imports_of("import {" + names + "b} from 'm';\n", "javascript").imports.front().symbols.size() == 60'001);
  CHECK(imports_of("use m::{" + names + "b};\n", "rust").imports.size() > 10'000);
  std::string path = "crate";
  for (int i = 0; i < 60'000; ++i) path += "::a";
  CHECK(imports_of("fn f() { " + path + "(); }\n", "rust").imports.size() <= 1);
}

}  // namespace rustassistant::source
