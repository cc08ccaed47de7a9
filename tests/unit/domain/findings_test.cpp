// SPDX-License-Identifier: MIT
#include "rustassistant/domain/findings_json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "rustassistant/domain/document.hpp"

using namespace rustassistant;
using namespace rustassistant::domain;

namespace {

const char* const kAnswer = R"({
  "code_smells": [{"smell_type": "LongFunction", "severity": "High", "description": "too long", "impact": "hard to read",
                   "location": {"line_start": 3, "line_end": 90, "item_name": "parse"}}],
  "suggestions": [{"refactoring_type": "extract-function", "title": "Split it", "description": "In two.", "benefits": ["short"],
                   "steps": ["cut", "paste"], "example": null, "effort": "VeryLarge", "priority": "MEDIUM"}],
  "complexity_score": 41, "maintainability_score": 63.5, "priorities": ["parse"], "estimated_effort": "medium",
  "unknown": {"is": "ignored"}})";

nlohmann::json answer() {
  return nlohmann::json::parse(kAnswer);
}

std::string problem(const nlohmann::json& json) {
  const auto analysis = parse_analysis(json.dump());
  return analysis ? "" : analysis.error().what;
}

}  // namespace

TEST_CASE("a score out of its bounds is moved to the nearest, and a line written as 12.0 is a whole number") {
  const auto analysis = parse_analysis(R"({"code_smells": [{"smell_type": "dead_code", "severity": "low",
      "description": "d", "location": {"line_start": 12.0, "line_end": 1.4e1}}], "suggestions": [], "priorities": [],
      "complexity_score": 101, "maintainability_score": -3.5, "estimated_effort": "small"})");
  REQUIRE(analysis);
  CHECK(analysis->complexity_score == 100);
  CHECK(analysis->maintainability_score == 0);
  CHECK(analysis->smells.at(0).location.line_start == 12);
  CHECK(analysis->smells.at(0).location.line_end == 14);
  CHECK_FALSE(parse_analysis(R"({"code_smells": [{"smell_type": "dead_code", "severity": "low", "description": "d",
      "location": {"line_start": 12.5}}], "suggestions": [], "priorities": [], "complexity_score": 1,
      "maintainability_score": 1, "estimated_effort": "small"})"));
}

TEST_CASE("an answer is read with its enumerations in any case style") {
  const Analysis analysis = parse_analysis(kAnswer).value();
  REQUIRE(analysis.smells.size() == 1);
  CHECK(analysis.smells[0].type == SmellType::long_function);
  CHECK(analysis.smells[0].severity == Severity::high);
  CHECK(analysis.smells[0].location.line_end == 90);
  CHECK_FALSE(analysis.smells[0].location.verified);
  REQUIRE(analysis.suggestions.size() == 1);
  CHECK(analysis.suggestions[0].type == RefactoringType::extract_function);
  CHECK(analysis.suggestions[0].effort == Effort::very_large);
  CHECK(analysis.suggestions[0].priority == Severity::medium);
  CHECK_FALSE(analysis.suggestions[0].example);
}

TEST_CASE("what is stored reads back as the same") {
  Analysis analysis = parse_analysis(kAnswer).value();
  analysis.smells[0].location.verified = false;
  analysis.smells[0].location.qualified_name = "Reader::parse";
  analysis.smells[0].value = 88;
  analysis.smells[0].found_by = {"builtin"};
  analysis.unparsed = Unparsed{{{3, 5}, {9, 9}}, 0.25};
  analysis.maintainability_score.reset();
  analysis.suggestions[0].example = Example{"a", "b", "c"};
  const std::string stored = serialise(analysis);
  CHECK(serialise(parse_analysis(stored).value()) == stored);
  CHECK(parse_analysis(stored).value().unparsed == analysis.unparsed);
  CHECK_FALSE(parse_analysis(stored).value().maintainability_score);
  CHECK(parse_analysis(stored).value().smells[0].location.qualified_name == "Reader::parse");
  CHECK(parse_analysis(stored).value().smells[0].value == 88);
  CHECK(stored.find("\"file\"") == std::string::npos);
  CHECK(stored.find("found_by") == std::string::npos);
}

TEST_CASE("what is shown carries the path") {
  const Analysis analysis = parse_analysis(kAnswer).value();
  const auto json = to_json(analysis, "src/a.rs");
  CHECK(json["code_smells"][0]["location"]["file"] == "src/a.rs");
  CHECK_FALSE(json.contains("unparsed"));
}

TEST_CASE("an answer that does not match names the place") {
  auto json = answer();
  json["code_smells"][0]["severity"] = "enormous";
  CHECK(problem(json) == "code_smells[0].severity: unknown value 'enormous'");
  json = answer();
  json.erase("code_smells");
  CHECK(problem(json) == "code_smells: missing");
  json = answer();
  json["suggestions"][0]["steps"] = {1};
  CHECK(problem(json) == "suggestions[0].steps[0]: expected a string");
  json = answer();
  json["complexity_score"] = "41 of 100";
  CHECK(problem(json) == "complexity_score: expected a number");
  json = answer();
  json["code_smells"][0]["location"]["line_start"] = "here";
  CHECK(problem(json) == "code_smells[0].location.line_start: expected a whole number");
  json = answer();
  json["code_smells"] = {5};
  CHECK(problem(json) == "code_smells[0]: expected an object");
  CHECK(problem(nlohmann::json::array()) == "result: expected an object");
}

