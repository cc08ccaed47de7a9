// SPDX-License-Identifier: MIT
#include "rustassistant/domain/refactor_plan.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace rustassistant;
using namespace rustassistant::domain;

namespace {

Smell smell(SmellType type, Severity severity, int first, int last, const std::string& item) {
  Smell smell;
  smell.type = type;
  smell.severity = severity;
  smell.location = {first, last, item, true, item};
  return smell;
}

Suggestion suggestion(RefactoringType type, const std::string& title, Effort effort) {
  Suggestion suggestion;
  suggestion.type = type;
  suggestion.title = title;
  suggestion.effort = effort;
  suggestion.steps = {"do it"};
  return suggestion;
}

std::vector<std::string> titles(const std::vector<PlanStep>& steps) {
  std::vector<std::string> list;
  list.reserve(steps.size());
  for (const PlanStep& step : steps) list.push_back(step.title);
  return list;
}

}  // namespace

TEST_CASE("what gives more for its effort comes first") {
  Analysis analysis;
  analysis.smells = {smell(SmellType::long_function, Severity::low, 1, 60, "f"),
                     smell(SmellType::unsafe_unwrapping, Severity::high, 100, 120, "g")};
  analysis.suggestions = {suggestion(RefactoringType::split_function, "Split f", Effort::large),
                          suggestion(RefactoringType::improve_error_handling, "Handle errors in g", Effort::small)};
  const auto steps = plan_steps(std::vector<AnalyzedFile>{{"a.rs", analysis}});
  CHECK(titles(steps) == std::vector<std::string>{"Handle errors in g", "Split f"});
  CHECK(steps[0].value == 4);
  CHECK(steps[1].value == 1);
  CHECK(steps[1].after.empty());
}

TEST_CASE("what must come first does, however little it gives") {
  Analysis analysis;
  analysis.smells = {smell(SmellType::long_function, Severity::critical, 1, 60, "f"),
                     smell(SmellType::dead_code, Severity::low, 50, 55, "f"),
                     smell(SmellType::dead_code, Severity::low, 200, 210, "far")};
  analysis.suggestions = {suggestion(RefactoringType::split_function, "Split f", Effort::trivial),
                          suggestion(RefactoringType::remove_dead_code, "Remove the end of f", Effort::very_large),
                          suggestion(RefactoringType::remove_dead_code, "Remove far", Effort::very_large)};
  const auto steps = plan_steps(std::vector<AnalyzedFile>{{"a.rs", analysis}});
  CHECK(titles(steps) == std::vector<std::string>{"Remove the end of f", "Split f", "Remove far"});
  CHECK(steps[1].after == std::vector<std::size_t>{0});
}

TEST_CASE("what a step waits for is listed in the order of the plan") {
  Analysis analysis;
  analysis.smells = {smell(SmellType::long_function, Severity::high, 1, 60, "f"),
                     smell(SmellType::dead_code, Severity::low, 10, 15, "f"),
                     smell(SmellType::dead_code, Severity::low, 20, 25, "f")};
  analysis.suggestions = {suggestion(RefactoringType::remove_dead_code, "Remove much", Effort::very_large),
                          suggestion(RefactoringType::remove_dead_code, "Remove little", Effort::trivial),
                          suggestion(RefactoringType::split_function, "Split f", Effort::small)};
  const auto steps = plan_steps(std::vector<AnalyzedFile>{{"a.rs", analysis}});
  CHECK(titles(steps) == std::vector<std::string>{"Remove little", "Remove much", "Split f"});
  CHECK(steps[2].after == std::vector<std::size_t>{0, 1});
}

TEST_CASE("files do not wait for each other") {
  Analysis split;
  split.smells = {smell(SmellType::long_function, Severity::high, 1, 60, "f")};
  split.suggestions = {suggestion(RefactoringType::split_function, "Split f", Effort::small)};
  Analysis remove;
  remove.smells = {smell(SmellType::dead_code, Severity::low, 1, 60, "f")};
  remove.suggestions = {suggestion(RefactoringType::remove_dead_code, "Remove", Effort::small)};
  const auto steps = plan_steps(std::vector<AnalyzedFile>{{"a.rs", remove}, {"b.rs", split}});
  CHECK(titles(steps) == std::vector<std::string>{"Split f", "Remove"});
  CHECK(steps[0].path == "b.rs");
}

TEST_CASE("a finding that no suggestion answers gets a step, and each finding is resolved once") {
  Analysis analysis;
  analysis.smells = {smell(SmellType::long_function, Severity::medium, 1, 60, "f"),
                     smell(SmellType::long_function, Severity::medium, 70, 130, "ff"),
                     smell(SmellType::magic_numbers, Severity::low, 3, 3, "f")};
  analysis.suggestions = {suggestion(RefactoringType::split_function, "Split f", Effort::small),
                          suggestion(RefactoringType::extract_function, "Extract from f and ff", Effort::small)};
  const auto steps = plan_steps(std::vector<AnalyzedFile>{{"a.rs", analysis}});
  REQUIRE(steps.size() == 3);
  std::size_t resolved = 0;
  for (const PlanStep& step : steps) {
    resolved += step.resolves.size();
    CHECK_FALSE(step.validation.empty());
  }
  CHECK(resolved == 3);
  const auto magic = std::find_if(steps.begin(), steps.end(), [](const PlanStep& step) {
    return step.type == RefactoringType::replace_magic_number;
  });
  REQUIRE(magic != steps.end());
  CHECK(magic->title == "Magic numbers in a.rs");
}

