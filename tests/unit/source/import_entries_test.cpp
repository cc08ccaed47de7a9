// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/source/file_units.hpp"

// What of a file is asked about again when its imports change: units that say a name that means something else.
namespace rustassistant::source {
namespace {

// The names of what is imported, "b" or "b c", in order.
std::vector<std::string> names(std::string_view content, std::string_view language) {
  std::vector<std::string> shown;
  for (const auto& one : file_units_of(content, language).imports) {
    std::string text;
    for (const std::string& word : one.words) text += (text.empty() ? "" : " ") + word;
    shown.push_back(text);
  }
  return shown;
}

std::vector<std::string> hashes(std::string_view content, std::string_view language) {
  std::vector<std::string> found;
  for (const auto& one : file_units_of(content, language).imports) found.push_back(one.hash);
  return found;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("imports are told one by one, by the names that the file calls them") {
  CHECK(names("use a::b::{self, c, d::{E as F, g}};\npub(crate) use h::I;\nextern crate j;\n", "rust") ==
        Names{"b", "c", "F", "g", "crate", "I", "j"});
  CHECK(names("import a.b as c, d\nfrom e.f import (  # why\n    g,\n    h as i,\n)\n", "python") ==
        Names{"c", "d", "g", "i"});
  CHECK(names("import a, { b as c, type D } from './e'\nimport * as f from 'g';\nimport './h/i.js';\n", "typescript") ==
        Names{"a", "c", "D", "f", "i js"});
  CHECK(names("import a = require('b');\n", "typescript") == Names{"a"});
  CHECK(
      names(
          "package p\n\nimport (\n\t\"fmt\"\n\n\tx \"a/b\" // why\n\t\"c/semver/v3\"\n\t_ \"d/e\"\n)\nimport \"f/g\"\n",
          "go") == Names{"p", "fmt", "x", "semver", "e", "g"});
  CHECK(names("package a.b;\n\nimport c.d.E;\nimport static f.G.h;\n", "java") == Names{"b", "E", "h"});
  CHECK(names("#include \"db/memtable.h\"\n#include <vector>\n#include <string.h>\n", "cpp") ==
        Names{"memtable h", "vector", ""});
}

TEST_CASE("of all of a module the words of its path are told") {
  CHECK(names("use a::b::*;\n", "rust") == Names{"a b use"});
  CHECK(names("from a import *\n", "python") == Names{"a from import"});
  CHECK(names("import a.b.*;\n", "java") == Names{"a b import"});
}

TEST_CASE("an import is the same in whichever list it stands, and another one from another place") {
  CHECK(hashes("use a::{b::c, d};\n", "rust") == hashes("use a::b::c;\nuse a::{\n    d,\n};\n", "rust"));
  CHECK(hashes("from a import b\n", "python") == hashes("from a import (\n    b,\n)\n", "python"));
  CHECK(hashes("import {a} from 'b'\n", "javascript") == hashes("import {\n  a,\n} from 'b'\n", "javascript"));
  CHECK(hashes("import {a} from 'b'\n", "javascript") != hashes("import {a} from 'c'\n", "javascript"));
  CHECK(hashes("from a import b\n", "python") != hashes("from c import b\n", "python"));
}

TEST_CASE("statements that are cut off or too long to be told apart are one import") {
  for (const char* const text : {"use a::{b", "use a::b}}, c", "use {{{{{{{{{{{{{{{{{{{{{{{{{{a", "use \"", "use ,,,;"})
    static_cast<void>(file_units_of(text, "rust"));
  std::string list = "from a import (\n";
  for (int i = 0; i < 5'000; ++i) list += "    name" + std::to_string(i) + ",\n";
  CHECK(names(list + ")\n", "python").size() == 1);
  std::string nested = "use " + std::string(9'000, 'a') + "::{";
  for (int i = 0; i < 4'000; ++i) nested += "b,";
  CHECK(names(nested + "};\n", "rust").size() == 1);
}

}  // namespace rustassistant::source
