// SPDX-License-Identifier: MIT
#include "rustassistant/domain/quality.hpp"

#include <array>
#include <utility>

#include "json_reader.hpp"
#include "rustassistant/codec/json.hpp"
#include "said_names.hpp"

namespace rustassistant::domain {
namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, 5> kCategories{"correctness", "security", "performance", "tests", "api"};

struct Measure {
  const char* name;
  int FileMeasures::* value;
};
constexpr std::array<Measure, 7> kMeasures{{
    {"lines", &FileMeasures::lines},
    {"functions", &FileMeasures::functions},
    {"imports", &FileMeasures::imports},
    {"longest_function", &FileMeasures::longest},
    {"most_complex", &FileMeasures::most_complex},
    {"mean_complexity_tenths", &FileMeasures::mean_complexity},
    {"deepest_nesting", &FileMeasures::deepest},
}};

QualityFinding read_finding(const Reader& reader) {
  QualityFinding finding;
  finding.category = reader.word("category", quality_category_named);
  finding.severity = reader.word("severity", severity_meant);
  finding.title = reader.text("title", true);
  finding.description = reader.text("description", true);
  finding.recommendation = reader.text("recommendation", false);
  if (const auto location = reader.object("location")) finding.location = read_location(*location);
  return finding;
}

HotSpot read_hot_spot(const Reader& reader) {
  HotSpot spot;
  if (const auto location = reader.object("location")) spot.location = read_location(*location);
  spot.lines = reader.line("lines");
  spot.complexity = reader.line("complexity");
  spot.nesting = reader.line("nesting");
  spot.parameters = reader.line("parameters");
  return spot;
}

OrderedJson finding_json(const QualityFinding& finding, std::string_view path) {
  return {{"category", name_of(finding.category)},
          {"severity", name_of(finding.severity)},
          {"title", finding.title},
          {"description", finding.description},
          {"recommendation", finding.recommendation},
          {"location", location_json(finding.location, path)}};
}

OrderedJson hot_spot_json(const HotSpot& spot, std::string_view path) {
  return {{"location", location_json(spot.location, path)},
          {"lines", spot.lines},
          {"complexity", spot.complexity},
          {"nesting", spot.nesting},
          {"parameters", spot.parameters}};
}

OrderedJson measures_json(const std::optional<FileMeasures>& measures) {
  if (!measures) return nullptr;
  OrderedJson json;
  for (const Measure& measure : kMeasures) json[measure.name] = (*measures).*measure.value;
  return json;
}

}  // namespace

std::string_view name_of(QualityCategory category) {
  return kCategories.at(static_cast<std::size_t>(category));
}

std::optional<QualityCategory> quality_category_named(std::string_view name) {
  for (std::size_t i = 0; i < kCategories.size(); ++i) {
    if (kCategories.at(i) == name) return static_cast<QualityCategory>(i);
  }
  return std::nullopt;
}

Result<QualityReview> parse_quality(std::string_view text) {
  TRY_ASSIGN(const Json json, parse_result(text));
  std::optional<Error> problem;
  const Reader reader(json, "", problem);
  QualityReview review;
  review.summary = reader.text("summary", true);
  reader.each("findings", true, [&](const Json& item, const std::string& place) {
    review.findings.push_back(read_finding(Reader(item, place, problem)));
  });
  if (const auto measures = reader.object("measures")) {
    review.measures.emplace();
    for (const Measure& measure : kMeasures) (*review.measures).*measure.value = measures->line(measure.name);
  }
  reader.each("hot_spots", false, [&](const Json& item, const std::string& place) {
    review.hot_spots.push_back(read_hot_spot(Reader(item, place, problem)));
  });
  review.judged = reader.truth("judged").value_or(true);
  review.unparsed = read_unparsed(reader, problem);
  if (problem) return tl::unexpected(std::move(*problem));
  return review;
}

OrderedJson to_json(const QualityReview& review, std::string_view path) {
  OrderedJson findings = OrderedJson::array();
  for (const QualityFinding& finding : review.findings) findings.push_back(finding_json(finding, path));
  OrderedJson hot_spots = OrderedJson::array();
  for (const HotSpot& spot : review.hot_spots) hot_spots.push_back(hot_spot_json(spot, path));
  OrderedJson json = {{"summary", review.summary},
                      {"findings", std::move(findings)},
                      {"measures", measures_json(review.measures)},
                      {"hot_spots", std::move(hot_spots)},
                      {"judged", review.judged}};
  write_unparsed(review.unparsed, json);
  return json;
}

std::string serialise(const QualityReview& review) {
  return codec::dump_json(to_json(review), codec::JsonStyle::compact);
}

}  // namespace rustassistant::domain
