// SPDX-License-Identifier: MIT
#include "rustassistant/source/language.hpp"

#include <catch2/catch.hpp>

#include "grammar.hpp"

namespace rustassistant::source {

TEST_CASE("the name of a file tells its language") {
  CHECK(language_of("src/main.rs", "") == "rust");
  CHECK(language_of("a.C", "") == "c");
  CHECK(language_of("a.cpp", "") == "cpp");
  CHECK(language_of("a.b.PY", "") == "python");
  CHECK(language_of("a.mjs", "") == "javascript");
  CHECK(language_of("a.d.ts", "") == "typescript");
  CHECK(language_of("app_de.ts", "<?xml version=\"1.0\"?>\n<!DOCTYPE TS>\n") == "xml");
  CHECK(language_of("A.tsx", "") == "tsx");
  CHECK(language_of("x/go.go", "") == "go");
  CHECK(language_of("Main.java", "") == "java");
  CHECK(language_of("build.sh", "") == "bash");
  CHECK(language_of("a/Makefile", "") == "make");
  CHECK(language_of("CMakeLists.txt", "") == "cmake");
  CHECK(language_of("README.md", "") == "markdown");
  CHECK(language_of("unknown.xyz", "") == "text");
  CHECK(language_of("", "") == "text");
  CHECK(language_of("trailing.", "") == "text");
  CHECK(language_of("rs", "") == "text");
  CHECK(language_of(".rs", "") == "text");
  CHECK(language_of("a. rs ", "") == "text");
}

TEST_CASE("a shebang line tells what the name does not") {
  CHECK(language_of("run", "#!/bin/sh\n") == "bash");
  CHECK(language_of("run", "#! /usr/bin/env -S VAR=1 python3.11 -u\n") == "python");
  CHECK(language_of("run", "#!/usr/bin/env node") == "javascript");
  CHECK(language_of("run", "#!/usr/bin/perl -w\r\n") == "perl");
  CHECK(language_of("run", "#!\n") == "text");
  CHECK(language_of("run", "#!/usr/bin/env\n") == "text");
  CHECK(language_of("run", "#!/opt/unknown\n") == "text");
  CHECK(language_of("run.py", "#!/bin/sh\n") == "python");
}

TEST_CASE("a header is C unless it can only be C++") {
  CHECK(language_of(
            "a.h", "struct s { int class_; };\n// namespace x {\n/* std::x */\n#ifdef __cplusplus\nextern \"C\" {\n") ==
        "c");
  CHECK(language_of("a.h", "#pragma once\nnamespace a {\n") == "cpp");
  CHECK(language_of("a.h", "template <typename T>\nstruct X;") == "cpp");
  CHECK(language_of("a.h", "class Foo;\n") == "cpp");
  CHECK(language_of("a.h", "void f(std::string);\n") == "cpp");
  CHECK(language_of("a.h", "bool f(const QString& name);\n") == "cpp");
  CHECK(language_of("a.h", "bool f(const a::B &name);\n") == "cpp");
  CHECK(language_of("a.h", "#include <QString>\n") == "cpp");
  CHECK(language_of("a.h", "#include <a.h>\n#include \"b\"\nint f(const int *a, const int b);\nint c = d & e;\n") ==
        "c");
}

TEST_CASE("languages with a grammar are those that the analyzer has") {
  for (const GrammarFacts& facts : all_grammar_facts()) {
    INFO(facts.language);
    CHECK(has_grammar(facts.language));
    CHECK(is_program_source(facts.language));
    CHECK(Grammar::find(facts.language) != nullptr);
  }
  CHECK(all_grammar_facts().size() == 10);
  CHECK_FALSE(has_grammar("ruby"));
  CHECK(is_program_source("ruby"));
  CHECK_FALSE(is_program_source("markdown"));
  CHECK_FALSE(is_program_source("text"));
  CHECK(Grammar::find("ruby") == nullptr);
}

}  // namespace rustassistant::source
