// SPDX-License-Identifier: MIT
#include "rustassistant/domain/findings_json.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "json_reader.hpp"
#include "rustassistant/codec/json.hpp"
#include "said_names.hpp"

namespace rustassistant::domain {
namespace {

Smell read_smell(const Reader& reader) {
  Smell smell;
  smell.type = reader.word("smell_type", smell_type_meant);
  smell.severity = reader.word("severity", severity_meant);
  smell.description = reader.text("description", true);
  smell.impact = reader.text("impact", false);
  if (const auto location = reader.object("location")) smell.location = read_location(*location);
  smell.value = reader.integer("value");
  return smell;
}

Suggestion read_suggestion(const Reader& reader) {
  Suggestion suggestion;
  suggestion.type = reader.word("refactoring_type", refactoring_type_meant);
  suggestion.title = reader.text("title", true);
  suggestion.description = reader.text("description", true);
  suggestion.benefits = reader.texts("benefits", false);
  suggestion.steps = reader.texts("steps", false);
  if (const auto example = reader.object("example")) {
    suggestion.example =
        Example{example->text("before", false), example->text("after", false), example->text("explanation", false)};
  }
  suggestion.effort = reader.word("effort", effort_meant);
  suggestion.priority = reader.word("priority", severity_meant);
  suggestion.answers = reader.indices("answers");
  return suggestion;
}

OrderedJson score_json(const std::optional<double>& score) {
  return score ? OrderedJson(*score) : OrderedJson(nullptr);
}

OrderedJson smell_json(const Smell& smell, std::string_view path) {
  OrderedJson json = {{"smell_type", name_of(smell.type)},
                      {"severity", name_of(smell.severity)},
                      {"description", smell.description},
                      {"impact", smell.impact},
                      {"location", location_json(smell.location, path)}};
  if (smell.value) json["value"] = *smell.value;
  return json;
}

// `with_answers`: the places of what it answers, which are those of the stored document.
OrderedJson suggestion_json(const Suggestion& suggestion, bool with_answers) {
  OrderedJson example = nullptr;
  if (suggestion.example) {
    example = {{"before", suggestion.example->before},
               {"after", suggestion.example->after},
               {"explanation", suggestion.example->explanation}};
  }
  OrderedJson json = {{"refactoring_type", name_of(suggestion.type)},
                      {"title", suggestion.title},
                      {"description", suggestion.description},
                      {"benefits", suggestion.benefits},
                      {"steps", suggestion.steps},
                      {"example", std::move(example)},
                      {"effort", name_of(suggestion.effort)},
                      {"priority", name_of(suggestion.priority)}};
  if (with_answers && !suggestion.answers.empty()) json["answers"] = suggestion.answers;
  return json;
}

std::optional<Reuse> read_reuse(const Reader& reader) {
  const auto object = reader.object("reuse");
  if (!object) return std::nullopt;
  const Reuse reuse{object->integer("units").value_or(0), object->integer("asked").value_or(0),
                    object->text("from", false)};
  return reuse.units < 0 || reuse.asked < 0 || reuse.asked > reuse.units ? std::nullopt : std::optional(reuse);
}

// Places of smells that are not there.
void drop_wrong_answers(Analysis& analysis) {
  for (Suggestion& suggestion : analysis.suggestions)
    std::erase_if(suggestion.answers, [&](std::size_t index) { return index >= analysis.smells.size(); });
}

}  // namespace

Result<Analysis> parse_analysis(std::string_view text) {
  TRY_ASSIGN(const Json json, parse_result(text));
  std::optional<Error> problem;
  const Reader reader(json, "", problem);
  Analysis analysis;
  reader.each("code_smells", true, [&](const Json& item, const std::string& place) {
    analysis.smells.push_back(read_smell(Reader(item, place, problem)));
  });
  reader.each("suggestions", false, [&](const Json& item, const std::string& place) {
    analysis.suggestions.push_back(read_suggestion(Reader(item, place, problem)));
  });
  analysis.complexity_score = reader.score("complexity_score");
  analysis.maintainability_score = reader.score("maintainability_score");
  analysis.priorities = reader.texts("priorities", false);
  analysis.estimated_effort = Effort::medium;  // where it is missing
  if (reader.has("estimated_effort")) analysis.estimated_effort = reader.word("estimated_effort", effort_meant);
  analysis.unparsed = read_unparsed(reader, problem);
  analysis.reuse = read_reuse(reader);
  drop_wrong_answers(analysis);
  if (problem) return tl::unexpected(std::move(*problem));
  return analysis;
}

OrderedJson to_json(const Analysis& analysis, std::string_view path) {
  OrderedJson smells = OrderedJson::array();
  for (const Smell& smell : analysis.smells) smells.push_back(smell_json(smell, path));
  OrderedJson suggestions = OrderedJson::array();
  for (const Suggestion& suggestion : analysis.suggestions)
    suggestions.push_back(suggestion_json(suggestion, path.empty()));
  OrderedJson json = {{"code_smells", std::move(smells)},
                      {"suggestions", std::move(suggestions)},
                      {"complexity_score", score_json(analysis.complexity_score)},
                      {"maintainability_score", score_json(analysis.maintainability_score)},
                      {"priorities", analysis.priorities},
                      {"estimated_effort", name_of(analysis.estimated_effort)}};
  write_unparsed(analysis.unparsed, json);
  if (path.empty() && analysis.reuse)
    json["reuse"] = {
        {"units", analysis.reuse->units}, {"asked", analysis.reuse->asked}, {"from", analysis.reuse->from}};
  return json;
}

std::string serialise(const Analysis& analysis) {
  return codec::dump_json(to_json(analysis), codec::JsonStyle::compact);
}

}  // namespace rustassistant::domain
