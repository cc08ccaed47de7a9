// SPDX-License-Identifier: MIT
#include "manifests.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "repository_index.hpp"

// What manifests say, and the paths of a repository, each rule on both of its sides.
namespace rustassistant::source {
namespace {

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("the module of go.mod, and the folders that it puts in place of others") {
  CHECK(read_go_mod("module x.org/m\n").path == "x.org/m");
  CHECK(read_go_mod("module\t\"x.org/m\" // said\n").path == "x.org/m");
  CHECK(read_go_mod("modules x\n").path.empty());
  struct Row {
    std::string_view content;
    Texts replaced;
  };
  for (const Row& row : {Row{"replace a => ./b\n", {"a ./b"}}, Row{"replace a v1.0 => ../b // c\n", {"a ../b"}},
                         Row{"replace a => b v1\n", {}}, Row{"replace a ./b\n", {}}, Row{"a => ./b\n", {}},
                         Row{"replace (\n a => ./b\n \"c\" v2 => \"./d\"\n)\ne => ./f\n", {"a ./b", "c ./d"}},
                         Row{"replace(\n a => ./b\n)\nreplace c => ./d\n", {"a ./b", "c ./d"}}}) {
    Texts shown;
    const GoModule module = read_go_mod(row.content);
    for (const auto& [from, to] : module.replaced) shown.push_back(from + " " + to);
    CAPTURE(row.content);
    CHECK(shown == row.replaced);
  }
}

TEST_CASE("the name, the library, the roots and the renamed dependencies of Cargo.toml") {
  const CargoPackage package = read_cargo_toml(
      "name = \"above\"\n[package]\nname = 'my-crate' # its name\nbuild = \"tools/build.rs\"\nversion = \"1\"\n"
      "[lib]\nname = \"my\"\npath = \"src/my.rs\"\n[[bin]]\nname = \"b\"\npath = \"bin/b.rs\"\n[[test]]\npath = "
      "\"t.rs\"\n"
      "[[example]]\npath = \"e.rs\"\n[[bench]]\npath = \"p.rs\"\n[features]\npath = \"none.rs\"\nname = \"none\"\n");
  CHECK(package.name == "my-crate");
  CHECK(package.library == "my");
  CHECK(package.library_path == "src/my.rs");
  CHECK(package.roots == Texts{"tools/build.rs", "src/my.rs", "bin/b.rs", "t.rs", "e.rs", "p.rs"});
  CHECK(package.renamed.empty());
  CHECK(read_cargo_toml("[package]\nbuild = false\n").roots.empty());
  CHECK(read_cargo_toml("[workspace]\nname = \"a\"\n").name.empty());
}

TEST_CASE("a dependency by another name is found in every way to write it") {
  struct Row {
    std::string_view content;
    std::string_view package;  // of "d"; empty: it is not renamed
  };
  for (const Row& row :
       {Row{"[dependencies]\nd = { path = \"../p\", package = \"p-q\" }\n", "p-q"},
        Row{"[dev-dependencies]\nd = {package='p'}\n", "p"}, Row{"[dependencies.d]\npackage = \"p\"\n", "p"},
        Row{"[target.'cfg(unix)'.dependencies]\n\"d\" = { package = \"p\" }\n", "p"},
        Row{"[target.x.dependencies.d]\npackage = 'p'\n", "p"}, Row{"[dependencies]\nd = { path = \"package\" }\n", ""},
        Row{"[dependencies]\nd = { my-package = \"p\", _package = \"p\", xpackage = \"p\" }\n", ""},
        Row{"[dependencies]\nd = { package = p }\n", ""}, Row{"[dependencies]\nd = { package }\n", ""},
        Row{"[dependencies]\nd = { package = }\n", ""}, Row{"[dependencies.d]\npath = \"p\"\n", ""},
        Row{"[package]\nd = { package = \"p\" }\n", ""},
        Row{"[dependencies]\nd = { sub-package = \"x\", package = \"p\" }\n", "p"}}) {
    const CargoPackage package = read_cargo_toml(row.content);
    CAPTURE(row.content);
    CHECK(package.renamed.size() == (row.package.empty() ? 0U : 1U));
    if (!row.package.empty()) CHECK(package.renamed.at("d") == row.package);
  }
}

TEST_CASE("JSON with comments, and with commas before brackets") {
  struct Row {
    std::string_view content;
    std::string_view json;  // empty: it is none
  };
  for (const Row& row : {Row{"{\"a\": 1, // one\n \"b\": [1, 2, ], }", R"({"a":1,"b":[1,2]})"},
                         Row{"/* a */ [/* b */ 1 /**/]", "[1]"}, Row{"[1] // end", "[1]"}, Row{"[1] /* no end", "[1]"},
                         Row{R"(["// no", "/* no */", "a\"// b", "\\"])", R"(["// no","/* no */","a\"// b","\\"])"},
                         Row{"[\"a,\", ]", R"(["a,"])"}, Row{"[\",]\"]", R"([",]"])"}, Row{"[1,,]", ""},
                         Row{"[1 2]", ""}, Row{"", ""}}) {
    const auto value = read_json_with_comments(row.content);
    CAPTURE(row.content);
    CHECK((value ? value->dump() : std::string()) == row.json);
  }
}

TEST_CASE("the folders of headers that a command names, as a shell would split it") {
  struct Row {
    std::string_view command;
    Texts folders;
  };
  for (const Row& row :
       {Row{"cc -Ia -I b -isystem /c -iquoted -idirafter e /If -c x.c", {"/w/a", "/w/b", "/c", "/w/d", "/w/e", "/w/f"}},
        Row{"cc '-Ia b' \\\"-I\\\"c -I\\\"d e\\\" -If\\\\ g", {"/w/a b", "/w/c", "/w/d e", "/w/f g"}},
        Row{"cc -I '' -Ia", {"/w/a"}}, Row{"cc -I", {}}, Row{"cc -Wall -DI=-Ix", {}}, Row{"", {}},
        Row{"cc '-Ia\\\\b' -I'c'\\\"d\\\"", {"/w/a\\b", "/w/cd"}}}) {
    const auto found = read_compile_commands(R"([{"directory": "/w", "file": "x.c", "command": ")" +
                                             std::string(row.command) + R"("}])");
    CAPTURE(row.command);
    REQUIRE(found.size() == 1);
    CHECK(found.begin()->first == "/w/x.c");
    CHECK(found.begin()->second == row.folders);
  }
  const auto found = read_compile_commands(
      R"([{"directory": "/w", "file": "/x.c", "arguments": ["cc", "-I", "a b", 7, "-Ic"], "command": "cc -Id"},
          {"directory": "/w", "command": "cc -Ie"}, 3, {"file": 4}])");
  REQUIRE(found.size() == 1);
  CHECK(found.at("/x.c") == Texts{"/w/a b", "/w/c"});
  CHECK(read_compile_commands("{}").empty());
}

