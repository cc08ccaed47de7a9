// SPDX-License-Identifier: MIT
// How values of an answer are read: each form that is taken, and the next one that is not.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "rustassistant/domain/findings_json.hpp"

using namespace rustassistant;
using namespace rustassistant::domain;

namespace {

using AnswerJson = nlohmann::ordered_json;

AnswerJson whole_answer() {
  return AnswerJson::parse(R"({"code_smells":[{"smell_type":"dead_code","severity":"critical","description":"D",
    "impact":"I","location":{"line_start":3,"line_end":5,"item_name":"f","verified":true,"qualified_name":"A::f"},
    "value":6}],"suggestions":[{"refactoring_type":"rename","title":"T","description":"E","benefits":["b"],
    "steps":["s","t"],"example":{"before":"x","after":"y","explanation":"z"},"effort":"large","priority":"high",
    "answers":[0]}],"complexity_score":7.5,"maintainability_score":8.5,"priorities":["p"],"estimated_effort":"small",
    "unparsed":[{"line_start":9,"line_end":10}],"unparsed_share":0.125,"reuse":{"units":12,"asked":11,"from":"ff"}})");
}

Analysis analysis_of(const AnswerJson& json) {
  const auto read = parse_analysis(json.dump());
  INFO((read ? std::string() : read.error().what));
  REQUIRE(read);
  return *read;
}

std::string answer_fault(const AnswerJson& json) {
  const auto read = parse_analysis(json.dump());
  if (!read) CHECK(read.error().code == Errc::provider);
  return read ? "" : read.error().what;
}

}  // namespace

TEST_CASE("a whole answer is stored as it was read") {
  const Analysis analysis = analysis_of(whole_answer());
  CHECK(serialise(analysis) == whole_answer().dump());
  CHECK(analysis.smells.at(0).value == 6);
  CHECK(analysis.smells.at(0).impact == "I");
  const Suggestion& suggestion = analysis.suggestions.at(0);
  CHECK(suggestion.type == RefactoringType::rename);
  CHECK(suggestion.effort == Effort::large);
  CHECK(suggestion.priority == Severity::high);
  REQUIRE(suggestion.example);
  CHECK(suggestion.example->before + suggestion.example->after + suggestion.example->explanation == "xyz");
  CHECK(analysis.complexity_score == 7.5);
  CHECK(analysis.maintainability_score == 8.5);
  CHECK(analysis.reuse == Reuse{12, 11, "ff"});
}

TEST_CASE("what is shown has neither places nor reuse") {
  AnswerJson expected = whole_answer();
  expected.erase("reuse");
  expected["suggestions"][0].erase("answers");
  AnswerJson location = {{"file", "a.rs"}};
  location.update(expected["code_smells"][0]["location"]);
  expected["code_smells"][0]["location"] = location;
  CHECK(to_json(analysis_of(whole_answer()), "a.rs").dump() == expected.dump());
}

TEST_CASE("which members of an answer are needed") {
  const std::vector<std::pair<std::string, bool>> members{{"/code_smells", true},
                                                          {"/suggestions", false},
                                                          {"/complexity_score", true},
                                                          {"/maintainability_score", true},
                                                          {"/priorities", false},
                                                          {"/estimated_effort", false},
                                                          {"/unparsed", false},
                                                          {"/unparsed_share", false},
                                                          {"/reuse", false},
                                                          {"/code_smells/0/smell_type", true},
                                                          {"/code_smells/0/severity", true},
                                                          {"/code_smells/0/description", true},
                                                          {"/code_smells/0/impact", false},
                                                          {"/code_smells/0/location", false},
                                                          {"/code_smells/0/value", false},
                                                          {"/suggestions/0/refactoring_type", true},
                                                          {"/suggestions/0/title", true},
                                                          {"/suggestions/0/description", true},
                                                          {"/suggestions/0/benefits", false},
                                                          {"/suggestions/0/steps", false},
                                                          {"/suggestions/0/example", false},
                                                          {"/suggestions/0/effort", true},
                                                          {"/suggestions/0/priority", true},
                                                          {"/suggestions/0/answers", false},
                                                          {"/suggestions/0/example/before", false},
                                                          {"/suggestions/0/example/after", false},
                                                          {"/suggestions/0/example/explanation", false}};
  for (const auto& [path, is_needed] : members) {
    const AnswerJson::json_pointer pointer(path);
    AnswerJson json = whole_answer();
    json.at(pointer.parent_pointer()).erase(pointer.back());
    CAPTURE(path);
    const std::string fault = answer_fault(json);
    CHECK(fault.empty() != is_needed);
    if (is_needed) CHECK(fault.ends_with(pointer.back() + ": missing"));
  }
}

