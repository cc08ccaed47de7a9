// SPDX-License-Identifier: MIT
#include "rustassistant/domain/findings_json.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/json.hpp"

namespace rustassistant::domain {
namespace {

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

constexpr codec::JsonLimits kResultLimits{4U << 20U, 128};

// A JSON object being read, with its place in the document for messages. The first problem is kept, and what is read
// after it is default values that nobody will see.
class Reader {
 public:
  Reader(const Json& value, std::string place, std::optional<Error>& problem)
      : value_(value), place_(std::move(place)), problem_(problem) {
    if (!value.is_object()) complain("", "expected an object");
  }

  std::string text(const char* name, bool required) const {
    const Json* member = find(name, required);
    if (member == nullptr) return {};
    if (!member->is_string()) return complain(name, "expected a string"), std::string();
    return member->get<std::string>();
  }

  // Nothing where the member is missing or no text.
  std::optional<std::string> optional_text(const char* name) const {
    const Json* member = find(name, false);
    if (member == nullptr || !member->is_string()) return std::nullopt;
    return member->get<std::string>();
  }

  // Nothing where the member is missing or no whole number.
  std::optional<std::int64_t> integer(const char* name) const {
    const Json* member = find(name, false);
    if (member == nullptr || !member->is_number_integer()) return std::nullopt;
    return member->get<std::int64_t>();
  }

  std::vector<std::string> texts(const char* name, bool required) const {
    std::vector<std::string> values;
    each(name, required, [&](const Json& item, const std::string& place) {
      if (!item.is_string()) return problem_at(place, "expected a string");
      values.push_back(item.get<std::string>());
    });
    return values;
  }

  // Null is no score; a missing one is a problem.
  std::optional<double> score(const char* name) const {
    if (value_.is_object() && value_.contains(name) && value_[name].is_null()) return std::nullopt;
    const Json* member = find(name, true);
    if (member == nullptr) return std::nullopt;
    if (!member->is_number()) return complain(name, "expected a number"), std::nullopt;
    return std::clamp(member->get<double>(), 0.0, 100.0);
  }

  // From 0 to 1; 0 where it is missing.
  double share(const char* name) const {
    const Json* member = find(name, false);
    if (member == nullptr) return 0;
    if (!member->is_number()) return complain(name, "expected a number"), 0;
    return std::clamp(member->get<double>(), 0.0, 1.0);
  }

  bool has(const char* name) const { return find(name, false) != nullptr; }

  int line(const char* name) const {
    const Json* member = find(name, false);
    if (member == nullptr) return 0;
    // Some models write 12.0.
    const bool is_whole = member->is_number_integer() ||
                          (member->is_number_float() && std::floor(member->get<double>()) == member->get<double>());
    if (!is_whole) return complain(name, "expected a whole number"), 0;
    return static_cast<int>(std::clamp(member->get<double>(), 0.0, 1e9));
  }

  template <typename Value>
  Value word(const char* name, std::optional<Value> (*named)(std::string_view)) const {
    const std::string text_value = text(name, true);
    const auto value = named(text_value);
    if (!value) complain(name, "unknown value '" + text_value.substr(0, 40) + "'");
    return value.value_or(Value{});
  }

  template <typename Visit>
  void each(const char* name, bool required, Visit visit) const {
    const Json* member = find(name, required);
    if (member == nullptr) return;
    if (!member->is_array()) return complain(name, "expected an array");
    std::size_t index = 0;
    for (const Json& item : *member) visit(item, place_of(name) + "[" + std::to_string(index++) + "]");
  }

  // Nothing for a missing or null member.
  std::optional<Reader> object(const char* name) const {
    const Json* member = find(name, false);
    if (member == nullptr) return std::nullopt;
    return Reader(*member, place_of(name), problem_);
  }

  // Nothing where the member is missing or no truth value.
  std::optional<bool> truth(const char* name) const {
    const Json* member = find(name, false);
    if (member == nullptr || !member->is_boolean()) return std::nullopt;
    return member->get<bool>();
  }

 private:
  const Json* find(const char* name, bool required) const {
    if (!value_.is_object()) return nullptr;
    const auto found = value_.find(name);
    if (found != value_.end() && !found->is_null()) return &*found;
    if (required) complain(name, "missing");
    return nullptr;
  }

  std::string place_of(std::string_view name) const {
    return place_.empty() || name.empty() ? place_ + std::string(name) : place_ + "." + std::string(name);
  }

  void complain(std::string_view name, std::string_view why) const { problem_at(place_of(name), why); }

  void problem_at(std::string_view place, std::string_view why) const {
    if (problem_) return;
    problem_ = Error{Errc::provider, (place.empty() ? "result" : std::string(place)) + ": " + std::string(why), {}};
  }

