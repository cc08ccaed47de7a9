// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "world.hpp"

using namespace rustassistant::test;
namespace fs = std::filesystem;

namespace {

using Paths = std::vector<std::string>;

struct EmptyRepository : World {
  EmptyRepository() { fs::remove(repo() + "/a.rs"); }
};

// Of what a search for one name finds, each with the kind of what is shown.
Paths found(const World& world, const std::string& name) {
  Paths found;
  const auto document = world.run({"search", name, "--format", "json"}).json();
  for (const auto& result : document["results"]) {
    const std::string kind = result["kind"].is_null() ? "" : result["kind"];
    found.push_back(result["path"].get<std::string>() + " " + kind);
  }
  return found;
}

}  // namespace

// Files that only use it went before.
TEST_CASE("who hands a name on is found first where nothing defines it, else behind what does") {
  const EmptyRepository world;
  world.write("repo/src/extract/mod.rs", "pub use core_of_it::{FromParts, Other};\n");
  world.write("repo/src/from_parts.rs",
              "// FromParts, FromParts\nfn a(x: impl FromParts) { x.from_parts(FromParts) }\n");
  CHECK(found(world, "FromParts") == Paths{"src/extract/mod.rs export", "src/from_parts.rs function"});
  world.write("repo/src/core.rs", "pub trait FromParts {}\n");
  CHECK(found(world, "FromParts").front() == "src/core.rs trait");
  CHECK(found(world, "from_parts").front() != "src/extract/mod.rs export");
  CHECK(found(world, "sym:FromParts") == Paths{"src/core.rs trait", "src/extract/mod.rs export"});
}

// `mod walk;` counted as the definition of `walk`.
TEST_CASE("a module that is only declared goes behind a type of that name") {
  const EmptyRepository world;
  world.write("repo/src/lib.rs", "mod walk;\npub fn run() { walk::walk_all(); walk::walk_all(); }\n");
  world.write("repo/src/walk.rs", "pub struct Walk;\npub fn walk_all() {}\n");
  CHECK(found(world, "walk").front() == "src/walk.rs struct");
}

// Its own constructor, written outside of it, was as good as the class.
TEST_CASE("a class of C++ goes before its members that are written in another file") {
  const EmptyRepository world;
  world.write("repo/include/table_builder.h",
              "namespace db {\nclass TableBuilder {\n public:\n  TableBuilder();\n};\n}\n");
  world.write("repo/src/table_builder.cc",
              "namespace db {\nTableBuilder::TableBuilder() {}\n// TableBuilder, TableBuilder\n}\n");
  CHECK(found(world, "TableBuilder") == Paths{"include/table_builder.h class", "src/table_builder.cc function"});
}

TEST_CASE("a name with a dollar sign is found by it, before the same without") {
  const EmptyRepository world;
  world.write("repo/a.ts", "export interface ZodCode {}\nexport const ZodCodes: ZodCode[] = [];\n");
  world.write("repo/b.ts", "export interface $ZodCode {}\n");
  CHECK(found(world, "$ZodCode").front() == "b.ts interface");
  CHECK(found(world, "ZodCode").front() == "a.ts interface");
}