TEST_CASE("paths within a repository") {
  CHECK(path_within("a/b", "../c") == "a/c");
  CHECK(path_within("a", "..") == "");
  CHECK(path_within("a", ".//./b/") == "a/b");
  CHECK_FALSE(path_within("a", "../.."));
  CHECK_FALSE(path_within("", "../a"));
  CHECK_FALSE(path_within("a", "/b"));
  CHECK(parent_folder("a/b/c") == "a/b");
  CHECK(parent_folder("a").empty());
  CHECK(path_below("", "a") == "a");
  CHECK(path_below("a", "") == "a");
  CHECK(path_below("a", "b") == "a/b");
  CHECK(shared_folders("a/b/c", "a/b/d") == 2);
  CHECK(shared_folders("a/bc/d", "a/b/d") == 1);
  CHECK(shared_folders("a/", "a/") == 1);
  CHECK(shared_folders("a", "b") == 0);
}

TEST_CASE("files by their folder, by the end of their path, and the nearest of them") {
  Repository repository;
  for (const char* path : {"x.h", "a/x.h", "a/b/x.h", "c/ax.h", "c/d/x.h"}) repository.files.push_back({path, "c", {}});
  const RepositoryIndex index(repository);
  using Indexes = std::vector<std::size_t>;
  CHECK(index.find("a/x.h") == 1);
  CHECK_FALSE(index.find("a"));
  CHECK(index.in_folder("a") == Indexes{1});
  CHECK(index.in_folder("") == Indexes{0});
  CHECK(index.in_folder("b").empty());
  for (const char* folder : {"", "a", "a/b", "c/d"}) CHECK(index.has_folder(folder));
  CHECK_FALSE(index.has_folder("d"));
  CHECK(index.ending_in("x.h") == Indexes{0, 1, 2, 4});
  CHECK(index.ending_in("a/x.h") == Indexes{1});
  CHECK(index.ending_in("d/x.h") == Indexes{4});
  CHECK(index.ending_in("y.h").empty());
  CHECK(index.nearest({0, 1, 2, 4}, "a/b/y.c") == 2);
  CHECK(index.nearest({0, 1}, "c/y.c") == std::nullopt);  // alike
  CHECK(index.nearest({0, 1, 4}, "c/y.c") == 4);
  CHECK(index.nearest({1, 2, 4}, "a/y.c") == std::nullopt);
  CHECK(index.nearest({4}, "z") == 4);
  CHECK(index.nearest({}, "z") == std::nullopt);
}

TEST_CASE("of several imports of one file the first line counts, and all symbols") {
  DependencyGraph graph;
  EdgeCollector edges(graph);
  edges.begin(7);
  edges.add(7, 1);  // itself
  edges.add(2, 5, {"b"});
  edges.add(2, 3, {"a"});
  edges.add(2, 4, {"b"});
  edges.add(2, 0, {"c"});
  edges.add(1, 9);
  edges.add(1, 9, {"d"});
  edges.leave_out({}, Unresolved::missing);
  CHECK(graph.edges.empty());
  edges.finish();
  edges.finish();
  REQUIRE(graph.edges.size() == 2);
  CHECK(graph.edges[0].from == 7);
  CHECK(graph.edges[0].to == 1);
  CHECK(graph.edges[0].line == 9);
  CHECK(graph.edges[0].symbols == Texts{"d"});
  CHECK(graph.edges[0].whole);
  CHECK(graph.edges[1].to == 2);
  CHECK(graph.edges[1].line == 3);
  CHECK(graph.edges[1].symbols == Texts{"a", "b", "c"});
  CHECK_FALSE(graph.edges[1].whole);
  REQUIRE(graph.unresolved.size() == 1);
  CHECK(graph.unresolved[0].from == 7);
}

TEST_CASE("what manifests are called, and what becomes of an import, have names") {
  for (const char* name : {"Cargo.toml", "go.mod", "package.json", "jsconfig.json", "compile_commands.json",
                           "tsconfig.json", "tsconfig.base.json"})
    CHECK(is_manifest(name));
  for (const char* name : {"tsconfig.txt", "mytsconfig.json", "Cargo.lock", ""}) CHECK_FALSE(is_manifest(name));
  CHECK(name_of(Unresolved::outside) == "outside");
  CHECK(name_of(Unresolved::missing) == "missing");
  CHECK(name_of(Unresolved::ambiguous) == "ambiguous");
  CHECK(name_of(Unresolved::computed) == "computed");
}

}  // namespace rustassistant::source
