// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "repository_edges.hpp"

// How each language finds its files, one rule at a time: see dependencies_test.cpp for whole repositories.
namespace rustassistant::source {

TEST_CASE("Rust: names that are reserved words, paths within inline modules, and roots beside the library") {
  CHECK(edges({{"src/lib.rs", "mod r#type;\nmod a { #[path = \"x.rs\"] mod b; }\nmod k;\n"},
               {"src/type.rs", ""},
               {"src/a/x.rs", ""},
               {"src/k.rs", "#[path = \"y.rs\"]\nmod z;\nmod n { #[path = \"y.rs\"] mod o; }\n"},
               {"src/y.rs", ""},
               {"src/k/n/y.rs", ""}}) == Shown{"src/k.rs -> src/k/n/y.rs", "src/k.rs -> src/y.rs",
                                               "src/lib.rs -> src/a/x.rs", "src/lib.rs -> src/k.rs",
                                               "src/lib.rs -> src/type.rs"});
  CHECK(edges({{"p/Cargo.toml", "[package]\nname = \"p\"\n[lib]\nname = \"lib_of_p\"\npath = \"code/l.rs\"\n"},
               {"p/code/l.rs", "mod m;\npub struct S;\n"},
               {"p/code/m.rs", ""},
               {"p/build.rs", "mod inner;\n"},
               {"p/inner.rs", "use crate::inner::x;\n"},
               {"p/tests/t.rs", "mod common;\nuse lib_of_p::m::f;\nuse p::S;\n"},
               {"p/tests/common/mod.rs", ""},
               {"p/src/bin/b/main.rs", "mod c;\nuse lib_of_p::S;\n"},
               {"p/src/bin/b/c.rs", "use super::d;\nuse super::super::e;\n"}}) ==
        Shown{"p/build.rs -> p/inner.rs", "p/code/l.rs -> p/code/m.rs", "p/src/bin/b/c.rs -> p/src/bin/b/main.rs {d}",
              "p/src/bin/b/main.rs -> p/code/l.rs {S}", "p/src/bin/b/main.rs -> p/src/bin/b/c.rs",
              "p/tests/t.rs -> p/code/m.rs {f}", "p/tests/t.rs -> p/tests/common/mod.rs"});
}

TEST_CASE("Rust: a name is what an import of the same scope binds it to") {
  CHECK(edges({{"src/lib.rs", "mod a;\nmod b;\nmod c;\n"},
               {"src/a.rs", "pub struct T;\n"},
               {"src/b.rs", "use crate::a as q;\nfn f() { q::T::new(); }\nmod t { fn g() { q::U::new(); } }\n"},
               {"src/c.rs", "use crate::*;\nfn f() { a::T::new(); }\nmod t { fn g() { b::f(); } }\n"}}) ==
        Shown{"src/b.rs -> src/a.rs {T}", "src/c.rs -> src/a.rs {T}", "src/c.rs -> src/lib.rs",
              "src/lib.rs -> src/a.rs", "src/lib.rs -> src/b.rs", "src/lib.rs -> src/c.rs"});
}

TEST_CASE("C: an angled name needs a folder of headers, or folders in the name") {
  struct Row {
    const char* header;
    const char* include;
    bool found;
  };
  for (const Row& row :
       {Row{"include/x.h", "<x.h>", true}, Row{"inc/x.h", "<x.h>", true}, Row{"lib/include/x.h", "<x.h>", true},
        Row{"lib/inc/x.h", "<x.h>", true}, Row{"lib/src/x.h", "<x.h>", false}, Row{"x.h", "<x.h>", false},
        Row{"lib/a/x.h", "<a/x.h>", true}, Row{"lib/src/x.h", "\"x.h\"", true},
        Row{"lib/src/x.h", "\"../../src/x.h\"", true}, Row{"lib/src/ax.h", "\"x.h\"", false}}) {
    const Shown found = edges({{"main/m.c", std::string("#include ") + row.include + "\n"}, {row.header, ""}});
    CAPTURE(row.header, row.include);
    CHECK((found == Shown{std::string("main/m.c -> ") + row.header}) == row.found);
  }
  // Of several, the nearest.
  CHECK(edges({{"a/src/m.c", "#include \"x.h\"\n"}, {"a/h/x.h", ""}, {"b/h/x.h", ""}}) ==
        Shown{"a/src/m.c -> a/h/x.h"});
}

TEST_CASE("C: folders of a command for its own file, and of all commands for headers") {
  const std::string commands = R"([{"directory": "/r", "file": "a.c", "arguments": ["cc", "-Ione", "-I/r", "-I/out"]},
      {"directory": "/r", "file": "/r/b.c", "arguments": ["cc", "-Itwo"]}, {"directory": "/out", "file": "c.c"}])";
  CHECK(edges({{"compile_commands.json", commands},
               {"a.c", "#include <x.h>\n"},
               {"b.c", "#include <x.h>\n"},
               {"d.c", "#include <y.h>\n"},
               {"one/x.h", ""},
               {"two/x.h", ""},
               {"two/y.h", ""}}) == Shown{"a.c -> one/x.h", "b.c -> two/x.h", "d.c -> two/y.h"});
}