TEST_CASE("an answer that says the same in another form is read") {
  auto json = answer();
  for (const char* name : {"suggestions", "priorities", "estimated_effort"}) json.erase(name);
  REQUIRE(problem(json).empty());
  CHECK(parse_analysis(json.dump())->estimated_effort == Effort::medium);
  json = answer();
  json["code_smells"] = json["code_smells"][0];
  json["priorities"] = "parse";
  REQUIRE(problem(json).empty());
  CHECK(parse_analysis(json.dump())->smells.size() == 1);
  CHECK(parse_analysis(json.dump())->priorities == std::vector<std::string>{"parse"});
  json["priorities"] = {{{"title", "parse"}, {"weight", 3}}};
  CHECK(parse_analysis(json.dump())->priorities == std::vector<std::string>{"parse"});
  for (const char* line : {"3-4", "L3", "line 3", "3"}) {
    json["code_smells"]["location"]["line_start"] = line;
    CHECK(parse_analysis(json.dump())->smells.at(0).location.line_start == 3);
  }
  const auto camel = parse_analysis(
      R"({"codeSmells": [{"smellType": "DeepNesting", "Severity": "low", "description": "d",
      "location": {"lineStart": 7}}], "ComplexityScore": 5, "maintainability-score": 6, "estimatedEffort": "small"})");
  REQUIRE(camel);
  CHECK(camel->smells.at(0).location.line_start == 7);
  CHECK(camel->maintainability_score == 6);
}

TEST_CASE("common names that are not ours are understood") {
  const auto read = [](const char* type, const char* severity, const char* refactoring, const char* effort) {
    auto json = answer();
    json["code_smells"][0]["smell_type"] = type;
    json["code_smells"][0]["severity"] = severity;
    json["suggestions"][0]["refactoring_type"] = refactoring;
    json["suggestions"][0]["effort"] = effort;
    return parse_analysis(json.dump()).value();
  };
  const Analysis first = read("Long Method", "major", "extract_method", "2 hours");
  CHECK(first.smells[0].type == SmellType::long_function);
  CHECK(first.smells[0].severity == Severity::high);
  CHECK(first.suggestions[0].type == RefactoringType::extract_function);
  CHECK(first.suggestions[0].effort == Effort::medium);
  const Analysis second = read("UNWRAP_USAGE", "Warning", "add-error-handling", "very high");
  CHECK(second.smells[0].type == SmellType::unsafe_unwrapping);
  CHECK(second.smells[0].severity == Severity::medium);
  CHECK(second.suggestions[0].type == RefactoringType::improve_error_handling);
  CHECK(second.suggestions[0].effort == Effort::very_large);
  CHECK_FALSE(smell_type_named("long_method"));  // in a comment or an option it is a mistake
}

TEST_CASE("what models put around an answer is taken off") {
  const auto json = answer();
  for (const std::string& text : {nlohmann::json::array({json}).dump(), nlohmann::json(json.dump()).dump(),
                                  nlohmann::json{{"result", json}}.dump()}) {
    CAPTURE(text);
    REQUIRE(parse_analysis(text));
    CHECK(parse_analysis(text)->smells.size() == json["code_smells"].size());
  }
}

TEST_CASE("numbers written as text are numbers, and a list that is null is empty") {
  auto json = answer();
  json["complexity_score"] = "41.5";
  json["code_smells"][0]["location"]["line_start"] = "3";
  json["priorities"] = nullptr;
  const auto analysis = parse_analysis(json.dump());
  REQUIRE(analysis);
  CHECK(analysis->complexity_score == 41.5);
  CHECK(analysis->smells[0].location.line_start == 3);
  CHECK(analysis->priorities.empty());
}

TEST_CASE("absurd lines are brought into range") {
  auto json = answer();
  json["code_smells"][0]["location"] = {{"line_start", -5}, {"line_end", std::int64_t{1} << 60}};
  const Location location = parse_analysis(json.dump())->smells[0].location;
  CHECK(location.line_start == 0);
  CHECK(location.line_end == 1'000'000'000);
}

TEST_CASE("every name reads back") {
  for (int i = 0; i < 16; ++i) CHECK(smell_type_named(name_of(SmellType(i))) == SmellType(i));
  for (int i = 0; i < 14; ++i) CHECK(refactoring_type_named(name_of(RefactoringType(i))) == RefactoringType(i));
  for (int i = 0; i < 5; ++i) CHECK(effort_named(name_of(Effort(i))) == Effort(i));
  for (int i = 0; i < 4; ++i) CHECK(severity_named(name_of(Severity(i))) == Severity(i));
  CHECK_FALSE(smell_type_named(""));
  CHECK_FALSE(severity_named("HighX"));
}

TEST_CASE("a real entry of the older program reads as a result") {
  const auto analysis = parse_analysis(R"({"code_smells": [], "complexity_score": 50.0, "estimated_effort": "Medium",
      "maintainability_score": 50.0, "path": "src/repo_cache.rs", "priorities": ["Review AI response for details"],
      "suggestions": []})");
  REQUIRE(analysis);
  CHECK(analysis->estimated_effort == Effort::medium);
}
