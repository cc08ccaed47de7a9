// SPDX-License-Identifier: MIT
#include "rustassistant/source/dependencies.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "repository_edges.hpp"

namespace rustassistant::source {

TEST_CASE("Rust: modules are files beside or below the one that declares them") {
  CHECK(edges({{"Cargo.toml", "[package]\nname = \"x\"\n"},
               {"src/lib.rs", "mod a;\nmod b { mod c; }\nmod d;\n#[path = \"odd/e.rs\"]\nmod e;\nmod gone;\n"},
               {"src/a.rs", "mod f;\n"},
               {"src/a/f.rs", ""},
               {"src/b/c.rs", ""},
               {"src/d/mod.rs", "mod g;\n"},
               {"src/d/g.rs", ""},
               {"src/odd/e.rs", "mod h;\n"},
               {"src/odd/h.rs", ""}}) == Shown{"src/a.rs -> src/a/f.rs", "src/d/mod.rs -> src/d/g.rs",
                                               "src/lib.rs -> src/a.rs", "src/lib.rs -> src/b/c.rs",
                                               "src/lib.rs -> src/d/mod.rs", "src/lib.rs -> src/odd/e.rs",
                                               "src/lib.rs ? gone: missing", "src/odd/e.rs -> src/odd/h.rs"});
}

TEST_CASE("Rust: a use leads to the longest path that is a file, in its own crate and those beside it") {
  const Files files{
      {"Cargo.toml", "[workspace]\nmembers = [\"one\", \"two-part\"]\n"},
      {"one/Cargo.toml",
       "[package]\nname = \"one\"\n[dependencies]\nother = { path = \"../two-part\", package = \"two-part\" }\n"},
      {"two-part/Cargo.toml", "[package]\nname = \"two-part\" # a comment\n"},
      {"one/src/lib.rs", "mod a;\nmod b;\npub struct S;\n"},
      {"one/src/a.rs", "use crate::b::{self, c::D};\nuse crate::S;\nuse super::b::E as F;\nuse std::fmt;\n"},
      {"one/src/b.rs", "pub mod c;\nuse two_part::g::H;\nuse other::I;\nfn f() { g::x(); crate::a::y::z(); }\n"},
      {"one/src/b/c.rs",
       "use super::*;\nuse self::x::y;\nfn f() { super::super::a::g(); }\n#[cfg(test)]\nmod t { use super::*; use "
       "crate::S; }\n"},
      {"one/src/main.rs", "use one::b;\nfn main() { b::c::d(); }\n"},
      {"two-part/src/lib.rs", "pub mod g;\n"},
      {"two-part/src/g.rs", ""}};
  CHECK(edges(files) == Shown{"one/src/a.rs -> one/src/b.rs {E}", "one/src/a.rs -> one/src/b/c.rs {D}",
                              "one/src/a.rs -> one/src/lib.rs {S}", "one/src/b.rs -> one/src/a.rs {y}",
                              "one/src/b.rs -> one/src/b/c.rs", "one/src/b.rs -> two-part/src/g.rs {H}",
                              "one/src/b.rs -> two-part/src/lib.rs {I}", "one/src/b/c.rs -> one/src/a.rs {g}",
                              "one/src/b/c.rs -> one/src/b.rs", "one/src/b/c.rs -> one/src/lib.rs {S}",
                              "one/src/lib.rs -> one/src/a.rs", "one/src/lib.rs -> one/src/b.rs",
                              "one/src/main.rs -> one/src/b.rs", "one/src/main.rs -> one/src/b/c.rs {d}",
                              "two-part/src/lib.rs -> two-part/src/g.rs"});
}

TEST_CASE("Rust: paths that no module has lead nowhere, and imports in a circle end") {
  CHECK(edges({{"src/lib.rs",
                "use super::a; use crate::nothing::b; use c::d; use d::c; use e::*; use f::*; fn f() { g::h(); }\n"},
               {"src/main.rs", "mod x; use x::*; fn f() { y::z(); }\n"},
               {"src/x.rs", "pub mod y;\n"},
               {"src/x/y.rs", ""}}) ==
        Shown{"src/main.rs -> src/x.rs", "src/main.rs -> src/x/y.rs {z}", "src/x.rs -> src/x/y.rs"});
}

TEST_CASE("C: own folder, the folders of -I, then the one path that ends so") {
  const Files files{{"src/a.c",
                     "#include \"a.h\"\n#include \"sub/b.h\"\n#include <lib/c.h>\n#include <stdio.h>\n#include "
                     "\"d.h\"\n#include X\n"},
                    {"src/a.h", ""},
                    {"src/sub/b.h", "#include \"../a.h\"\n"},
                    {"include/lib/c.h", "#include \"e.h\"\n"},
                    {"one/d.h", ""},
                    {"two/d.h", ""},
                    {"other/stdio.h", ""}};
  CHECK(edges(files) == Shown{"include/lib/c.h ? e.h: missing", "src/a.c -> include/lib/c.h", "src/a.c -> src/a.h",
                              "src/a.c -> src/sub/b.h", "src/a.c ? X: computed", "src/a.c ? d.h: ambiguous",
                              "src/sub/b.h -> src/a.h"});
  Files with = files;
  with.push_back(
      {"build/compile_commands.json",
       R"([{"directory": "/r/build", "command": "cc '-I../two' -isystem /usr/include -c ../src/a.c", "file": "../src/a.c"},
                      {"directory": "/r", "arguments": ["cc", "-I", "other"], "file": "src/z.c"}, 1, {"file": 2}])"});
  Shown expected = edges(files);
  *std::find(expected.begin(), expected.end(), "src/a.c ? d.h: ambiguous") = "src/a.c -> two/d.h";
  std::sort(expected.begin(), expected.end());
  CHECK(edges(with) == expected);
}

TEST_CASE("Python: relative by dots, absolute from the folders that hold packages") {
  CHECK(edges({{"src/p/__init__.py", "from .a import f\n"},
               {"src/p/a.py", "from . import b, NAME\nfrom .q import c, d\nimport json\nimport p.q.c\n"},
               {"src/p/b.py", "from ..p import a\nfrom ... import x\n"},
               {"src/p/q/__init__.py", ""},
               {"src/p/q/c.py", "from p.missing import x\n"},
               {"tests/test_p.py", "import p\nimport p.a as pa\nfrom p.b import g, h\nimport helper\nimport numpy\n"},
               {"tests/helper.py", ""},
               {"tools/json.py", "import helper\n"}}) ==
        Shown{"src/p/__init__.py -> src/p/a.py {f}", "src/p/a.py -> src/p/__init__.py {NAME}",
              "src/p/a.py -> src/p/b.py", "src/p/a.py -> src/p/q/__init__.py {d}", "src/p/a.py -> src/p/q/c.py",
              "src/p/b.py -> src/p/a.py", "src/p/b.py ? ...: missing", "src/p/q/c.py ? p.missing: missing",
              "tests/test_p.py -> src/p/__init__.py", "tests/test_p.py -> src/p/a.py",
              "tests/test_p.py -> src/p/b.py {g h}", "tests/test_p.py -> tests/helper.py"});
}

TEST_CASE("ECMAScript: relative paths, with and without their endings") {
  CHECK(edges({{"a/index.ts",
                "import './b';\nimport './c.js';\nimport './d';\nimport '..';\nimport './e.mjs';\nimport "
                "'./gone';\nimport './f.css';\n"
                "import './g/';\nimport './raw.ts?raw';\nimport(x);\nimport 'react';\nimport '../../out';\n"},
               {"a/b.ts", ""},
               {"a/b.js", "require('./d'); require('./b');\n"},
               {"a/c.tsx", "import '.';\n"},
               {"a/d/index.js", ""},
               {"a/e.mts", ""},
               {"a/g/package.json", "{\"main\": \"lib/main\"}"},
               {"a/g/lib/main.js", ""},
               {"a/raw.ts", ""},
               {"index.js", ""}}) ==
        Shown{"a/b.js -> a/d/index.js", "a/c.tsx -> a/index.ts", "a/index.ts -> a/b.ts", "a/index.ts -> a/c.tsx",
              "a/index.ts -> a/d/index.js", "a/index.ts -> a/e.mts", "a/index.ts -> a/g/lib/main.js",
              "a/index.ts -> a/raw.ts", "a/index.ts -> index.js", "a/index.ts ? ../../out: missing",
              "a/index.ts ? ./f.css: missing", "a/index.ts ? ./gone: missing", "a/index.ts ? x: computed"});
}

TEST_CASE("ECMAScript: names by tsconfig.json and by the packages of the repository") {
  CHECK(edges({{"tsconfig.base.json",
                "{ // common\n \"compilerOptions\": { \"paths\": { \"@/*\": [\"./app/src/*\"], \"@/x/*\": [\"./x/*\"], "
                "\"one\": [\"./one.ts\"], }, }, }"},
               {"app/tsconfig.json",
                "{\"extends\": \"../tsconfig.base\", \"compilerOptions\": {\"baseUrl\": \"./src\"}}"},
               {"app/package.json", "{\"name\": \"app\", \"imports\": {\"#k\": \"./src/k.ts\"}}"},
               {"app/src/main.ts",
                "import '@/a';\nimport '@/x/b';\nimport 'one';\nimport 'c';\nimport '@s/lib';\nimport "
                "'@s/lib/sub';\nimport '@s/lib/deep/e';\nimport '#k';\nimport '@s/lib/none';\nimport '@s/other';\n"},
               {"app/src/a.ts", ""},
               {"app/src/c.ts", ""},
               {"app/src/k.ts", ""},
               {"x/b.ts", ""},
               {"one.ts", ""},
               {"lib/package.json",
                "{\"name\": \"@s/lib\", \"exports\": {\".\": {\"types\": \"./dist/index.d.ts\", \"default\": "
                "\"./dist/index.js\"}, \"./sub\": \"./dist/sub/index.mjs\", \"./deep/*\": \"./dist/deep/*.js\"}}"},
               {"lib/src/index.ts", ""},
               {"lib/src/sub/index.ts", ""},
               {"lib/src/deep/e.ts", ""}}) ==
        Shown{"app/src/main.ts -> app/src/a.ts", "app/src/main.ts -> app/src/c.ts", "app/src/main.ts -> app/src/k.ts",
              "app/src/main.ts -> lib/src/deep/e.ts", "app/src/main.ts -> lib/src/index.ts",
              "app/src/main.ts -> lib/src/sub/index.ts", "app/src/main.ts -> one.ts", "app/src/main.ts -> x/b.ts",
              "app/src/main.ts ? @s/lib/none: missing"});
}

TEST_CASE("Go: an import leads to the files of a folder that define what is used") {
  CHECK(
      edges(
          {{"go.mod", "module x.org/m // root\n\ngo 1.19\n\nreplace (\n\ty.org/n => ./n\n)\n"},
           {"main.go",
            "package main\nimport (\n\t\"fmt\"\n\t\"x.org/m/a\"\n\tb \"x.org/m/c\"\n\t_ "
            "\"x.org/m/side\"\n\t\"y.org/n/d\"\n)\nfunc main() { a.One(); b.Two(); fmt.Println(); d.X(); helper() }\n"},
           {"other.go", "package main\nfunc helper() {}\nfunc unused() { helper() }\n"},
           {"main_test.go", "package main\nfunc TestX() { check() }\n"},
           {"util_test.go", "package main\nfunc check() {}\n"},
           {"a/one.go", "package a\nfunc One() {}\n"},
           {"a/two.go", "package a\nfunc Two() { One() }\n"},
           {"a/a_test.go", "package a_test\nimport \"x.org/m/a\"\nvar _ = a.Two\n"},
           {"c/c.go", "package c\nvar Two = 1\n"},
           {"side/side.go", "package side\n"},
           {"n/go.mod", "module y.org/n\n"},
           {"n/d/d.go", "package d\nfunc X() {}\n"},
           {"vend/v.go", "package v\nimport \"x.org/m/gone\"\n"}}) ==
      Shown{"a/a_test.go -> a/two.go {Two}", "a/two.go -> a/one.go {One}", "main.go -> a/one.go {One}",
            "main.go -> c/c.go {Two}", "main.go -> n/d/d.go {X}", "main.go -> other.go {helper}",
            "main.go -> side/side.go", "main_test.go -> util_test.go {check}", "vend/v.go ? x.org/m/gone: missing"});
}

TEST_CASE("Java: types by the package that a file declares, wildcards and neighbors by use") {
  CHECK(edges({{"main/a/A.java",
                "package a;\nimport b.B;\nimport static b.C.f;\nimport c.*;\nimport java.util.*;\nclass A extends Near "
                "{ D d; List l; b.E e; B.Inner i; }\n"},
               {"main/a/Near.java", "package a;\nclass Near<Own> { Own o; String s; }\nclass Beside {}\n"},
               {"main/a/Own.java", "package a;\nclass Own { Beside x; Other y; }\n"},
               {"main/b/B.java", "package b;\npublic class B { class Inner {} }\n"},
               {"main/b/C.java", "package b;\npublic class C {}\n"},
               {"main/b/E.java", "package b;\npublic class E {}\n"},
               {"main/c/D.java", "package c;\npublic class D {}\n"},
               {"main/c/Unused.java", "package c;\npublic class Unused {}\n"},
               {"test/a/ATest.java", "package a;\nclass ATest { A a; }\n"},
               {"test/b/B.java", "package b;\npublic class B {}\n"}}) ==
        Shown{"main/a/A.java -> main/a/Near.java {Near}", "main/a/A.java -> main/b/B.java {B}",
              "main/a/A.java -> main/b/C.java {C f}", "main/a/A.java -> main/b/E.java {E}",
              "main/a/A.java -> main/c/D.java {D}", "main/a/Own.java -> main/a/Near.java {Beside}",
              "test/a/ATest.java -> main/a/A.java {A}"});
}

TEST_CASE("Bash: beside the script, else from the top") {
  CHECK(edges({{"bin/run.sh",
                ". \"$(dirname \"$0\")/lib.sh\"\nsource lib/common.sh\n. ../out.sh\n. ../../out.sh\n. /etc/x\n. $A\n"},
               {"bin/lib.sh", ""},
               {"lib/common.sh", ""},
               {"out.sh", ""}}) == Shown{"bin/run.sh -> bin/lib.sh", "bin/run.sh -> lib/common.sh",
                                         "bin/run.sh -> out.sh", "bin/run.sh ? $A: computed",
                                         "bin/run.sh ? ../../out.sh: missing"});
}

TEST_CASE("nothing outside of the given files is depended on, and manifests that are no manifests say nothing") {
  CHECK(edges({{"go.mod", "\0\xff module"},
               {"package.json", "[1"},
               {"tsconfig.json",
                "{\"extends\": \"./tsconfig.json\", \"compilerOptions\": {\"paths\": 3, \"baseUrl\": \"../..\"}}"},
               {"Cargo.toml", "name = \nx][\n[\n[[\n[dependencies.]\npackage = \n"},
               {"compile_commands.json", "{}"},
               {"a.ts", "import '../../../etc/passwd'; import 'b';\n"},
               {"a.c", "#include \"../../etc/passwd\"\n#include \"/etc/passwd\"\n"},
               {"a.py", "from .... import x\nfrom . import a\n"}}) ==
        Shown{"a.c ? ../../etc/passwd: missing", "a.c ? /etc/passwd: missing", "a.py ? ....: missing",
              "a.ts ? ../../../etc/passwd: missing"});
}

}  // namespace rustassistant::source
