// SPDX-License-Identifier: MIT
#include "rustassistant/source/analyzer.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <thread>
#include <vector>

#include "grammar.hpp"
#include "rustassistant/domain/findings_json.hpp"
#include "rustassistant/source/locations.hpp"
#include "rustassistant/source/test_files.hpp"
#include "smells.hpp"

namespace rustassistant::source {
namespace {

using domain::Severity;
using domain::Smell;
using domain::SmellType;
using domain::Thresholds;

std::string repeated(std::string_view text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

std::vector<Smell> smells(std::string_view content, std::string_view language, const Thresholds& thresholds = {}) {
  return analyze(content, language, thresholds).value().smells;
}

// A C function of that many lines.
std::string function_of(int lines, std::string_view name = "f") {
  return "void " + std::string(name) + "(void) {\n" + repeated("  g();\n", lines - 2) + "}\n";
}

}  // namespace

TEST_CASE("a function over the threshold is long, one at it is not") {
  CHECK(smells(function_of(50), "c").empty());
  const auto found = smells("\n" + function_of(51, "parse"), "c");
  REQUIRE(found.size() == 1);
  CHECK(found[0].type == SmellType::long_function);
  CHECK(found[0].severity == Severity::low);
  CHECK(found[0].description == "function `parse` has 51 lines (over 50)");
  CHECK(found[0].location.line_start == 2);
  CHECK(found[0].location.line_end == 52);
  CHECK(found[0].location.item_name == "parse");
  CHECK(found[0].location.verified == true);
}

TEST_CASE("severity grows with how far a threshold is exceeded") {
  const auto severity = [](int lines) { return smells(function_of(lines), "c").front().severity; };
  CHECK(severity(62) == Severity::low);
  CHECK(severity(63) == Severity::medium);
  CHECK(severity(100) == Severity::medium);
  CHECK(severity(101) == Severity::high);
  CHECK(severity(2000) == Severity::high);  // critical is for wrong results, lost data and security
}

TEST_CASE("the code of tests is judged at twice the thresholds, and never above medium") {
  const auto in_file = [](int lines) { return analyze(function_of(lines), "c", {}, FileRole::test).value().smells; };
  CHECK(in_file(100).empty());
  REQUIRE(in_file(101).size() == 1);
  CHECK(in_file(101)[0].description == "function `f` has 101 lines (over 100, in tests)");
  CHECK(in_file(900)[0].severity == Severity::medium);

  struct Case {
    std::string_view language;
    std::string start;
    std::string end;
  };
  for (const Case& c :
       {Case{"rust", "#[wasm_bindgen_test]\nfn t() {\n", "}\n"}, Case{"rust", "#[proptest]\nfn t() {\n", "}\n"},
        Case{"rust", "#[quickcheck]\nfn t() {\n", "}\n"},
        Case{"rust", "#[cfg(test)]\nmod tests {\nfn t() {\n", "}\n}\n"},
        Case{"java", "class A {\n@Test\nvoid t() {\n", "}\n}\n"},
        Case{"go", "package a\nfunc TestT(t *testing.T) {\n", "}\n"}, Case{"cpp", "TEST(Suite, Name) {\n", "}\n"}}) {
    INFO(c.start);
    CHECK(smells(c.start + repeated("f();\n", 90) + c.end, c.language).empty());
    const auto found = smells(c.start + repeated("f();\n", 300) + c.end, c.language);
    REQUIRE(found.size() == 1);
    CHECK(found[0].severity == Severity::medium);
    CHECK(found[0].description.starts_with("test function `"));
  }
  CHECK(smells("def test_a():\n" + repeated("    f()\n", 90), "python").empty());
}

TEST_CASE("files of tests are known by their names and folders") {
  for (const std::string_view path : {"tests/a.c", "src/test/java/A.java", "a/__tests__/b.ts", "a_test.go", "test_a.py",
                                      "a.spec.ts", "a.test.tsx", "AllTests.java", "conftest.py", "src/tests.rs"}) {
    INFO(path);
    CHECK(is_test_path(path));
  }
  for (const std::string_view path :
       {"src/a.c", "latest/a.c", "contest.py", "attest.rs", "testable/a.c", "src/protest.go"}) {
    INFO(path);
    CHECK_FALSE(is_test_path(path));
  }
}

TEST_CASE("headers are known by their names") {
  CHECK(role_of("src/a.h") == FileRole::header);
  CHECK(role_of("src/a.HPP") == FileRole::header);
  CHECK(role_of("tests/a.h") == FileRole::test);
  CHECK(role_of("src/h") == FileRole::product);
  CHECK(role_of("src/a.c") == FileRole::product);
}

TEST_CASE("a function that is one literal is low, and says so") {
  const auto text = smells("def doc_long():\n  return \"\"\"\n" + repeated("words\n", 300) + "\"\"\"\n", "python");
  REQUIRE(text.size() == 1);
  CHECK(text[0].severity == Severity::low);
  CHECK(text[0].description == "function `doc_long` has 303 lines (over 50); nearly all of it is one literal");
  const auto table = smells(
      "int f(int i) {\n  static const int t[] = {\n" + repeated("    1,\n", 200) + "  };\n  return t[i];\n}\n", "c");
  REQUIRE(table.size() == 1);
  CHECK(table[0].severity == Severity::low);
}

TEST_CASE("thresholds are those of the caller") {
  Thresholds thresholds;
  thresholds.function_lines = 5;
  CHECK(smells(function_of(6), "c", thresholds).front().description == "function `f` has 6 lines (over 5)");
  thresholds.module_lines = 4;
  CHECK(smells(function_of(5), "c", thresholds).front().type == SmellType::large_module);
}

TEST_CASE("long parameter lists, deep nesting and complexity are found") {
  const auto parameters = smells("def f(self, a, b, c, d):\n  pass\ndef g(a, b, c, d, e):\n  pass\n", "python");
  REQUIRE(parameters.size() == 1);
  CHECK(parameters[0].description == "function `g` takes 5 parameters (over 4)");
  CHECK(parameters[0].severity == Severity::low);

  const auto nesting = smells("void f(int a) {\n" + repeated("if (a)\n", 5) + "a = 1;\n}\n", "c");
  REQUIRE(nesting.size() == 1);
  CHECK(nesting[0].description == "function `f` nests 5 levels deep at line 6 (over 4)");

  const auto chain = smells("void f(int a) {\n" + repeated("if (a) a = 1; else ", 9) + "a = 2;\n}\n", "c");
  CHECK(chain.empty());  // ten paths, one level
  const auto complexity = smells("void f(int a) {\n" + repeated("if (a) a = 1; else ", 10) + "a = 2;\n}\n", "c");
  REQUIRE(complexity.size() == 1);
  CHECK(complexity[0].type == SmellType::complex_conditional);
  CHECK(complexity[0].description == "function `f` has complexity 11 (over 10)");
}

TEST_CASE("a large file is found") {
  CHECK(smells(repeated("\n", 1000), "c").empty());
  const auto found = smells(repeated("\n", 1001), "c");
  REQUIRE(found.size() == 1);
  CHECK(found[0].description == "the file has 1001 lines (over 1000)");
  CHECK(found[0].location.line_start == 1);
  CHECK(found[0].location.line_end == 1001);
  CHECK(found[0].location.item_name.empty());
}

TEST_CASE("a file without a grammar is not reviewed") {
  for (const std::string_view language : {"ruby", "text", "markdown", "make"}) {
    CHECK_FALSE(analyze(repeated("\n", 1001), language, {}));
  }
}

TEST_CASE("panics are told once for each function") {
  const auto found =
      smells("fn f(a: A) {\n  a.unwrap();\n  a.unwrap();\n  panic!();\n}\nfn g(a: A) { a.expect(\"x\"); }\n", "rust");
  REQUIRE(found.size() == 2);
  CHECK(found[0].description == "function `f` can panic in 3 places: lines 2 (unwrap), 3 (unwrap), 4 (panic!)");
  CHECK(found[1].description == "function `g` can panic in 1 place: line 6 (expect)");
  const auto many = smells("fn f() {\n" + repeated("a.unwrap();\n", 30) + "}\n", "rust");
  REQUIRE(many.size() == 1);
  CHECK(many[0].description.ends_with("11 (unwrap) and 20 more"));
  CHECK(many[0].severity == Severity::high);
  const auto outside = smells("\nstatic A: u8 = f().unwrap();\n", "rust");
  REQUIRE(outside.size() == 1);
  CHECK(outside[0].description == "the code outside functions can panic in 1 place: line 2 (unwrap)");
  CHECK(outside[0].location.line_start == 2);
}

TEST_CASE("each kind that occurs brings one suggestion, the worst first") {
  const auto analysis = analyze(function_of(60, "a") + function_of(210, "b") + function_of(70, "c") +
                                    "int p(int a, int b, int c, int d, int e) { return a; }\n",
                                "c", {})
                            .value();
  CHECK(analysis.smells.size() == 4);
  REQUIRE(analysis.suggestions.size() == 2);
  const domain::Suggestion& first = analysis.suggestions[0];
  CHECK(first.type == domain::RefactoringType::extract_function);
  CHECK(first.title == "Extract functions from `b`, `c` and 1 more");
  CHECK(first.priority == Severity::high);
  CHECK(first.effort == domain::Effort::medium);
  CHECK_FALSE(first.steps.empty());
  CHECK_FALSE(first.benefits.empty());
  CHECK(analysis.suggestions[1].title == "Introduce a parameter object for `p`");
  REQUIRE(analysis.priorities.size() == 3);
  CHECK(analysis.priorities[0] == "Function `b` has 210 lines (over 50), lines 61-270");
  CHECK(analysis.estimated_effort == domain::Effort::medium);
}

TEST_CASE("smells are sorted by line, then kind") {
  const auto found =
      smells("int g(int a, int b, int c, int d, int e) {\n" + repeated("  a++;\n", 60) + "}\n" + function_of(60), "c");
  REQUIRE(found.size() == 3);
  CHECK(found[0].type == SmellType::long_function);
  CHECK(found[1].type == SmellType::long_parameter_list);
  CHECK(found[2].location.line_start == 63);
}

TEST_CASE("of very many smells the worst are listed and the rest is counted") {
  std::string content;
  for (int i = 0; i < 600; ++i) content += "void f" + std::to_string(i) + "(int a, int b, int c, int d, int e) {}\n";
  content += function_of(300, "worst");
  const auto analysis = analyze(content, "c", {}).value();
  CHECK(analysis.smells.size() == static_cast<std::size_t>(kMaxSmells));
  CHECK(analysis.smells.back().location.item_name == "worst");
  REQUIRE(analysis.priorities.size() == 4);
  CHECK(analysis.priorities.back() == "101 less severe findings are not listed");
}

TEST_CASE("every kind of smell has all its words") {
  for (const SmellKind& kind : smell_kinds()) {
    INFO(domain::name_of(kind.type));
    CHECK_FALSE(kind.impact.empty());
    CHECK_FALSE(kind.title.empty());
    CHECK_FALSE(kind.advice.empty());
    CHECK(kind.steps.size() >= 2);
    CHECK(kind.benefits.size() >= 2);
    CHECK(kind.minutes > 0);
    CHECK(kind.severity <= Severity::high);
  }
}

TEST_CASE("scores follow their formulas") {
  // One function of 3 lines, complexity 1. Tokens: int f ( ) { return 1 ; } with the brackets in pairs: int f ( {
  // return 1 ; are 7, all different, so V = 7 log2 7 = 19.65, MI = (171 - 5.2 ln 19.65 - 0.23 - 16.2 ln 3) / 1.71
  // = 80.4.
  const auto small = analyze("int f() {\n  return 1;\n}\n", "c", {}).value();
  CHECK(small.complexity_score == 0.0);
  CHECK(small.maintainability_score == 80.4);
  // Complexities 1 and 11: the mean 6 is a risk of 13.89, the maximum 11 of 27.5; half of each is 20.7.
  const auto two =
      analyze("int f() {\n  return 1;\n}\nint g(int a) {\n" + repeated("if (a) a++;\n", 10) + "}\n", "c", {}).value();
  CHECK(two.complexity_score == 20.7);
  const auto most = analyze("int g(int a) {\n" + repeated("if (a) a++;\n", 300) + "}\n", "c", {}).value();
  CHECK(most.complexity_score == 100.0);
  CHECK(most.maintainability_score < small.maintainability_score);
}

TEST_CASE("nothing to measure scores best") {
  for (const std::string_view language : {"rust", "bash", "c"}) {
    for (const std::string_view content : {"", "\n\n"}) {
      const auto analysis = analyze(content, language, {}).value();
      CHECK(analysis.complexity_score == 0.0);
      CHECK(analysis.maintainability_score == 100.0);
      CHECK(analysis.smells.empty());
      CHECK(analysis.estimated_effort == domain::Effort::trivial);
      CHECK(analysis.unparsed->ranges.empty());
    }
  }
}

TEST_CASE("what could not be parsed is told, and the rest is analyzed") {
  const std::string content = function_of(80, "good") + "int broken( { ] ;;;\n" + function_of(5, "fine");
  const auto analysis = analyze(content, "c", {}).value();
  REQUIRE(analysis.unparsed);
  REQUIRE_FALSE(analysis.unparsed->ranges.empty());
  CHECK(analysis.unparsed->ranges[0].line_start == 81);
  CHECK(analysis.unparsed->share > 0);
  CHECK(analysis.unparsed->share < 0.1);
  REQUIRE(analysis.smells.size() == 1);
  CHECK(analysis.smells[0].location.item_name == "good");
  domain::Analysis from_model;
  check(from_model, content, "c");
  CHECK(from_model.unparsed == analysis.unparsed);
  check(from_model, content, "ruby");
}

TEST_CASE("measures of a body with a part that could not be parsed are lower bounds") {
  const auto found = smells("int f(int a) {\n" + repeated("  if (a) a++;\n", 14) + "  a = ] 3 @ ;\n" + "}\n", "c");
  REQUIRE(found.size() == 1);
  CHECK(found[0].description == "function `f` has complexity at least 15 (over 10); a part of it could not be parsed");
}

TEST_CASE("no text brings the analyzer down, in any language") {
  const std::vector<std::string> texts{repeated("(", 10'000),      repeated("[", 3'000) + repeated("]", 3'000),
                                       repeated("{", 3'000),       repeated("if(a){", 1'000),
                                       repeated("else ", 1'000),   repeated("\"", 2'001),
                                       repeated("<<E\n", 1'000),   repeated("'", 2'000),
                                       std::string(2'000, '\xFF'), std::string(200'000, 'a'),
                                       repeated("a+", 10'000),     repeated("\t", 5'000),
                                       repeated("/*", 2'000),      repeated("#if A\n", 500),
                                       repeated("a ? b : ", 500),  repeated("def f():\n ", 500),
                                       repeated("\r", 5'000),      std::string("int a\0b;", 8)};
  for (const GrammarFacts& facts : all_grammar_facts()) {
    for (const std::string& text : texts) {
      INFO(facts.language << ": " << text.substr(0, 8));
      auto analysis = analyze(text, facts.language, {}).value();
      CHECK(analysis.complexity_score <= 100);
      check(analysis, text, facts.language);
    }
  }
}

TEST_CASE("a text that would take minutes to parse is given up") {
  const auto analysis =
      analyze(repeated("r#\"", 50'000), "rust", {}).value();  // each start makes the lexer read to the end
  CHECK(analysis.unparsed->share == 1.0);
  CHECK(analysis.smells.empty());
}

TEST_CASE("several threads get the same answer") {
  const std::string content = function_of(60) + "int g(int a, int b, int c, int d, int e) { return a; }\n";
  const std::string expected = domain::serialise(analyze(content, "cpp", {}).value());
  std::vector<std::string> answers(8);
  std::vector<std::thread> threads;
  for (std::string& answer : answers) {
    threads.emplace_back([&] { answer = domain::serialise(analyze(content, "cpp", {}).value()); });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(std::count(answers.begin(), answers.end(), expected) == 8);
}

}  // namespace rustassistant::source
