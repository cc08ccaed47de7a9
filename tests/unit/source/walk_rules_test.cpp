// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/source/files.hpp"
#include "rustassistant/source/language.hpp"
#include "rustassistant/source/path_patterns.hpp"
#include "rustassistant/source/walk.hpp"
#include "support/temporary_folder.hpp"
#include "unwanted.hpp"

// What a walk decides of a file by its name and its first bytes, each rule at both sides of its bound.
namespace rustassistant::source {
namespace {

struct LanguageRow {
  std::string_view content;
  std::string_view language;
};

void check_languages(std::string_view name, const std::vector<LanguageRow>& rows) {
  for (const LanguageRow& row : rows) {
    CAPTURE(name, row.content);
    CHECK(language_of(name, row.content) == row.language);
  }
}

}  // namespace

TEST_CASE("what a header says of its language, line by line") {
  check_languages("a.h", {{"#include <vector>\n", "cpp"},
                          {"#include<vector>\n", "cpp"},
                          {"  #include <vector>\n", "cpp"},
                          {"#include <a.h>\n", "c"},
                          {"#include <sys/a>\n", "c"},
                          {"#include \"vector\"\n", "c"},
                          {"#include <vector\n", "c"},
                          {"#import <vector>\n", "c"},
                          {"x #include <vector>\n", "c"},
                          {"f(const A& b);\n", "cpp"},
                          {"f(const A & b);\n", "cpp"},
                          {"f(const a::B_1& c);\n", "cpp"},
                          {"f(const A&& b);\n", "c"},
                          {"f(const A* b);\n", "c"},
                          {"f(const A* b, const C& d);\n", "cpp"},
                          {"f(const & a);\n", "c"},
                          {"f(const A\n", "c"},
                          {"f(constA& b);\n", "c"},
                          {"f(A& b);\n", "c"},
                          {"a = const_b & c;\n", "c"},
                          {"f(const A);\n& b;\n", "c"},
                          {"class A;\n", "cpp"},
                          {"class A {\n", "cpp"},
                          {"class A : B\n", "cpp"},
                          {"class A\n", "c"},
                          {"classes A;\n", "c"},
                          {"namespace a {\n", "cpp"},
                          {"namespace a\n", "c"},
                          {"// class A;\n", "c"},
                          {"/* class A;\n", "c"},
                          {" * class A;\n", "c"},
                          {"x class A;\n", "c"},
                          {"template <typename T>\n", "cpp"},
                          {"template<typename T>\n", "cpp"},
                          {"public:\n", "cpp"},
                          {"private:\n", "cpp"},
                          {"protected:\n", "cpp"},
                          {"using a;\n", "cpp"},
                          {"constexpr int a = 1;\n", "cpp"},
                          {"virtual int a();\n", "cpp"},
                          {"explicit A();\n", "cpp"},
                          {"friend A;\n", "cpp"},
                          {"inline constexpr int a;\n", "cpp"},
                          {"inline int a();\n", "c"},
                          {"int a(std::b);\n", "cpp"},
                          {"// std::b\n", "c"},
                          {"int a;\nint b;\nclass C;", "cpp"},
                          {"", "c"}});
  const auto behind = [](std::size_t bytes) { return std::string(bytes - 1, ' ') + "\nclass A;"; };
  CHECK(language_of("a.h", behind(65'536 - 8)) == "cpp");
  CHECK(language_of("a.h", behind(65'536 - 7)) == "c");
}

TEST_CASE("what a shebang line says") {
  check_languages("run", {{"#!/bin/sh", "bash"},
                          {"#!sh", "bash"},
                          {"#! \t /bin/sh\t-e\n", "bash"},
                          {"#!/usr/bin/env python", "python"},
                          {"#!/usr/bin/env\tpython3 -u", "python"},
                          {"#!/usr/bin/env -S python3.11 -u", "python"},
                          {"#!/usr/bin/env -i A=1 /opt/node18\n", "javascript"},
                          {"#!/usr/bin/env -S\n", "text"},
                          {"#!/usr/bin/env A=1", "text"},
                          {"#!/usr/bin/environment python", "text"},
                          {"#!/opt/PERL5.30", "perl"},
                          {"#!/bin/123", "text"},
                          {"#!/bin/sh\r\npython", "bash"},
                          {"#!\n/bin/sh", "text"},
                          {"# !/bin/sh", "text"},
                          {"!/bin/sh", "text"},
                          {" #!/bin/sh", "text"}});
  CHECK(language_of("run", "#!" + std::string(252, ' ') + "sh") == "bash");
  CHECK(language_of("run", "#!" + std::string(253, ' ') + "sh") == "text");
  CHECK(language_of("run", "#!/bin/sh " + std::string(300, 'x')) == "bash");
}

TEST_CASE("what is translated is XML, where its first bytes say so") {
  check_languages("a.ts", {{"<?xml version=\"1.0\"?>", "xml"},
                           {"\xEF\xBB\xBF<?xml?>", "xml"},
                           {"\n <!DOCTYPE TS>", "xml"},
                           {"<!DOCTYPE html>", "typescript"},
                           {"// <?xml", "typescript"},
                           {"", "typescript"}});
  CHECK(language_of("a.ts", std::string(251, ' ') + "<?xml") == "xml");
  CHECK(language_of("a.ts", std::string(252, ' ') + "<?xml") == "typescript");
  CHECK(language_of("a.tsx", "<?xml?>") == "tsx");
}

TEST_CASE("of a name the last ending counts, and a whole name before it") {
  for (const auto& [name, language] :
       std::vector<std::pair<std::string_view, std::string_view>>{{"a.rs.c", "c"},
                                                                  {"a.c.rs", "rust"},
                                                                  {"x.py/a", "text"},
                                                                  {"x.py/a.c", "c"},
                                                                  {"Cargo.lock", "toml"},
                                                                  {"a/Makefile", "make"},
                                                                  {"makefile", "make"},
                                                                  {"MAKEFILE", "text"},
                                                                  {"Makefile.c", "c"},
                                                                  {"a.Makefile", "text"},
                                                                  {"x/.c", "text"},
                                                                  {".a.c", "c"},
                                                                  {"a.", "text"},
                                                                  {"A.CPP", "cpp"},
                                                                  {"c", "text"},
                                                                  {"Dockerfile", "dockerfile"},
                                                                  {"SConstruct", "python"},
                                                                  {"CMakeLists.txt", "cmake"},
                                                                  {"a.txt", "text"},
                                                                  {"a.h++", "cpp"}}) {
    CAPTURE(name);
    CHECK(language_of(name, "") == language);
  }
  CHECK(has_grammar("rust"));
  CHECK_FALSE(has_grammar("make"));
  CHECK_FALSE(has_grammar("toml"));
  CHECK_FALSE(has_grammar("none"));
  CHECK(is_program_source("make"));
  CHECK_FALSE(is_program_source("toml"));
  CHECK_FALSE(is_program_source("none"));
}

TEST_CASE("long lines are no work of a person") {
  CHECK(has_generated_content(std::string(2048, 'x')));
  CHECK_FALSE(has_generated_content(std::string(2047, 'x')));
  const auto ten_lines = [](std::size_t size) { return std::string(9, '\n') + std::string(size - 9, 'x'); };
  CHECK_FALSE(has_generated_content(ten_lines(2509)));
  CHECK(has_generated_content(ten_lines(2510)));
}

TEST_CASE("names of what is generated") {
  for (const char* name : {"a.min.js", "a-min.js", "a.pb.go", "a_pb2.py", "a.g.dart", "a_generated.go", "A.Designer.cs",
                           "zz_generated.deepcopy.go", ".min.js"})
    CHECK(has_generated_name(name));
  for (const char* name :
       {"a.minjs", "min.js", "a.pb.gox", "pb2.py", "zz_generated", "a.zz_generated.b.go", "a.js", ""})
    CHECK_FALSE(has_generated_name(name));
}

TEST_CASE("where a file says that it was generated") {
  struct NoteRow {
    std::string_view content;
    bool noted;
  };
  for (const NoteRow& row : std::vector<NoteRow>{{"// Code generated by x\n", true},
                                                 {"x; // Code generated by y\n", false},
                                                 {"int x;\n// Code generated by y\n", true},
                                                 {"// generated a\n// do not edit\n", true},
                                                 {"// generated a\n//\n// b\n// do not edit\n", true},
                                                 {"// generated a\n// b\n// do not edit\n", true},
                                                 {"// generated a\n// b\n// c\n// do not edit\n", false},
                                                 {"// do not edit\n// b\n// generated\n", true},
                                                 {"// generated\n", false},
                                                 {"// do not edit\n", false},
                                                 {"// machine-generated\n// do not\n", true},
                                                 {"// machine-generated\n", false},
                                                 {"// generated from a by b\n", false},
                                                 {"// Generated from a.g4 by ANTLR\n", true},
                                                 {"// a \"code generated by x\"\n", false},
                                                 {"// `code generated by x`\n", false},
                                                 {"// `a` code generated by `x`\n", true},
                                                 {"// \"code generated by x\n", true},
                                                 {"// `a \"code generated by x`\n", false},
                                                 {"// 'code generated by x'\n", true},
                                                 {"// @generated\n", true},
                                                 {"// @generated a\n", true},
                                                 {"// a @generated\n", true},
                                                 {"// a @generated b\n", false},
                                                 {"// a @generated by b\n", true},
                                                 {"// a @generated from b\n", true},
                                                 {"// a @generated bye\n", false},
                                                 {"// a @generated.\n", true},
                                                 {"// a @generated (b)\n", true},
                                                 {"// a generated@ by\n", false},
                                                 {"/*\n code generated by x\n*/\n", true},
                                                 {"/* a */\n code generated by x\n", false},
                                                 {"/*\n a\n*/\n code generated by x\n", false},
                                                 {"/* a\n*/ code generated by x\n", true},
                                                 {"/*/\n code generated by x\n*/\n", true},
                                                 {"<!--\n code generated by x\n-->\n", true},
                                                 {"\"\"\"\n code generated by x\n\"\"\"\n", true},
                                                 {"\"\"\"a\"\"\"\n code generated by x\n", false},
                                                 {"'''\n code generated by x\n'''\n", true},
                                                 {"--[[\n code generated by x\n]]\n", true},
                                                 {"{-\n code generated by x\n-}\n", true},
                                                 {"=begin\n code generated by x\n=end\n", true},
                                                 {"=begin\n a\n=end\n code generated by x\n", false},
                                                 {"-- Code generated by x\n", true},
                                                 {"; Code generated by x\n", true},
                                                 {"% Code generated by x\n", true},
                                                 {"  # Code generated by x\n", true},
                                                 {"Code generated by x\n", false},
                                                 {"", false}}) {
    CAPTURE(row.content);
    CHECK(has_generated_content(row.content) == row.noted);
  }
  const auto behind = [](std::string_view before, std::size_t bytes) {
    return std::string(before) + std::string(bytes - before.size(), '\n') + "// @generated\n";
  };
  CHECK(has_generated_content(behind("int x;\n", 1023)));
  CHECK_FALSE(has_generated_content(behind("int x;\n", 1024)));
  CHECK(has_generated_content(behind("// a\n", 1024)));
  CHECK(has_generated_content(behind("// a\n", 8192 - 13)));
  CHECK_FALSE(has_generated_content(behind("// a\n", 8192 - 12)));
}

TEST_CASE("folders of other people's code, some only where a file beside or in them says so") {
  const test::TemporaryFolder folder;
  const std::string top = folder.path().string();
  for (const char* name : {"3rdparty", "CMakeFiles", "Pods", "__pycache__", "node_modules", "vendor", "vendored"})
    CHECK(is_vendored_folder(top, name));
  for (const char* name : {"vendors", "Vendor", "", "src", "target", "env", "venv"})
    CHECK_FALSE(is_vendored_folder(top, name));
  folder.write("pom.xml", "");
  folder.write("venv/pyvenv.cfg", "");
  CHECK(is_vendored_folder(top, "target"));
  CHECK(is_vendored_folder(top, "venv"));
  CHECK_FALSE(is_vendored_folder(top, "env"));
}

TEST_CASE("text is what has few control characters at its beginning") {
  CHECK(check_text("123456789\x01", "a"));
  CHECK_FALSE(check_text("12345678\x01", "a"));
  CHECK(check_text(std::string(8192, 'a') + std::string(8192, '\1'), "a"));
  CHECK_FALSE(check_text(std::string(819, '\1') + std::string(7370, 'a') + "\1\1\1\1", "a"));
  CHECK(check_text(std::string(819, '\1') + std::string(7373, 'a') + "\1\1\1\1", "a"));
  for (int c = 0; c < 256; ++c) {
    CAPTURE(c);
    const bool is_text = c == 0x7F ? false : c >= 0x20 || c == 9 || c == 10 || c == 12 || c == 13 || c == 27;
    CHECK(check_text("abcdefgh" + std::string(1, static_cast<char>(c)), "a").has_value() == is_text);
  }
  CHECK(check_text("abc", "a", 3));
  CHECK(check_text("abcd", "a", 3).error().what == "cannot read 'a': larger than 3 bytes");
  CHECK(check_text("abcd", "a", 3).error().hint == "raise analysis.max_file_size");
  CHECK(check_text("\1", "a").error().what == "cannot read 'a': it is not text");
  CHECK(check_text("\1", "a").error().hint == "name a source file");
  const test::TemporaryFolder folder;
  CHECK(read_source(folder.write("a", "abc"), 3).value() == "abc");
  CHECK(read_source(folder.write("b", "abcd"), 3).error().hint == "raise analysis.max_file_size");
  CHECK(read_source((folder.path() / "c").string(), 3).error().hint != "raise analysis.max_file_size");
  CHECK(read_source(folder.write("d", "\1\1"), 3).error().hint == "name a source file");
}

TEST_CASE("a walk looks at the first 8192 bytes of a file only") {
  const test::TemporaryFolder folder;
  folder.write("in.c", std::string(8191, '\n') + '\0');
  folder.write("behind.c", std::string(8192, '\n') + '\0');
  const WalkReport report = walk(folder.path().string(), {}).value();
  CHECK(report.files == std::vector<std::string>{folder.path().string() + "/behind.c"});
  CHECK(report.skipped_for(SkipReason::binary) == 1);
}

TEST_CASE("each reason that a walk passes over something is told by its name") {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < kSkipReasons; ++i) names.push_back(name_of(static_cast<SkipReason>(i)));
  CHECK(names == std::vector<std::string_view>{"hidden", "ignored", "excluded", "vendored", "generated", "not source",
                                               "too large", "binary", "symbolic link", "special", "unreadable"});
}

TEST_CASE("patterns of paths, by folder and by name") {
  const auto fits = path_matcher({"/a/", "b", "./c/d", "./f", "*.e", "!keep.e"});
  for (const char* path :
       {"a/x", "a/b/x", "b", "b/x", "x/b", "x/b/y", "c/d", "c/d/x", "x.e", "x/y.e", "keep.e/b", "f", "f/x"})
    CHECK(fits(path));
  for (const char* path : {"a", "x/a/y", "bb", "x/c/d", "x/f", "keep.e", "x/keep.e", ""}) CHECK_FALSE(fits(path));
}

}  // namespace rustassistant::source
