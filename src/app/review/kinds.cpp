// SPDX-License-Identifier: MIT
#include "kinds.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include "rustassistant/domain/findings_json.hpp"
#include "rustassistant/domain/thresholds.hpp"
#include "rustassistant/domain/unite.hpp"
#include "rustassistant/privacy/secrets.hpp"
#include "rustassistant/source/analyzer.hpp"
#include "rustassistant/source/language.hpp"
#include "rustassistant/source/locations.hpp"
#include "rustassistant/source/test_files.hpp"

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

Result<domain::Document> parse_refactor(std::string_view text) {
  TRY_ASSIGN(domain::Document document, domain::parse_analysis(text));
  return document;
}

std::string serialise_refactor(const domain::Document& document) {
  return domain::serialise(std::get<domain::Analysis>(document));
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

std::vector<domain::Finding> findings_in_refactor(const domain::Document& document) {
  return domain::findings_of(std::get<domain::Analysis>(document));
}

void unite_refactor(domain::Document& answer, const std::string& model, const domain::Document& measured) {
  domain::unite(std::get<domain::Analysis>(answer), model, std::get<domain::Analysis>(measured));
}

// Without a grammar nobody judged the file.
domain::Document measure(std::string_view content, std::string_view language, std::string_view path,
                         const config::Settings& settings) {
  const auto role = source::is_test_path(path) ? source::FileRole::test : source::FileRole::product;
  const auto magic = settings.analysis.magic_numbers ? source::MagicNumbers::on : source::MagicNumbers::off;
  return source::analyze(content, language, settings.analysis.thresholds, role, magic).value_or(domain::Analysis{});
}

constexpr std::array<Kind, 1> kKinds{{
    {domain::AnalysisType::refactor, "1", kThresholdOptions, parse_refactor, serialise_refactor, distrust_refactor,
     complete_refactor, findings_in_refactor, unite_refactor, measure},
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

const Kind& kind_of(domain::AnalysisType type) {
  const Kind* kind = find_kind(type);
  assert(kind != nullptr);
  return *kind;
}

std::string builtin_options(const Kind& kind, const config::Settings& settings, std::string_view path) {
  std::string text;
  append(text, kind.options, settings);
  if (settings.analysis.magic_numbers) text += ";magic_numbers";
  return text + (source::is_test_path(path) ? ";tests" : "");
}

std::string model_options(const Kind& kind, const config::Settings& settings) {
  std::string text;
  append(text, kind.options, settings);
  append(text, kModelOptions, settings);
  return text;
}

}  // namespace rustassistant::app