TEST_CASE("scores are read as numbers, as texts that spell one, and as nothing") {
  struct Row {
    AnswerJson value;
    std::optional<double> score;
  };
  for (const Row& row : {Row{41, 41}, Row{0, 0}, Row{100, 100}, Row{100.5, 100}, Row{-0.5, 0}, Row{"41", 41},
                         Row{"41/100", 41}, Row{"41%", 41}, Row{"41%/100", 41}, Row{nullptr, std::nullopt}}) {
    AnswerJson json = whole_answer();
    json["complexity_score"] = row.value;
    CAPTURE(row.value.dump());
    CHECK(analysis_of(json).complexity_score == row.score);
  }
  for (const AnswerJson& value : {AnswerJson("41/10"), AnswerJson("forty"), AnswerJson(true), AnswerJson("\"4\""),
                                  AnswerJson(""), AnswerJson::array({4})}) {
    AnswerJson json = whole_answer();
    json["maintainability_score"] = value;
    CHECK(answer_fault(json) == "maintainability_score: expected a number");
  }
}

TEST_CASE("lines are read as whole numbers up to a billion") {
  struct Row {
    AnswerJson value;
    int line;
  };
  for (const Row& row : {Row{0, 0}, Row{1, 1}, Row{-1, 0}, Row{12.0, 12}, Row{1'000'000'000, 1'000'000'000},
                         Row{1'000'000'001, 1'000'000'000}, Row{"12", 12}, Row{"L12-15", 12}, Row{"9", 9}, Row{"0", 0},
                         Row{"123456789", 123'456'789}, Row{"1234567891", 123'456'789}, Row{nullptr, 0}}) {
    AnswerJson json = whole_answer();
    json["code_smells"][0]["location"] = {{"line_start", row.value}};
    CAPTURE(row.value.dump());
    CHECK(analysis_of(json).smells.at(0).location.line_start == row.line);
    CHECK(analysis_of(json).smells.at(0).location.line_end == row.line);
  }
  for (const AnswerJson& value : {AnswerJson(12.5), AnswerJson("L"), AnswerJson(""), AnswerJson(true)}) {
    AnswerJson json = whole_answer();
    json["code_smells"][0]["location"]["line_end"] = value;
    CHECK(answer_fault(json) == "code_smells[0].location.line_end: expected a whole number");
  }
  AnswerJson json = whole_answer();
  json["code_smells"][0]["location"]["line_end"] = 2;
  CHECK(analysis_of(json).smells.at(0).location.line_end == 3);
}

TEST_CASE("a share is a number from 0 to 1") {
  for (const auto& [value, share] :
       {std::pair{-0.5, 0.0}, std::pair{0.0, 0.0}, std::pair{0.5, 0.5}, std::pair{1.0, 1.0}, std::pair{1.5, 1.0}}) {
    AnswerJson json = whole_answer();
    json["unparsed_share"] = value;
    CHECK(analysis_of(json).unparsed->share == share);
  }
  AnswerJson json = whole_answer();
  json["unparsed_share"] = "0.5";
  CHECK(answer_fault(json) == "unparsed_share: expected a number");
  json.erase("unparsed_share");
  CHECK(analysis_of(json).unparsed == Unparsed{{{9, 10}}, 0});
  json.erase("unparsed");
  CHECK_FALSE(analysis_of(json).unparsed);
  json["unparsed"] = AnswerJson::array();
  CHECK(analysis_of(json).unparsed == Unparsed{});
}

