// SPDX-License-Identifier: MIT
// The rules of a refactoring plan, each at its bounds.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "rustassistant/domain/refactor_plan.hpp"

using namespace rustassistant;
using namespace rustassistant::domain;

namespace {

Smell planned_smell(SmellType type, Severity severity, LineRange lines, const std::string& item) {
  Smell smell;
  smell.type = type;
  smell.severity = severity;
  smell.location = {lines.line_start, lines.line_end, item, true, item};
  return smell;
}

Suggestion proposal(RefactoringType type, const std::string& title, Effort effort = Effort::small) {
  Suggestion suggestion;
  suggestion.type = type;
  suggestion.title = title;
  suggestion.effort = effort;
  return suggestion;
}

std::vector<PlanStep> steps_for(std::vector<Smell> smells, std::vector<Suggestion> suggestions) {
  Analysis analysis;
  analysis.smells = std::move(smells);
  analysis.suggestions = std::move(suggestions);
  return plan_steps(std::vector<AnalyzedFile>{{"a.rs", analysis}});
}

// By the number of the refactoring.
constexpr int kPhases[] = {4, 5, 3, 0, 3, 4, 3, 3, 2, 3, 0, 1, 5, 4};
constexpr Risk kRisks[] = {Risk::medium, Risk::high,   Risk::low, Risk::low, Risk::medium, Risk::medium, Risk::low,
                           Risk::low,    Risk::medium, Risk::low, Risk::low, Risk::medium, Risk::high,   Risk::medium};

}  // namespace

TEST_CASE("a step waits for those of earlier phases, whichever two they are") {
  for (int first = 0; first < 14; ++first) {
    for (int second = 0; second < 14; ++second) {
      const auto steps = steps_for({}, {proposal(RefactoringType(first), "a"), proposal(RefactoringType(second), "b")});
      CAPTURE(first, second);
      REQUIRE(steps.size() == 2);
      const bool waits = kPhases[first] != kPhases[second];
      CHECK(steps[0].title == (kPhases[second] < kPhases[first] ? "b" : "a"));
      CHECK(steps[0].after.empty());
      CHECK(steps[1].after == (waits ? std::vector<std::size_t>{0} : std::vector<std::size_t>{}));
    }
  }
}

TEST_CASE("each refactoring has its risk, one higher where a location is not verified") {
  CHECK(name_of(Risk::low) == "low");
  CHECK(name_of(Risk::medium) == "medium");
  CHECK(name_of(Risk::high) == "high");
  for (int type = 0; type < 14; ++type) {
    CAPTURE(type);
    const auto steps = steps_for({}, {proposal(RefactoringType(type), "a")});
    CHECK(steps.at(0).risk == kRisks[type]);
    CHECK(steps.at(0).validation.size() == 2);
  }
  Smell sure = planned_smell(SmellType::large_module, Severity::low, {1, 2}, "f");
  Smell unsure = sure;
  unsure.location.verified = false;
  Smell unchecked = sure;
  unchecked.location.verified.reset();
  CHECK(steps_for({sure, unsure}, {}).at(0).risk == Risk::high);
  CHECK(steps_for({sure, unsure}, {}).at(0).validation.size() == 3);
  for (Smell* smell : {&sure, &unsure, &unchecked}) smell->type = SmellType::long_function;
  CHECK(steps_for({unsure, sure}, {}).at(0).risk == Risk::high);
  CHECK(steps_for({sure, unchecked}, {}).at(0).risk == Risk::medium);
}

TEST_CASE("of two steps that give as much for their effort the title decides, else what gives more") {
  struct Row {
    Effort less;
    int value_of_less;
    Effort more;
    int value_of_more;
  };
  // By minutes of work: 15, 75, 300, 960 and 2,400.
  for (const Row& row : {Row{Effort::trivial, 1, Effort::small, 5}, Row{Effort::small, 1, Effort::medium, 4},
                         Row{Effort::medium, 5, Effort::large, 16}, Row{Effort::large, 2, Effort::very_large, 5}}) {
    std::vector<Smell> smells;
    for (int i = 0; i < row.value_of_less; ++i)
      smells.push_back(planned_smell(SmellType::dead_code, Severity::low, {1, 1}, "less"));
    for (int i = 0; i < row.value_of_more; ++i)
      smells.push_back(planned_smell(SmellType::dead_code, Severity::low, {9, 9}, "more"));
    const auto first_of = [&](const std::string& before, const std::string& behind) {
      const auto steps = steps_for(smells, {proposal(RefactoringType::remove_dead_code, before + "less", row.less),
                                            proposal(RefactoringType::remove_dead_code, behind + "more", row.more)});
      return steps.at(0).title.substr(2);
    };
    CAPTURE(row.value_of_less, row.value_of_more);
    CHECK(first_of("a ", "b ") == "less");
    CHECK(first_of("b ", "a ") == "more");
    smells.push_back(planned_smell(SmellType::dead_code, Severity::low, {9, 9}, "more"));
    CHECK(first_of("a ", "b ") == "more");
  }
}

