// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/source/analyzer.hpp"
#include "rustassistant/source/quality.hpp"
#include "rustassistant/source/test_files.hpp"
#include "smells.hpp"
#include "test_code.hpp"

// The built-in analyzer at both sides of its bounds: severities, efforts, orders, and whose code a test's is.
namespace rustassistant::source {
namespace {

using domain::Effort;
using domain::RefactoringType;
using domain::Severity;
using domain::SmellType;

std::string times(int count, std::string_view text) {
  std::string result;
  for (int i = 0; i < count; ++i) result += text;
  return result;
}

// A function of so many lines and levels.
std::string lines_of(const std::string& name, int lines) {
  return "void " + name + "(void) {\n" + times(lines - 2, "  g();\n") + "}\n";
}
std::string nested(const std::string& name, int levels) {
  return "void " + name + "(int a) { " + times(levels, "if (a) ") + "a = 1; }\n";
}

domain::Analysis analysis_of(const std::string& content, std::string_view language = "c",
                             FileRole role = FileRole::product) {
  return analyze(content, language, {}, role).value();
}

}  // namespace

TEST_CASE("each kind has its severity, its minutes and its way out") {
  struct KindRow {
    SmellType type;
    Grade grade;
    Severity severity;
    int minutes;
    RefactoringType refactoring;
    bool measured;
  };
  const std::vector<KindRow> rows{
      {SmellType::long_function, Grade::measure, Severity::medium, 60, RefactoringType::extract_function, true},
      {SmellType::long_parameter_list, Grade::measure, Severity::low, 30, RefactoringType::introduce_parameter_object,
       true},
      {SmellType::deep_nesting, Grade::measure, Severity::medium, 45, RefactoringType::simplify_expression, true},
      {SmellType::complex_conditional, Grade::measure, Severity::medium, 60, RefactoringType::decompose_conditional,
       true},
      {SmellType::large_module, Grade::measure, Severity::low, 240, RefactoringType::extract_module, true},
      {SmellType::unsafe_unwrapping, Grade::count, Severity::medium, 20, RefactoringType::improve_error_handling, true},
      {SmellType::missing_error_handling, Grade::count, Severity::medium, 15, RefactoringType::improve_error_handling,
       false},
      {SmellType::duplicated_code, Grade::measure, Severity::medium, 45, RefactoringType::consolidate_duplicate, false},
      {SmellType::dead_code, Grade::fixed, Severity::medium, 10, RefactoringType::remove_dead_code, false},
      {SmellType::dead_code, Grade::fixed, Severity::medium, 10, RefactoringType::remove_dead_code, false},
      {SmellType::god_object, Grade::fixed, Severity::medium, 480, RefactoringType::extract_module, false},
      {SmellType::magic_numbers, Grade::fixed, Severity::low, 10, RefactoringType::replace_magic_number, false},
      {SmellType::tight_coupling, Grade::fixed, Severity::low, 120, RefactoringType::reduce_coupling, true},
  };
  const auto kinds = smell_kinds();
  REQUIRE(kinds.size() == rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CAPTURE(i);
    CHECK(kinds[i].type == rows[i].type);
    CHECK(kinds[i].grade == rows[i].grade);
    CHECK(kinds[i].severity == rows[i].severity);
    CHECK(kinds[i].minutes == rows[i].minutes);
    CHECK(kinds[i].refactoring == rows[i].refactoring);
    CHECK((kinds[i].search.measured != nullptr) == rows[i].measured);
    CHECK((kinds[i].search.finder != nullptr) == !rows[i].measured);
  }
}

TEST_CASE("severity follows from a value and its threshold, up to the most that the finding may have") {
  const SmellKind& measure = smell_kinds()[0];
  const SmellKind& count = smell_kinds()[5];
  const SmellKind& fixed = smell_kinds()[8];
  struct GradeRow {
    const SmellKind* kind;
    int value;
    int threshold;
    Severity most;
    Severity severity;
  };
  const GradeRow rows[] = {
      {&measure, 5, 4, Severity::high, Severity::low},
      {&measure, 6, 4, Severity::high, Severity::medium},
      {&measure, 8, 4, Severity::high, Severity::medium},
      {&measure, 9, 4, Severity::high, Severity::high},
      {&measure, 9, 4, Severity::medium, Severity::medium},
      {&measure, 9, 4, Severity::low, Severity::low},
      {&measure, 1, 0, Severity::high, Severity::low},
      {&measure, 2, 0, Severity::high, Severity::medium},
      {&measure, 3, 0, Severity::high, Severity::high},
      {&count, 1, 2, Severity::high, Severity::medium},
      {&count, 4, 2, Severity::high, Severity::medium},
      {&count, 5, 2, Severity::high, Severity::high},
      {&fixed, 1, 9, Severity::high, Severity::medium},
      {&fixed, 99, 9, Severity::high, Severity::medium},
      {&measure, 2'000'000'000, 1'500'000'000, Severity::high, Severity::medium},
  };
  for (const GradeRow& row : rows) {
    CAPTURE(row.value, row.threshold);
    CHECK(severity_of(*row.kind, {row.value, row.threshold, "", {}, row.most}) == row.severity);
  }
}

TEST_CASE("the effort is what the findings take together, in steps of half an hour, two hours, a day and three") {
  const auto effort = [](int long_lists) {
    const auto analysis = analysis_of(times(long_lists, "int p(int a, int b, int c, int d, int e);\n") +
                                      times(long_lists, "int p(int a, int b, int c, int d, int e) { return a; }\n"));
    REQUIRE(analysis.suggestions.size() == 1);
    CHECK(analysis.suggestions[0].effort == analysis.estimated_effort);
    return analysis.estimated_effort;
  };
  CHECK(effort(1) == Effort::small);
  CHECK(effort(3) == Effort::small);
  CHECK(effort(4) == Effort::medium);
  CHECK(effort(15) == Effort::medium);
  CHECK(effort(16) == Effort::large);
  CHECK(effort(47) == Effort::large);
  CHECK(effort(48) == Effort::very_large);
  const std::string_view ignored = "void f() {\n  try { a(); } catch (...) { }\n}\n";
  CHECK(analysis_of(std::string(ignored), "cpp").estimated_effort == Effort::trivial);           // 15 minutes
  CHECK(analysis_of(times(2, ignored), "cpp").estimated_effort == Effort::small);                // 30
  CHECK(analysis_of(lines_of("a", 60) + lines_of("b", 60)).estimated_effort == Effort::medium);  // 120
  CHECK(analysis_of(lines_of("a", 60) + nested("b", 5)).estimated_effort == Effort::small);      // 105
}

TEST_CASE("the worst comes first: by severity, by how far it is above its threshold, by its place") {
  const auto priorities = [](const std::string& content) { return analysis_of(content).priorities; };
  using Words = std::vector<std::string>;
  const std::string six = "Function `n` nests 6 levels deep at line ";
  CHECK(priorities(lines_of("f", 63) + nested("n", 6)) ==
        Words{six + "64 (over 4), lines 64-64", "Function `f` has 63 lines (over 50), lines 1-63"});
  CHECK(priorities(nested("n", 6) + lines_of("f", 90)) ==
        Words{"Function `f` has 90 lines (over 50), lines 2-91", six + "1 (over 4), lines 1-1"});
  CHECK(priorities(nested("n", 6) + lines_of("f", 75)) ==
        Words{six + "1 (over 4), lines 1-1", "Function `f` has 75 lines (over 50), lines 2-76"});
  CHECK(priorities(lines_of("f", 75) + nested("n", 6)) ==
        Words{"Function `f` has 75 lines (over 50), lines 1-75", six + "76 (over 4), lines 76-76"});
  CHECK(priorities(lines_of("a", 51) + lines_of("b", 51) + lines_of("c", 101) + lines_of("d", 52)) ==
        Words{"Function `c` has 101 lines (over 50), lines 103-203",
              "Function `d` has 52 lines (over 50), lines 204-255", "Function `a` has 51 lines (over 50), lines 1-51"});
}

TEST_CASE("a suggestion names the two worst places and counts the others") {
  const auto titles = [](int count) {
    std::string content;
    for (int i = 0; i < count; ++i) content += lines_of("f" + std::to_string(i), 51 + i);
    return analysis_of(content).suggestions.at(0).title;
  };
  CHECK(titles(1) == "Extract functions from `f0`");
  CHECK(titles(2) == "Extract functions from `f1` and `f0`");
  CHECK(titles(3) == "Extract functions from `f2`, `f1` and 1 more");
  CHECK(titles(4) == "Extract functions from `f3`, `f2` and 2 more");
  const auto outside = analysis_of("if a:\n if a:\n  if a:\n   if a:\n    if a:\n     b()\n", "python");
  REQUIRE(outside.smells.size() == 1);
  CHECK(outside.suggestions.at(0).title == "Flatten the code outside functions");
  CHECK(outside.smells[0].description == "the code outside functions nests 5 levels deep at line 5 (over 4)");
  CHECK(outside.smells[0].location.line_start == 5);
  CHECK(outside.smells[0].location.line_end == 5);
  CHECK(analysis_of(times(1001, "\n")).suggestions.at(0).title == "Split the file into modules");
  const auto complex = analysis_of(times(10, "if a: b()\n"), "python");
  REQUIRE(complex.smells.size() == 1);
  CHECK(complex.smells[0].description == "the code outside functions has complexity 11 (over 10)");
  CHECK(complex.smells[0].location.line_start == 1);
  CHECK(complex.smells[0].location.line_end == 10);
}

TEST_CASE("as many smells as may be listed are, and no more") {
  const auto many = [](int count) {
    std::string content;
    for (int i = 0; i < count; ++i) content += "int p" + std::to_string(i) + "(int a, int b, int c, int d, S e) { }\n";
    return analysis_of(content);
  };
  CHECK(many(kMaxSmells).smells.size() == static_cast<std::size_t>(kMaxSmells));
  CHECK(many(kMaxSmells).priorities.size() == 3);
  const auto more = many(kMaxSmells + 1);
  CHECK(more.smells.size() == static_cast<std::size_t>(kMaxSmells));
  CHECK(more.smells.back().location.item_name == "p" + std::to_string(kMaxSmells - 1));
  REQUIRE(more.priorities.size() == 4);
  CHECK(more.priorities[3] == "1 less severe findings are not listed");
}

TEST_CASE("in a file of tests only what is measured is told, at twice the thresholds") {
  const auto told = [](const std::string& content, FileRole role) {
    std::vector<std::string> words;
    for (const domain::Smell& smell : analysis_of(content, "c", role).smells) words.push_back(smell.description);
    return words;
  };
  using Words = std::vector<std::string>;
  CHECK(told(times(2000, "\n"), FileRole::test).empty());
  CHECK(told(times(2001, "\n"), FileRole::test) == Words{"the file has 2001 lines (over 2000, in tests)"});
  CHECK(told("int f(void) { return 1; g(); }\n", FileRole::test).empty());
  CHECK(told("int f(void) { return 1; g(); }\n", FileRole::header).size() == 1);
  CHECK(told(nested("f", 8), FileRole::test).empty());
  CHECK(told(nested("f", 9), FileRole::test) == Words{"function `f` nests 9 levels deep at line 1 (over 8, in tests)"});
}

TEST_CASE("hot spots are the ten most complex functions from five paths on, of equal ones the longer") {
  const auto function = [](const std::string& name, int complexity, int lines, int parameters) {
    std::string text = "fn " + name + "(" + times(parameters, "a: A, ") + ") {\n";
    for (int i = 1; i < complexity; ++i) text += "if a { } ";
    return text + times(lines - 2, "\n") + "}\n";
  };
  const auto review = measure_quality(function("a", 4, 9, 0) + function("b", 5, 3, 1) + function("c", 7, 3, 2) +
                                          function("d", 7, 4, 3) + function("e", 7, 3, 4) + "use a;\nuse b;\n",
                                      "rust");
  REQUIRE(review.measures);
  CHECK(review.measures->lines == 24);
  CHECK(review.measures->functions == 5);
  CHECK(review.measures->imports == 2);
  CHECK(review.measures->longest == 9);
  CHECK(review.measures->most_complex == 7);
  CHECK(review.measures->mean_complexity == 60);
  CHECK(review.measures->deepest == 1);
  std::string spots;
  for (const domain::HotSpot& spot : review.hot_spots) {
    spots += spot.location.item_name + " " + std::to_string(spot.location.line_start) + "-" +
             std::to_string(spot.location.line_end) + (spot.location.verified == true ? "" : "?") + " " +
             std::to_string(spot.lines) + " " + std::to_string(spot.complexity) + " " + std::to_string(spot.nesting) +
             " " + std::to_string(spot.parameters) + "; ";
  }
  CHECK(spots == "d 16-19 4 7 1 3; c 13-15 3 7 1 2; e 20-22 3 7 1 4; b 10-12 3 5 1 1; ");
  std::string many;
  for (int i = 0; i < 12; ++i) many += function("f" + std::to_string(i), 5 + i, 3, 0);
  const auto most = measure_quality(many, "rust").hot_spots;
  REQUIRE(most.size() == kMaxHotSpots);
  CHECK(most.front().location.item_name == "f11");
  CHECK(most.back().location.item_name == "f2");
  const auto none = measure_quality("int a;\n", "c");
  CHECK(none.measures->functions == 0);
  CHECK(none.measures->mean_complexity == 0);
}

TEST_CASE("attributes of Rust that mark tests") {
  for (const std::string& attribute :
       {std::string("#[test]"), std::string("#[ tokio :: test ]"), std::string("#[tokio::test(flavor = \"x\")]"),
        std::string("#[cfg(test)]"), std::string("#![cfg(test)]"), std::string("#[cfg(all(test, unix))]"),
        std::string("#[cfg(all(unix,\n\ttest))]"), std::string("#[cfg(any(a, test, b))]"),
        std::string("#[test_case(1)]"), std::string("#[bench = 1]"), std::string("#[rstest]\r\n"),
        "#[" + std::string(506, ' ') + "test]"}) {
    CAPTURE(attribute);
    CHECK(is_test_attribute(attribute));
  }
  for (const std::string& attribute :
       {std::string("#[cfg(not(test))]"), std::string("#[tests]"), std::string("test"), std::string("#[cfg(tests)]"),
        std::string("#[cfg(feature = \"test\")]"), std::string("#[test::a]"), std::string("#[derive(test)]"),
        std::string("#[]"), std::string(), "#[" + std::string(507, ' ') + "test]"}) {
    CAPTURE(attribute);
    CHECK_FALSE(is_test_attribute(attribute));
  }
}

TEST_CASE("files of tests and headers are known by each part of their paths") {
  for (const std::string_view path : {"test/a",
                                      "a/test/b.c",
                                      "a/b/specs/c",
                                      "e2e/a.c",
                                      "a/spec.rb",
                                      "test.c",
                                      "test-a.js",
                                      "test_a",
                                      "a-test.js",
                                      "a-spec.ts",
                                      "a_spec.rb",
                                      "a.cy.ts",
                                      "a.e2e.ts",
                                      "a.test-d.ts",
                                      "a_unittest.cc",
                                      "a_tests.rs",
                                      "ATest.java",
                                      "ATestCase.java",
                                      "integration_tests/a.py",
                                      "testdata/a.json"}) {
    CAPTURE(path);
    CHECK(is_test_path(path));
    CHECK(role_of(path) == FileRole::test);
  }
  for (const std::string_view path : {"a/test.d/b.c", "tested/a", "a.tests.b", "Tested.java", "atest.c", ""}) {
    CAPTURE(path);
    CHECK_FALSE(is_test_path(path));
  }
  for (const std::string_view path : {"a.h", "a.hh", "a.HXX", "a/b.inl", "a.c.h", ".h"}) {
    CAPTURE(path);
    CHECK(role_of(path) == FileRole::header);
  }
  for (const std::string_view path : {"h", "a/h", "a.", "a.hs", "a.h.c", "a.hpp/b"}) {
    CAPTURE(path);
    CHECK(role_of(path) == FileRole::product);
  }
}

}  // namespace rustassistant::source