TEST_CASE("what a suggestion answers are places of smells, a thousand at most") {
  AnswerJson json = whole_answer();
  json["code_smells"].push_back(json["code_smells"][0]);
  const auto answers_of = [&](AnswerJson value) {
    json["suggestions"][0]["answers"] = std::move(value);
    return analysis_of(json).suggestions.at(0).answers;
  };
  using Places = std::vector<std::size_t>;
  CHECK(answers_of({0, 1, 2}) == Places{0, 1});
  CHECK(answers_of({1, -1, "0", 0.0, 0}) == Places{1, 0});
  CHECK(answers_of(1).empty());
  CHECK(answers_of(AnswerJson(std::vector<int>(1'001, 1))) == Places(1'000, 1));
  CHECK_FALSE(to_json(analysis_of(json)).dump().empty());
  json["suggestions"][0]["answers"] = AnswerJson::array();
  CHECK_FALSE(to_json(analysis_of(json))["suggestions"][0].contains("answers"));
}

TEST_CASE("of a reuse no more is asked than there is") {
  const auto reuse_of = [](AnswerJson value) {
    AnswerJson json = whole_answer();
    json["reuse"] = std::move(value);
    return analysis_of(json).reuse;
  };
  CHECK(reuse_of({{"units", 0}, {"asked", 0}, {"from", ""}}) == Reuse{});
  CHECK(reuse_of({{"units", 3}, {"asked", 3}, {"from", "f"}}) == Reuse{3, 3, "f"});
  CHECK_FALSE(reuse_of({{"units", 3}, {"asked", 4}, {"from", "f"}}));
  CHECK_FALSE(reuse_of({{"units", 3}, {"asked", -1}, {"from", "f"}}));
  CHECK_FALSE(reuse_of({{"units", -1}, {"asked", -1}, {"from", "f"}}));
  CHECK_FALSE(reuse_of({{"units", -1}, {"asked", -2}, {"from", "f"}}));
  CHECK(reuse_of({{"units", "3"}, {"asked", 0.5}}) == Reuse{});
  CHECK_FALSE(reuse_of(nullptr));
  CHECK_FALSE(to_json(Analysis{}).contains("reuse"));
}

TEST_CASE("members that only look like those that are wanted are read where those are missing") {
  AnswerJson json = whole_answer();
  json["Complexity-Score"] = 1;
  CHECK(analysis_of(json).complexity_score == 7.5);
  json.erase("complexity_score");
  CHECK(analysis_of(json).complexity_score == 1);
  json["code_smells"][0]["location"]["verified"] = "yes";
  json["code_smells"][0]["location"]["qualified_name"] = 5;
  json["code_smells"][0]["value"] = 5.5;
  const Smell smell = analysis_of(json).smells.at(0);
  CHECK_FALSE(smell.location.verified);
  CHECK_FALSE(smell.location.qualified_name);
  CHECK_FALSE(smell.value);
  json["code_smells"][0]["location"] = 5;
  CHECK(answer_fault(json) == "code_smells[0].location: expected an object");
  json = whole_answer();
  json["priorities"] = {"a", {{"n", 5}}};
  CHECK(answer_fault(json) == "priorities[1]: expected a string");
  json["priorities"] = 5;
  CHECK(answer_fault(json) == "priorities: expected a string");
  json["suggestions"][0]["steps"] = {5};  // the first problem is told
  CHECK(answer_fault(json) == "suggestions[0].steps[0]: expected a string");
}

TEST_CASE("of an unknown value 40 bytes are told, of a name 64 bytes are looked at") {
  AnswerJson json = whole_answer();
  json["estimated_effort"] = std::string(41, 'q');
  CHECK(answer_fault(json) == "estimated_effort: unknown value '" + std::string(40, 'q') + "'");
  CHECK(severity_named("high" + std::string(60, ' ') + "x") == Severity::high);
  CHECK_FALSE(severity_named("high" + std::string(59, ' ') + "x"));
  json["code_smells"][0]["severity"] = "major" + std::string(59, ' ') + "x";
  json["estimated_effort"] = "easy";
  CHECK(analysis_of(json).smells.at(0).severity == Severity::high);
  CHECK(analysis_of(json).estimated_effort == Effort::small);
  json["code_smells"][0]["severity"] = "major" + std::string(58, ' ') + "x";
  CHECK(answer_fault(json).starts_with("code_smells[0].severity: unknown value 'major "));
  json.erase("estimated_effort");
  json["code_smells"][0]["severity"] = "low";
  CHECK(analysis_of(json).estimated_effort == Effort::medium);
}

TEST_CASE("an answer is 4 MiB long and 128 deep at most") {
  const std::string answer = whole_answer().dump();
  std::string padded = answer + std::string((std::size_t{4} << 20U) - answer.size(), ' ');
  CHECK(parse_analysis(padded));
  padded += ' ';
  CHECK_FALSE(parse_analysis(padded));
  const auto nested = [&](std::size_t depth) {
    return R"({"x":)" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "," + answer.substr(1);
  };
  CHECK(parse_analysis(nested(128)));
  CHECK_FALSE(parse_analysis(nested(129)));
}

TEST_CASE("only what holds nothing but an answer is unwrapped") {
  const AnswerJson answer = whole_answer();
  CHECK(answer_fault(AnswerJson::array({answer})).empty());
  CHECK(answer_fault(AnswerJson{{"any", answer}}).empty());
  CHECK(answer_fault(AnswerJson(answer.dump())).empty());
  CHECK(answer_fault(AnswerJson(AnswerJson{{"any", answer}}.dump())).empty());
  CHECK(answer_fault(AnswerJson::array({answer, answer})) == "result: expected an object");
  CHECK(answer_fault(AnswerJson::array({5})) == "result: expected an object");
  CHECK(answer_fault(AnswerJson{{"any", answer}, {"other", 1}}) == "code_smells: missing");
  CHECK(answer_fault("no JSON") == "result: expected an object");
  CHECK_FALSE(parse_analysis("no JSON"));
}
