// SPDX-License-Identifier: MIT
#include "rustassistant/source/todos.hpp"

#include <catch2/catch.hpp>

#include "rustassistant/source/language.hpp"
#include "todo_tags.hpp"

using namespace rustassistant;
using namespace rustassistant::source;
using domain::Severity;
using domain::TodoTag;

namespace {

std::vector<domain::Todo> notes(std::string_view content, std::string_view language) {
  return find_todos(content, language).items;
}

std::size_t count(std::string_view content, std::string_view language) {
  return notes(content, language).size();
}

}  // namespace

TEST_CASE("a note is found in a comment of every language that has a grammar, and never in a string") {
  struct Sample {
    std::string_view language;
    std::string_view text;
  };
  const std::vector<Sample> samples{
      {"rust", "// TODO: a\nfn f() { let s = \"// TODO: b\"; }\n/// TODO: c\nfn g() {}\n"},
      {"c", "/* TODO: a */\nconst char *s = \"// TODO: b\";\n/*\n * TODO: c\n */\n"},
      {"cpp", "// TODO: a\nauto s = R\"(// TODO: b)\";\n/// TODO: c\n"},
      {"python", "# TODO: a\ns = \"# TODO: b\"\n# TODO: c\n"},
      {"javascript", "// TODO: a\nconst s = `// TODO: b`;\n/** TODO: c */\n"},
      {"typescript", "// TODO: a\nconst s: string = '// TODO: b';\n/** TODO: c */\n"},
      {"tsx", "// TODO: a\nconst s = <p>// TODO: b</p>;\n/* TODO: c */\n"},
      {"go", "package p\n// TODO: a\nvar s = `// TODO: b`\n/* TODO: c */\n"},
      {"java", "// TODO: a\nclass A { String s = \"// TODO: b\"; }\n/** TODO: c */\n"},
      {"bash", "# TODO: a\ns='# TODO: b'\necho \"$s\" # TODO: c\n"},
  };
  for (const Sample& sample : samples) {
    INFO(sample.language);
    const auto found = notes(sample.text, sample.language);
    REQUIRE(found.size() == 2);
    CHECK(found[0].text == "a");
    CHECK(found[1].text == "c");
  }
}

TEST_CASE("without a grammar, lines that begin like a comment are read") {
  CHECK(count("-- TODO: a\nselect '-- TODO: b';\n/* FIXME c */\n", "sql") == 2);
  CHECK(count("# TODO: a\nx = \"# TODO: b\"\n", "ruby") == 1);
  CHECK(count("<!--\nTODO: a\n-->\nTODO: b\n", "html") == 1);
  CHECK(count("; TODO: a\n", "clojure") == 1);
  CHECK(find_todos("TODO: a\n", "text").judged == false);
  CHECK(find_todos("x\n", "ruby").judged);
}

TEST_CASE("every language that a walk finds has comments that are known") {
  for (const std::string_view name :
       {"a.s",   "a.awk", "a.clj",    "a.cmake",  "a.cs",  "a.cu",  "a.d",   "a.dart", "a.ex",  "a.erl",   "a.fish",
        "a.f90", "a.fs",  "a.glsl",   "a.groovy", "a.hs",  "a.jl",  "a.kt",  "a.lisp", "a.lua", "a.mk",    "a.nim",
        "a.m",   "a.ml",  "a.pas",    "a.pl",     "a.php", "a.ps1", "a.r",   "a.rkt",  "a.rb",  "a.scala", "a.scm",
        "a.sol", "a.sql", "a.svelte", "a.swift",  "a.tcl", "a.v",   "a.vhd", "a.vim",  "a.vue", "a.zig",   "a.zsh"}) {
    INFO(name);
    REQUIRE(is_program_source(language_of(name, "")));
    CHECK(find_todos("x\n", language_of(name, "")).judged);
  }
}

TEST_CASE("words that only look like a tag are none") {
  for (const char* line :
       {"this is a TODO list", "TODOs of yesterday", "todo lists", "mktemp XXXXXX", "a note: so", "Note: so",
        "debug: so", "a-TODO-b", "hacks: so", "the HACK that was", "TODO.md: a file", "bug: so", "NOTED: so"}) {
    INFO(line);
    CHECK_FALSE(find_todo(line));
  }
}

