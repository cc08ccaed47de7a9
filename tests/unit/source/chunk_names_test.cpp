// SPDX-License-Identifier: MIT
#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/source/chunks.hpp"

using namespace rustassistant::source;

namespace {

std::vector<ChunkDefinition> names_in(std::string_view language, std::string_view text) {
  std::vector<ChunkDefinition> all;
  for (const Chunk& chunk : chunks_of(text, language))
    all.insert(all.end(), chunk.definitions.begin(), chunk.definitions.end());
  return all;
}

// "kind qualified_name", with what defines it elsewhere in brackets and parts behind a dash.
std::vector<std::string> told(std::string_view language, std::string_view text) {
  std::vector<std::string> all;
  for (const ChunkDefinition& one : names_in(language, text)) {
    const std::string what = one.kind + " " + one.qualified_name;
    all.push_back(one.defined == Defined::elsewhere ? "(" + what + ")"
                  : one.defined == Defined::within  ? "-" + what
                                                    : what);
  }
  return all;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("what Rust hands on under a name is known by it, and only that") {
  CHECK(told("rust", "pub use a::{b, c as d, e::{self, F}, *};\nuse x::Y;\npub(crate) use m::N;\n") ==
        Names{"(export b)", "(export d)", "(export F)", "(export N)"});
}

TEST_CASE("a module whose text is another file is only declared, and what stands in one by itself is no part of it") {
  CHECK(told("rust", "mod walk;\nmod here {\n    pub struct Thing { size: u8 }\n}\n") ==
        Names{"(module walk)", "module here", "struct here::Thing", "-field here::Thing::size"});
}

TEST_CASE("variables of C and C++ outside of functions are names, and so are the members of their types") {
  CHECK(told("c",
             "static int count = 3, *more[2];\nextern int other;\nint (*hook)(int);\nint run(int);\n"
             "struct loop { int fd; void (*close)(int); };\nint run(int a) { int local = 1; return local; }\n") ==
        Names{"variable count", "variable more", "(variable other)", "variable hook", "(function run)", "struct loop",
              "-field loop::fd", "-field loop::close", "function run"});
  CHECK(
      told(
          "cpp",
          "namespace n {\nusing a::B;\nusing namespace std;\nconstexpr int kMost = 3;\nclass C { int size_; };\n}\n") ==
      Names{"(export B)", "variable n::kMost", "class n::C", "-field n::C::size_"});
}

TEST_CASE(
    "each name of a typedef is one, and a class that is only declared is no variable, whatever macro is before it") {
  CHECK(told("c", "typedef struct node { int id; } NODE, *PNODE, LIST[2];\ntypedef int (*hook)(int), count;\n") ==
        Names{"type NODE", "struct node", "type PNODE", "type LIST", "-field node::id", "type hook", "type count"});
  CHECK(told("cpp", "class C { typedef int a, *b; };\n") == Names{"class C", "-type C::a", "-type C::b"});
  CHECK(told("cpp", "class LIB_EXPORT Cache;\nclass Shop item;\nclass LIB_EXPORT Shop { };\n") ==
        Names{"variable item", "class Shop"});
}

TEST_CASE("functions of a shell without a grammar are names") {
  CHECK(told("zsh",
             "git-root() {\n  print a\n}\n  _inner ()\n{\n}\nfunction other { }\nfunction more() { }\nx=$(run)\n"
             "case $1 in\n  a) () { } ;;\nesac\nrun a ()\n") ==
        Names{"function git-root", "function _inner", "function other", "function more"});
}

TEST_CASE("what is first assigned at the top of a file of Python is a name, and so is what a class has") {
  CHECK(told("python",
             "LIMIT = 3\nLIMIT = 4\nclass Shop:\n    name: str = ''\n    def open(self):\n        local = 1\n"
             "__all__ = ['Shop', \"other\"]\nfrom a import b as b, c as d\n") ==
        Names{"variable LIMIT", "class Shop", "-field Shop.name", "-method Shop.open", "(export Shop)",
              "(export other)", "(export b)"});
}

TEST_CASE("constants, exports and members are names of TypeScript and JavaScript") {
  CHECK(told("typescript",
             "export const Type: Maker<Type> = make(\"Type\", (inst) => { const local = 1; });\n"
             "export { a, b as c } from \"./x.js\";\nexport * as all from \"./y.js\";\n"
             "enum Color { Red, Green = 2 }\ninterface Options { limit: number }\n"
             "class Shop {\n  static size = 3;\n  open = () => 1;\n}\n") ==
        Names{"constant Type", "(export a)", "(export c)", "(export all)", "enum Color", "-enumerator Color.Red",
              "-enumerator Color.Green", "interface Options", "-field Options.limit", "class Shop", "-field Shop.size",
              "-method Shop.open"});
  CHECK(told("javascript",
             "var table = {\n  row: 1, deep: { not: 2 },\n  run: () => 1 };\nexports.limit = 3;\n"
             "module.exports = { table, other: 4 };\nfunction f() { var local = 1; }\n") ==
        Names{"variable table", "-field table.row", "-field table.deep", "function run", "constant limit",
              "(export table)", "-field other", "function f"});
}

TEST_CASE("the fields of types of Go and Java and variables of scripts are names") {
  CHECK(told("go",
             "package p\ntype Mux struct {\n\ttree, other *node\n}\nfunc (m *Mux) Use() { var x struct{ y int } }\n") ==
        Names{"type Mux", "-field Mux.tree", "-field Mux.other", "-method Mux.Use", "-var Mux.Use.x"});
  CHECK(told("java", "class Shop {\n  static final int MOST = 3, LEAST = 1;\n  void open() { int local = 1; }\n}\n") ==
        Names{"class Shop", "-field Shop.MOST", "-field Shop.LEAST", "-method Shop.open"});
  CHECK(told("bash", "LIMIT=3\nLIMIT=4\nopen() {\n  local_one=1\n}\n") == Names{"variable LIMIT", "function open"});
}

TEST_CASE("names come in order of their lines, whatever they name") {
  const auto names = names_in("typescript", "const a = 1;\nfunction b() {}\nconst c = {\n  d: 1,\n};\nclass E {}\n");
  CHECK(std::is_sorted(names.begin(), names.end(),
                       [](const auto& x, const auto& y) { return x.line_start < y.line_start; }));
  CHECK(names.size() == 5);
}
