// SPDX-License-Identifier: MIT
#include "questions.hpp"

#include "rustassistant/base/text.hpp"
#include "rustassistant/domain/findings.hpp"
#include "rustassistant/llm/prompt.hpp"
#include "rustassistant/privacy/secrets.hpp"
#include "rustassistant/source/analyzer.hpp"
#include "rustassistant/source/test_files.hpp"

namespace rustassistant::app {
namespace {

// The options that change an answer, as text that docs/cache-key.md describes; 16 hex digits of its hash.
std::string hash_of_options(const std::string& options) {
  return codec::sha256_hex(options).substr(0, 16);
}

std::string thresholds_text(const domain::Thresholds& thresholds) {
  return "function_lines=" + std::to_string(thresholds.function_lines) +
         ";parameters=" + std::to_string(thresholds.parameters) + ";nesting=" + std::to_string(thresholds.nesting) +
         ";complexity=" + std::to_string(thresholds.complexity) +
         ";module_lines=" + std::to_string(thresholds.module_lines);
}

}  // namespace

std::string model_options_hash(const config::Settings& settings) {
  return hash_of_options(thresholds_text(settings.analysis.thresholds) +
                         ";max_output_tokens=" + std::to_string(settings.llm.max_output_tokens) +
                         ";redact=" + std::string(name_of(settings.privacy.redact)) + "/" +
                         std::string(privacy::kSecretRulesVersion));
}

domain::KeyFactors common_factors(domain::AnalysisType type, std::string_view language,
                                  const codec::Sha256Digest& content_hash) {
  domain::KeyFactors factors;
  factors.type = name_of(type);
  factors.schema_version = domain::kResultSchemaVersion;
  factors.language = language;
  factors.content_hash = to_hex(content_hash);
  return factors;
}

domain::KeyFactors model_factors(domain::KeyFactors common, const llm::ProviderConfig& config,
                                 const config::Settings& settings) {
  common.provider = name_of(config.provider);
  common.endpoint = llm::endpoint_of(config);
  common.model = config.model;
  common.prompt_hash = llm::prompt_hash(domain::AnalysisType::refactor);
  common.config_hash = model_options_hash(settings);
  return common;
}

domain::KeyFactors builtin_factors(domain::KeyFactors common, const config::Settings& settings, std::string_view path) {
  common.provider = name_of(domain::Provider::builtin);
  common.model = "builtin/" + std::string(source::kAnalyzerVersion);
  common.config_hash =
      hash_of_options(thresholds_text(settings.analysis.thresholds) + (source::is_test_path(path) ? ";tests" : ""));
  return common;
}

cache::AnswerQuery query_of(const domain::KeyFactors& common, const codec::Sha256Digest& content_hash,
                            const config::Settings& settings, std::span<const std::string> models) {
  cache::AnswerQuery query;
  query.content_hash = content_hash;
  query.type = domain::AnalysisType::refactor;
  query.prompt_hash = llm::prompt_hash(domain::AnalysisType::refactor);
  query.schema_version = common.schema_version;
  query.language = common.language;
  query.config_hash = model_options_hash(settings);
  query.models = models;
  return query;
}

cache::EntryInfo entry_info(const domain::KeyFactors& factors, domain::Provider provider,
                            const codec::Sha256Digest& content_hash) {
  cache::EntryInfo info;
  info.key = domain::cache_key(factors);
  info.type = domain::analysis_type_named(factors.type).value_or(domain::AnalysisType::refactor);
  info.provider = provider;
  info.endpoint = factors.endpoint;
  info.model = factors.model;
  info.prompt_hash = factors.prompt_hash;
  info.schema_version = factors.schema_version;
  info.language = factors.language;
  info.config_hash = factors.config_hash;
  info.context_hash = factors.context_hash;
  info.content_hash = content_hash;
  return info;
}

std::int64_t lock_offset(const domain::CacheKey& key) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < 8; ++i) bits = bits << 8U | key[i];
  return static_cast<std::int64_t>(bits >> 2U);
}

}  // namespace rustassistant::app