TEST_CASE("Python: packages before modules, stubs after them, and the folder that is nearest") {
  CHECK(edges({{"m.py", "import a, b, c, d\n"},
               {"a/__init__.py", ""},
               {"a.py", ""},
               {"b.py", ""},
               {"b/__init__.pyi", ""},
               {"c/__init__.pyi", ""},
               {"c.pyi", ""},
               {"d.pyi", ""}}) ==
        Shown{"m.py -> a/__init__.py", "m.py -> b.py", "m.py -> c/__init__.pyi", "m.py -> d.pyi"});
  CHECK(edges({{"__init__.py", ""}, {"a.py", "from . import b, N\n"}, {"b.py", "from .. import c\n"}}) ==
        Shown{"a.py -> __init__.py {N}", "a.py -> b.py", "b.py ? ..: missing"});
  CHECK(edges({{"one/p/__init__.py", ""},
               {"two/p/__init__.py", ""},
               {"one/sub/x.py", "import p\n"},
               {"three/y.py", "import p\nfrom p import q\nimport p.none\nfrom src import s\n"},
               {"src/m.py", ""},
               {"src/n.py", ""},
               {"t/u.py", "import m\nfrom n import f\nimport y\nimport one.p\n"}}) ==
        Shown{"one/sub/x.py -> one/p/__init__.py", "t/u.py -> one/p/__init__.py", "t/u.py -> src/m.py",
              "t/u.py -> src/n.py {f}", "three/y.py ? p.none: missing", "three/y.py ? p: ambiguous",
              "three/y.py ? p: ambiguous"});
}

TEST_CASE("Go: the longest module, its own folder, and no other languages or tests") {
  CHECK(edges({{"go.mod", "module x.org/m\n"},
               {"root.go", "package m\nfunc R() {}\n"},
               {"root_test.go", "package m\nfunc T() {}\n"},
               {"root.c", ""},
               {"n/go.mod", "module x.org/m/n\n"},
               {"n/n.go", "package n\nimport \"x.org/m\"\nimport \"x.org/mm\"\nvar _ = m.R\n"},
               {"o/o.go", "package o\nimport _ \"x.org/m/n\"\nimport \"x.org/m/p\"\n"},
               {"p/p_test.go", "package p\n"}}) ==
        Shown{"n/n.go -> root.go {R}", "o/o.go -> n/n.go", "o/o.go ? x.org/m/p: missing"});
}

TEST_CASE("Java: of two types alike the first, and a path within a type") {
  CHECK(edges({{"one/b/B.java", "package b;\nclass B {}\n"},
               {"two/b/B.java", "package b;\nclass B {}\n"},
               {"z/A.java", "package a;\nimport b.B;\nimport b.B.Inner;\nimport b.*;\nimport b.C;\nclass A { B b; }\n"},
               {"two/c/C.java", "package c;\nimport b.B;\nclass C {}\n"},
               {"D.java", "class D { E e; }\n"},
               {"E.java", "class E {}\n"}}) ==
        Shown{"D.java -> E.java {E}", "two/c/C.java -> two/b/B.java {B}", "z/A.java -> one/b/B.java {B Inner}"});
}

TEST_CASE("Bash: what begins at the root or the home is outside") {
  CHECK(edges({{"a/x.sh", ". ~/y.sh\n. /y.sh\n. y.sh\n. z.sh\n"}, {"y.sh", ""}, {"a/y.sh", ""}, {"z.sh", ""}}) ==
        Shown{"a/x.sh -> a/y.sh", "a/x.sh -> z.sh"});
}

TEST_CASE("ECMAScript: endings by the language of the file that imports") {
  CHECK(edges({{"a.js", "import './x'; import './y.jsx';\n"},
               {"b.ts", "import './x'; import './z.cjs';\n"},
               {"x.js", ""},
               {"x.ts", ""},
               {"y.tsx", ""},
               {"z.cts", ""}}) == Shown{"a.js -> x.js", "a.js -> y.tsx", "b.ts -> x.ts", "b.ts -> z.cts"});
}

TEST_CASE("ECMAScript: the more exact pattern of paths decides, from the nearest configuration") {
  CHECK(
      edges(
          {{"tsconfig.json",
            R"({"compilerOptions": {"paths": {"*": ["any/*"], "@/*": ["at/*"], "@/x": ["exact.ts"], "@/*/z": ["mid/*"]}}})"},
           {"sub/jsconfig.json", R"({"compilerOptions": {"baseUrl": "base"}})"},
           {"a.ts", "import 'q'; import '@/q'; import '@/x'; import '@/k/z';\n"},
           {"sub/deep/b.ts", "import 'r'; import '@/x';\n"},
           {"any/q.ts", ""},
           {"at/q.ts", ""},
           {"at/index.ts", ""},
           {"exact.ts", ""},
           {"mid/k.ts", ""},
           {"sub/base/r.ts", ""}}) == Shown{"a.ts -> any/q.ts", "a.ts -> at/q.ts", "a.ts -> exact.ts",
                                            "a.ts -> mid/k.ts", "sub/deep/b.ts -> sub/base/r.ts"});
}

TEST_CASE("ECMAScript: a built entry is looked for where it is built from") {
  for (const char* entry : {"./dist/a.js", "lib/a.mjs", "build/cjs/a.cjs", "./out/a.d.ts", "es/esm/a.js", "umd/a"}) {
    CAPTURE(entry);
    CHECK(edges({{"p/package.json", std::string(R"({"name": "@o/p", "main": ")") + entry + "\"}"},
                 {"p/src/a.ts", ""},
                 {"m.ts", "import '@o/p';\n"}}) == Shown{"m.ts -> p/src/a.ts"});
  }
  CHECK(edges({{"p/package.json", R"({"name": "p", "main": "other/a.js"})"},
               {"p/src/a.ts", ""},
               {"m.ts", "import 'p';\n"}}) == Shown{"m.ts ? p: missing"});
}

}  // namespace rustassistant::source
