// SPDX-License-Identifier: MIT
#include "rustassistant/domain/unite.hpp"

#include <catch2/catch.hpp>

using namespace rustassistant::domain;

namespace {

Smell smell(SmellType type, Severity severity, const std::string& item, int line, const std::string& text = "text") {
  Smell made;
  made.type = type;
  made.severity = severity;
  made.description = text;
  made.location = {line, line + 9, item, true, item};
  return made;
}

using Names = std::vector<std::string>;
const std::string kModel = "xai/grok-4.3";

}  // namespace

TEST_CASE("what both found is one finding: the worst severity, the analyzer's text and measure") {
  Analysis answer;
  answer.smells = {smell(SmellType::unsafe_unwrapping, Severity::critical, "A::f", 9, "by the model")};
  Analysis measured;
  measured.smells = {smell(SmellType::unsafe_unwrapping, Severity::medium, "A::f", 10, "measured")};
  measured.smells[0].value = 3;
  unite(answer, kModel, measured);
  REQUIRE(answer.smells.size() == 1);
  CHECK(answer.smells[0].severity == Severity::critical);
  CHECK(answer.smells[0].description == "measured");
  CHECK(answer.smells[0].location.line_start == 10);
  CHECK(answer.smells[0].value == 3);
  CHECK(answer.smells[0].found_by == Names{"builtin", kModel});
}

TEST_CASE("findings of other kinds and items stay apart, the worst first, and say who found them") {
  Analysis answer;
  answer.smells = {smell(SmellType::feature_envy, Severity::low, "A::f", 9),
                   smell(SmellType::dead_code, Severity::high, "B::f", 30)};
  Analysis measured;
  measured.smells = {smell(SmellType::dead_code, Severity::medium, "A::f", 9),
                     smell(SmellType::long_function, Severity::medium, "A::f", 5)};
  unite(answer, kModel, measured);
  REQUIRE(answer.smells.size() == 4);
  CHECK(answer.smells[0].location.item_name == "B::f");
  CHECK(answer.smells[0].found_by == Names{kModel});
  CHECK(answer.smells[1].type == SmellType::long_function);
  CHECK(answer.smells[1].found_by == Names{"builtin"});
  CHECK(answer.smells[3].type == SmellType::feature_envy);
}

TEST_CASE("a kind that a model lists twice for an item is one finding, with its first text") {
  Analysis answer;
  answer.smells = {smell(SmellType::dead_code, Severity::low, "f", 9, "first"),
                   smell(SmellType::dead_code, Severity::high, "f", 12, "second")};
  unite(answer, kModel, {});
  REQUIRE(answer.smells.size() == 1);
  CHECK(answer.smells[0].description == "first");
  CHECK(answer.smells[0].severity == Severity::high);
  CHECK(answer.smells[0].found_by == Names{kModel});
}

TEST_CASE("equal findings of the analyzer stay as many as they are") {
  Analysis answer;
  Analysis measured;
  measured.smells = {smell(SmellType::dead_code, Severity::low, "f", 9),
                     smell(SmellType::dead_code, Severity::low, "f", 50)};
  unite(answer, kModel, measured);
  CHECK(answer.smells.size() == 2);
}

TEST_CASE("findings without an item in the file are told apart by their names") {
  Analysis answer;
  answer.smells = {smell(SmellType::dead_code, Severity::low, "ghost", 900),
                   smell(SmellType::dead_code, Severity::low, "other", 950)};
  for (Smell& one : answer.smells) one.location.qualified_name = "";
  unite(answer, kModel, {});
  CHECK(answer.smells.size() == 2);
}