  const Json& value_;
  std::string place_;
  std::optional<Error>& problem_;
};

Location read_location(const Reader& reader) {
  Location location{reader.line("line_start"), reader.line("line_end"), reader.text("item_name", false),
                    reader.truth("verified"), reader.optional_text("qualified_name")};
  if (location.line_end < location.line_start) location.line_end = location.line_start;
  return location;
}

Smell read_smell(const Reader& reader) {
  Smell smell;
  smell.type = reader.word("smell_type", smell_type_named);
  smell.severity = reader.word("severity", severity_named);
  smell.description = reader.text("description", true);
  smell.impact = reader.text("impact", false);
  if (const auto location = reader.object("location")) smell.location = read_location(*location);
  smell.value = reader.integer("value");
  return smell;
}

Suggestion read_suggestion(const Reader& reader) {
  Suggestion suggestion;
  suggestion.type = reader.word("refactoring_type", refactoring_type_named);
  suggestion.title = reader.text("title", true);
  suggestion.description = reader.text("description", true);
  suggestion.benefits = reader.texts("benefits", false);
  suggestion.steps = reader.texts("steps", false);
  if (const auto example = reader.object("example")) {
    suggestion.example =
        Example{example->text("before", false), example->text("after", false), example->text("explanation", false)};
  }
  suggestion.effort = reader.word("effort", effort_named);
  suggestion.priority = reader.word("priority", severity_named);
  return suggestion;
}

// Nothing where the result says nothing of it.
std::optional<Unparsed> read_unparsed(const Reader& reader, std::optional<Error>& problem) {
  if (!reader.has("unparsed")) return std::nullopt;
  Unparsed unparsed;
  reader.each("unparsed", false, [&](const Json& item, const std::string& place) {
    const Reader range(item, place, problem);
    unparsed.ranges.push_back({range.line("line_start"), range.line("line_end")});
  });
  unparsed.share = reader.share("unparsed_share");
  return unparsed;
}

OrderedJson score_json(const std::optional<double>& score) {
  return score ? OrderedJson(*score) : OrderedJson(nullptr);
}

OrderedJson ranges_json(const std::vector<LineRange>& ranges) {
  OrderedJson json = OrderedJson::array();
  for (const LineRange& range : ranges)
    json.push_back({{"line_start", range.line_start}, {"line_end", range.line_end}});
  return json;
}

OrderedJson location_json(const Location& location, std::string_view path) {
  OrderedJson json;
  if (!path.empty()) json["file"] = path;
  json["line_start"] = location.line_start;
  json["line_end"] = location.line_end;
  json["item_name"] = location.item_name;
  if (location.verified) json["verified"] = *location.verified;
  if (location.qualified_name) json["qualified_name"] = *location.qualified_name;
  return json;
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

OrderedJson suggestion_json(const Suggestion& suggestion) {
  OrderedJson example = nullptr;
  if (suggestion.example) {
    example = {{"before", suggestion.example->before},
               {"after", suggestion.example->after},
               {"explanation", suggestion.example->explanation}};
  }
  return {{"refactoring_type", name_of(suggestion.type)},
          {"title", suggestion.title},
          {"description", suggestion.description},
          {"benefits", suggestion.benefits},
          {"steps", suggestion.steps},
          {"example", std::move(example)},
          {"effort", name_of(suggestion.effort)},
          {"priority", name_of(suggestion.priority)}};
}

}  // namespace

Result<Analysis> parse_analysis(std::string_view text) {
  auto json = codec::parse_json(text, kResultLimits);
  if (!json) return fail(Errc::provider, json.error().what);
  std::optional<Error> problem;
  const Reader reader(*json, "", problem);
  Analysis analysis;
  reader.each("code_smells", true, [&](const Json& item, const std::string& place) {
    analysis.smells.push_back(read_smell(Reader(item, place, problem)));
  });
  reader.each("suggestions", true, [&](const Json& item, const std::string& place) {
    analysis.suggestions.push_back(read_suggestion(Reader(item, place, problem)));
  });
  analysis.complexity_score = reader.score("complexity_score");
  analysis.maintainability_score = reader.score("maintainability_score");
  analysis.priorities = reader.texts("priorities", true);
  analysis.estimated_effort = reader.word("estimated_effort", effort_named);
  analysis.unparsed = read_unparsed(reader, problem);
  if (problem) return tl::unexpected(std::move(*problem));
  return analysis;
}

OrderedJson to_json(const Analysis& analysis, std::string_view path) {
  OrderedJson smells = OrderedJson::array();
  for (const Smell& smell : analysis.smells) smells.push_back(smell_json(smell, path));
  OrderedJson suggestions = OrderedJson::array();
  for (const Suggestion& suggestion : analysis.suggestions) suggestions.push_back(suggestion_json(suggestion));
  OrderedJson json = {{"code_smells", std::move(smells)},
                      {"suggestions", std::move(suggestions)},
                      {"complexity_score", score_json(analysis.complexity_score)},
                      {"maintainability_score", score_json(analysis.maintainability_score)},
                      {"priorities", analysis.priorities},
                      {"estimated_effort", name_of(analysis.estimated_effort)}};
  if (analysis.unparsed) {
    json["unparsed"] = ranges_json(analysis.unparsed->ranges);
    json["unparsed_share"] = analysis.unparsed->share;
  }
  return json;
}

std::string serialise(const Analysis& analysis) {
  return codec::dump_json(to_json(analysis), codec::JsonStyle::compact);
}

}  // namespace rustassistant::domain