TEST_CASE("a plan may be limited to a kind") {
  Analysis analysis;
  analysis.smells = {smell(SmellType::long_function, Severity::medium, 1, 60, "f"),
                     smell(SmellType::dead_code, Severity::medium, 70, 71, "g")};
  const std::vector<AnalyzedFile> files{{"a.rs", analysis}};
  CHECK(plan_steps(files).size() == 2);
  const auto steps = plan_steps(files, SmellType::dead_code);
  REQUIRE(steps.size() == 1);
  CHECK(steps[0].resolves.at(0).type == SmellType::dead_code);
  CHECK(plan_steps(files, SmellType::god_object).empty());
}

TEST_CASE("what was not found where it should be is riskier, and to be looked at first") {
  Analysis analysis;
  analysis.smells = {smell(SmellType::dead_code, Severity::medium, 70, 71, "g")};
  auto steps = plan_steps(std::vector<AnalyzedFile>{{"a.rs", analysis}});
  CHECK(steps.at(0).risk == Risk::low);
  CHECK(steps.at(0).validation.size() == 2);
  analysis.smells[0].location.verified = false;
  steps = plan_steps(std::vector<AnalyzedFile>{{"a.rs", analysis}});
  CHECK(steps.at(0).risk == Risk::medium);
  CHECK(steps.at(0).validation.size() == 3);
}

TEST_CASE("every kind of finding has a step that is for it") {
  for (int i = 0; i < 16; ++i) {
    Analysis analysis;
    analysis.smells = {smell(SmellType(i), Severity::low, 1, 2, "f")};
    const auto steps = plan_steps(std::vector<AnalyzedFile>{{"a.rs", analysis}});
    REQUIRE(steps.size() == 1);
    // The same refactoring, suggested by a model, takes the finding.
    analysis.suggestions = {suggestion(steps[0].type, "x", Effort::small)};
    CHECK(plan_steps(std::vector<AnalyzedFile>{{"a.rs", analysis}}).size() == 1);
  }
}

TEST_CASE("what a comment allows is in no step, and a suggestion about it is left out") {
  Analysis analysis;
  analysis.smells = {smell(SmellType::long_function, Severity::high, 1, 60, "f"),
                     smell(SmellType::long_function, Severity::low, 70, 130, "g"),
                     smell(SmellType::dead_code, Severity::medium, 200, 210, "h")};
  const auto plan = [&](const std::vector<bool>& allowed) {
    return plan_steps(std::vector<AnalyzedFile>{{"a.rs", analysis, allowed}});
  };
  SECTION("without suggestions") {
    const auto steps = plan({true, false, true});
    REQUIRE(steps.size() == 1);
    REQUIRE(steps[0].resolves.size() == 1);
    CHECK(steps[0].resolves[0].location.item_name == "g");
    CHECK(steps[0].value == 1);
    CHECK(plan({true, true, true}).empty());
    CHECK(plan({}).size() == 2);
    CHECK(plan({true}).size() == 2);
  }
  SECTION("of a kind as a whole") {
    analysis.suggestions = {suggestion(RefactoringType::split_function, "Split what is long", Effort::small),
                            suggestion(RefactoringType::remove_dead_code, "Remove what is dead", Effort::small)};
    const auto steps = plan({true, false, true});
    REQUIRE(titles(steps) == std::vector<std::string>{"Split what is long"});
    REQUIRE(steps[0].resolves.size() == 1);
    CHECK(steps[0].resolves[0].location.item_name == "g");
  }
  SECTION("by name: what else the suggestion is about gets a step without it") {
    analysis.suggestions = {suggestion(RefactoringType::split_function, "Split `f`", Effort::small),
                            suggestion(RefactoringType::split_function, "Split `f` and `g`", Effort::small)};
    const auto steps = plan({true, false, true});
    REQUIRE(steps.size() == 1);
    CHECK(steps[0].title == "Long function in a.rs");
    CHECK(steps[0].resolves[0].location.item_name == "g");
    // The second answers what the first one, which is left out, would have answered.
    CHECK(titles(plan({false, false, true})) == std::vector<std::string>{"Split `f`", "Split `f` and `g`"});
  }
  SECTION("by a name that another item has, too") {
    analysis.smells[1].location.item_name = "f";
    analysis.suggestions = {suggestion(RefactoringType::split_function, "Split f", Effort::small)};
    const auto steps = plan({true, false, true});
    REQUIRE(titles(steps) == std::vector<std::string>{"Split f"});
    REQUIRE(steps[0].resolves.size() == 1);
    CHECK(steps[0].resolves[0].location.line_start == 70);
  }
  SECTION("a suggestion that answers no finding stays") {
    analysis.suggestions = {suggestion(RefactoringType::rename, "Rename k", Effort::small)};
    CHECK(titles(plan({true, true, true})) == std::vector<std::string>{"Rename k"});
  }
}