TEST_CASE("a tag may be written in several ways") {
  struct Sample {
    const char* line;
    TodoTag tag;
    std::string_view text;
  };
  for (const Sample& sample : {Sample{"TODO fix it", TodoTag::todo, "fix it"},
                               {"TODO", TodoTag::todo, ""},
                               {"todo: fix", TodoTag::todo, "fix"},
                               {"@todo fix", TodoTag::todo, "fix"},
                               {"\\todo fix", TodoTag::todo, "fix"},
                               {"FIXME - fix", TodoTag::fixme, "fix"},
                               {"Hack(ada): fix", TodoTag::hack, "fix"},
                               {"XXX fix", TodoTag::xxx, "fix"},
                               {"BUG 12", TodoTag::bug, "12"},
                               {"NOTE that", TodoTag::note, "that"},
                               {"the end. TODO: fix", TodoTag::todo, "fix"},
                               {"- TODO: fix", TodoTag::todo, "fix"},
                               {"see FIXME(ada) here", TodoTag::fixme, "here"},
                               {"TODO[#12]: fix", TodoTag::todo, "fix"}}) {
    INFO(sample.line);
    const auto head = find_todo(sample.line);
    REQUIRE(head);
    CHECK(head->tag == sample.tag);
    CHECK(head->text == sample.text);
  }
}

TEST_CASE("priority follows from the tag, its marks and its parentheses") {
  const auto priority = [](std::string_view comment) { return notes(comment, "rust").at(0).priority; };
  CHECK(priority("// TODO: a") == Severity::medium);
  CHECK(priority("// HACK: a") == Severity::medium);
  CHECK(priority("// XXX: a") == Severity::medium);
  CHECK(priority("// NOTE: a") == Severity::low);
  CHECK(priority("// FIXME: a") == Severity::high);
  CHECK(priority("// BUG: a") == Severity::high);
  CHECK(priority("// TODO!: a") == Severity::high);
  CHECK(priority("// FIXME!: a") == Severity::critical);
  CHECK(priority("// TODO(ada)!: a") == Severity::high);
  CHECK(priority("// TODO(P0): a") == Severity::critical);
  CHECK(priority("// TODO(ada, p3): a") == Severity::low);
}

TEST_CASE("owners and issues are told apart") {
  const auto note =
      notes("// TODO(ada, #12, ABC-7): see https://example.org/i/3, GH-4 and UTF-8 in #12 &#39;", "rust").at(0);
  CHECK(note.owner == "ada");
  CHECK(note.issues == std::vector<std::string>{"#12", "ABC-7", "https://example.org/i/3", "GH-4"});
  CHECK(notes("# TODO @grace.h: x", "python").at(0).owner == "grace.h");
  CHECK(notes("# TODO(@ada): x", "python").at(0).owner == "ada");
  CHECK(notes("# TODO(4711): x", "python").at(0).issues == std::vector<std::string>{"#4711"});
  CHECK(notes("# TODO(soon, if ever): x", "python").at(0).owner == "soon");
}

TEST_CASE("lines that are indented deeper belong to the note above") {
  const auto found = notes(
      "/* TODO: first\n"
      " *   second\n"
      " * other\n"
      " */\n"
      "// FIXME one\n"
      "//   two\n"
      "\n"
      "//   three\n",
      "c");
  REQUIRE(found.size() == 2);
  CHECK(found[0].text == "first second");
  CHECK(found[0].location.line_start == 1);
  CHECK(found[0].location.line_end == 2);
  CHECK(found[1].text == "one two");
  CHECK(found[1].location.line_end == 6);
}

TEST_CASE("a note knows the item around it") {
  const auto found = notes("struct B;\nimpl B {\n  fn put(&self) {\n    // TODO: x\n  }\n}\n// TODO: y\n", "rust");
  REQUIRE(found.size() == 2);
  CHECK(found[0].location.item_name == "B::put");
  CHECK(found[1].location.item_name.empty());
}

TEST_CASE("what is stored of a scan is what is read back") {
  const domain::Todos todos = find_todos("// TODO(ada): \xff \"a\" #12\n// FIXME!\n", "go");
  const auto again = domain::parse_todos(domain::serialise(todos));
  REQUIRE(again);
  CHECK(domain::serialise(*again) == domain::serialise(todos));
  CHECK(again->items.at(0).text == "\xEF\xBF\xBD \"a\" #12");
}

TEST_CASE("a file full of notes gives a result that can be stored") {
  std::string content;
  for (int i = 0; i < 6'000; ++i) content += "// TODO(ada): " + std::string(600, 'x') + "\n";
  const domain::Todos todos = find_todos(content, "go");
  CHECK(todos.items.size() == kMaxTodos);
  CHECK(todos.items[0].text.size() == kMaxTodoText);
  CHECK(domain::parse_todos(domain::serialise(todos)));
}
