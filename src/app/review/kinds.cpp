// SPDX-License-Identifier: MIT
#include "kinds.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include "rustassistant/domain/findings_json.hpp"
#include "rustassistant/domain/thresholds.hpp"
#include "rustassistant/domain/unite.hpp"
#include "rustassistant/llm/prompt.hpp"
#include "rustassistant/privacy/secrets.hpp"
#include "rustassistant/source/analyzer.hpp"
#include "rustassistant/source/documentation.hpp"
#include "rustassistant/source/language.hpp"
#include "rustassistant/source/locations.hpp"
#include "rustassistant/source/quality.hpp"
#include "rustassistant/source/todos.hpp"

namespace rustassistant::app {
namespace {

template <std::size_t index>
constexpr Option threshold_option() {
  return {domain::kThresholds[index].name, [](const config::Settings& settings) {
            return std::to_string(settings.analysis.thresholds.*domain::kThresholds[index].value);
          }};
}

template <std::size_t... indices>
constexpr std::array<Option, sizeof...(indices)> threshold_options(std::index_sequence<indices...>) {
  return {threshold_option<indices>()...};
}

constexpr auto kThresholdOptions = threshold_options(std::make_index_sequence<domain::kThresholds.size()>());

// Of every model answer.
constexpr std::array<Option, 2> kModelOptions{{
    {"max_output_tokens",
     [](const config::Settings& settings) { return std::to_string(settings.llm.max_output_tokens); }},
    {"redact",
     [](const config::Settings& settings) {
       return std::string(name_of(settings.privacy.redact)) + "/" + std::string(privacy::kSecretRulesVersion);
     }},
}};

// What is the same for every type but for the name of its document.
template <typename Content, Result<Content> (*read)(std::string_view)>
Result<domain::Document> parse(std::string_view text) {
  TRY_ASSIGN(domain::Document document, read(text));
  return document;
}
template <typename Content>
std::string serialise(const domain::Document& document) {
  return domain::serialise(std::get<Content>(document));
}
template <typename Content>
std::vector<domain::Finding> findings_in(const domain::Document& document) {
  return domain::findings_of(std::get<Content>(document));
}

void distrust_refactor(domain::Document& document) {
  auto& analysis = std::get<domain::Analysis>(document);
  for (domain::Smell& smell : analysis.smells) {
    smell.location.verified.reset();
    smell.location.qualified_name.reset();
    smell.value.reset();
  }
  analysis.unparsed.reset();
}

void complete_refactor(domain::Document& document, std::string_view content, std::string_view language) {
  auto& analysis = std::get<domain::Analysis>(document);
  const bool unchecked = std::any_of(analysis.smells.begin(), analysis.smells.end(), [](const domain::Smell& smell) {
    return !smell.location.verified || !smell.location.qualified_name;
  });
  if (unchecked || (!analysis.unparsed && source::has_grammar(language))) source::check(analysis, content, language);
}

void unite_refactor(domain::Document& answer, const std::string& model, const domain::Document& measured) {
  domain::unite(std::get<domain::Analysis>(answer), model, std::get<domain::Analysis>(measured));
}

// Without a grammar nobody judged the file.
domain::Document measure(std::string_view content, std::string_view language, std::string_view path,
                         const config::Settings& settings) {
  return source::analyze(content, language, settings.analysis.thresholds, source::role_of(path),
                         settings.analysis.kinds)
      .value_or(domain::Analysis{});
}

// What is found in the file itself needs no check.
void leave_alone(domain::Document& /*document*/) {}
void leave_as_found(domain::Document& /*document*/, std::string_view /*content*/, std::string_view /*language*/) {}

domain::Document scan_todos(std::string_view content, std::string_view language, std::string_view /*path*/,
                            const config::Settings& /*settings*/) {
  return source::find_todos(content, language);
}

void distrust_docs(domain::Document& document) {
  auto& documentation = std::get<domain::Documentation>(document);
  for (domain::DocumentedItem& item : documentation.items) {
    item.location.verified.reset();
    item.location.qualified_name.reset();
    for (domain::DocumentedParameter& parameter : item.parameters) parameter.verified.reset();
  }
  documentation.unparsed.reset();
  documentation.judged = true;
}

void complete_docs(domain::Document& document, std::string_view content, std::string_view language) {
  auto& documentation = std::get<domain::Documentation>(document);
  const bool unchecked = std::any_of(documentation.items.begin(), documentation.items.end(),
                                     [](const domain::DocumentedItem& item) { return !item.location.verified; });
  if (unchecked || (!documentation.unparsed && source::has_grammar(language)))
    source::check(documentation, content, language);
}

domain::Document extract_docs(std::string_view content, std::string_view language, std::string_view /*path*/,
                              const config::Settings& /*settings*/) {
  return source::document(content, language);
}

void distrust_quality(domain::Document& document) {
  auto& review = std::get<domain::QualityReview>(document);
  for (domain::QualityFinding& finding : review.findings) {
    finding.location.verified.reset();
    finding.location.qualified_name.reset();
  }
  review.measures.reset();
  review.hot_spots.clear();
  review.unparsed.reset();
  review.judged = true;
}

void complete_quality(domain::Document& document, std::string_view content, std::string_view language) {
  auto& review = std::get<domain::QualityReview>(document);
  const bool unchecked = std::any_of(review.findings.begin(), review.findings.end(), [](const auto& finding) {
    return !finding.location.verified || !finding.location.qualified_name;
  });
  if (unchecked || (!review.measures && source::has_grammar(language))) source::check(review, content, language);
}

domain::Document measure_quality(std::string_view content, std::string_view language, std::string_view /*path*/,
                                 const config::Settings& /*settings*/) {
  return source::measure_quality(content, language);
}

constexpr std::array<Kind, 4> kKinds{{
    {domain::AnalysisType::refactor, "1", kThresholdOptions, parse<domain::Analysis, domain::parse_analysis>,
     serialise<domain::Analysis>, distrust_refactor, complete_refactor, findings_in<domain::Analysis>, unite_refactor,
     measure},
    {domain::AnalysisType::docs,
     "2",
     {},
     parse<domain::Documentation, domain::parse_documentation>,
     serialise<domain::Documentation>,
     distrust_docs,
     complete_docs,
     nullptr,
     nullptr,
     extract_docs},
    {domain::AnalysisType::analysis,
     "2",
     {},
     parse<domain::QualityReview, domain::parse_quality>,
     serialise<domain::QualityReview>,
     distrust_quality,
     complete_quality,
     findings_in<domain::QualityReview>,
     nullptr,
     measure_quality},
    {domain::AnalysisType::todos,
     "2",
     {},
     parse<domain::Todos, domain::parse_todos>,
     serialise<domain::Todos>,
     leave_alone,
     leave_as_found,
     findings_in<domain::Todos>,
     nullptr,
     scan_todos},
}};

void append(std::string& text, std::span<const Option> options, const config::Settings& settings) {
  for (const Option& option : options) {
    if (!text.empty()) text += ';';
    text += std::string(option.name) + "=" + option.value(settings);
  }
}

}  // namespace

std::span<const Kind> kinds() {
  return kKinds;
}

const Kind* find_kind(domain::AnalysisType type) {
  const auto* const found =
      std::find_if(kKinds.begin(), kKinds.end(), [type](const Kind& kind) { return kind.type == type; });
  return found == kKinds.end() ? nullptr : found;
}

bool asks_models(const Kind& kind) {
  return llm::has_prompt(kind.type);
}

bool is_by_units(const Kind& kind) {
  return llm::has_partial_prompt(kind.type);
}

const Kind& kind_of(domain::AnalysisType type) {
  const Kind* kind = find_kind(type);
  assert(kind != nullptr);
  return *kind;
}

std::string builtin_options(const Kind& kind, const config::Settings& settings, std::string_view path) {
  std::string text;
  append(text, kind.options, settings);
  for (const domain::OptionalKind& optional : domain::kOptionalKinds) {
    if (settings.analysis.kinds.*optional.value) text += ";" + std::string(domain::name_of(optional.type));
  }
  constexpr std::array<std::string_view, 3> kRoles{"", ";header", ";tests"};
  return text + std::string(kRoles.at(static_cast<std::size_t>(source::role_of(path))));
}

std::string model_options(const Kind& kind, const config::Settings& settings) {
  std::string text;
  append(text, kind.options, settings);
  append(text, kModelOptions, settings);
  return text;
}

}  // namespace rustassistant::app