TEST_CASE("a step is worth what it resolves, or else its priority") {
  const int worth[] = {1, 2, 4, 8};
  int sum = 0;
  std::vector<Smell> smells;
  for (int i = 0; i < 4; ++i) {
    Suggestion suggestion = proposal(RefactoringType::rename, "Rename");
    suggestion.priority = Severity(i);
    CHECK(steps_for({}, {suggestion}).at(0).value == worth[i]);
    smells.push_back(planned_smell(SmellType::dead_code, Severity(i), {1, 1}, "f"));
    sum += worth[i];
    CHECK(steps_for(smells, {}).at(0).value == sum);
  }
}

TEST_CASE("steps of different phases wait where they share a line, or where one is about the whole file") {
  struct Row {
    LineRange removed;
    LineRange split;
    bool waits;
  };
  for (const Row& row : {Row{{1, 10}, {10, 20}, true}, Row{{1, 10}, {11, 20}, false}, Row{{20, 30}, {10, 20}, true},
                         Row{{21, 30}, {10, 20}, false}, Row{{0, 0}, {10, 20}, true}, Row{{1, 2}, {0, 0}, true},
                         Row{{1, 1}, {2, 2}, false}, Row{{2, 2}, {1, 1}, false}}) {
    const auto steps = steps_for({planned_smell(SmellType::dead_code, Severity::low, row.removed, "f"),
                                  planned_smell(SmellType::long_function, Severity::low, row.split, "g")},
                                 {});
    REQUIRE(steps.size() == 2);
    CAPTURE(row.removed.line_start, row.split.line_start);
    CHECK((steps[0].after.size() + steps[1].after.size() > 0) == row.waits);
  }
}

TEST_CASE("what no suggestion answers is a step for each kind, of medium effort from five on") {
  std::vector<Smell> smells;
  for (int i = 0; i < 5; ++i) {
    smells.push_back(planned_smell(SmellType::magic_numbers, Severity::low, {i, i}, "f"));
    const auto steps = steps_for(smells, {});
    REQUIRE(steps.size() == 1);
    CHECK(steps[0].effort == (i < 4 ? Effort::small : Effort::medium));
    CHECK(steps[0].type == RefactoringType::replace_magic_number);
    CHECK(steps[0].path == "a.rs");
    CHECK_FALSE(steps[0].description.empty());
  }
}

TEST_CASE("what a step resolves is sorted, the worst first, then by line, kind and name") {
  const std::vector<Smell> sorted{planned_smell(SmellType::deep_nesting, Severity::high, {9, 9}, "z"),
                                  planned_smell(SmellType::deep_nesting, Severity::low, {1, 9}, "z"),
                                  planned_smell(SmellType::long_function, Severity::low, {2, 9}, "z"),
                                  planned_smell(SmellType::deep_nesting, Severity::low, {2, 9}, "a"),
                                  planned_smell(SmellType::deep_nesting, Severity::low, {2, 9}, "b")};
  const std::vector<Smell> reversed(sorted.rbegin(), sorted.rend());
  const auto steps = steps_for(reversed, {proposal(RefactoringType::extract_function, "Extract")});
  REQUIRE(steps.size() == 1);
  REQUIRE(steps[0].resolves.size() == 5);
  for (std::size_t i = 0; i < 5; ++i) {
    CAPTURE(i);
    CHECK(steps[0].resolves[i].severity == sorted[i].severity);
    CHECK(steps[0].resolves[i].location.line_start == sorted[i].location.line_start);
    CHECK(steps[0].resolves[i].type == sorted[i].type);
    CHECK(steps[0].resolves[i].location.item_name == sorted[i].location.item_name);
  }
}

TEST_CASE("a suggestion is about the items that its text names as words") {
  struct Row {
    const char* text;
    bool names;
  };
  for (const Row& row : {Row{"f", true}, Row{"Split f", true}, Row{"f is long", true}, Row{"of, f.", true},
                         Row{"ff", false}, Row{"xf", false}, Row{"f_", false}, Row{"_f", false}, Row{"f2", false},
                         Row{"\xC3\xA4"
                             "f",
                             false},
                         Row{"f\xC3\xA4", false}, Row{"ff f", true}, Row{"", false}}) {
    for (const bool in_title : {false, true}) {
      Suggestion suggestion = proposal(RefactoringType::split_function, in_title ? row.text : "-");
      if (!in_title) suggestion.description = row.text;
      suggestion.steps = {"do it"};
      const auto steps = steps_for({planned_smell(SmellType::long_function, Severity::low, {1, 9}, "f"),
                                    planned_smell(SmellType::long_function, Severity::low, {11, 19}, "other"),
                                    planned_smell(SmellType::long_function, Severity::low, {21, 29}, "")},
                                   {suggestion});
      CAPTURE(row.text, in_title);
      CHECK(steps.size() == (row.names ? 2 : 1));
      for (const PlanStep& step : steps) {
        if (step.type == RefactoringType::split_function && step.title == suggestion.title) {
          CHECK(step.resolves.size() == (row.names ? 1 : 3));
          CHECK(step.actions == std::vector<std::string>{"do it"});
          CHECK(step.description == suggestion.description);
          CHECK(step.path == "a.rs");
          CHECK(step.effort == Effort::small);
        }
      }
    }
  }
}
