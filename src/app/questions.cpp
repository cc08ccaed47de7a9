// SPDX-License-Identifier: MIT
#include "questions.hpp"

#include <utility>

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

cache::AnswerQuery query_of(domain::KeyFactors common, const config::Settings& settings,
                            std::span<const std::string> models) {
  common.prompt_hash = llm::prompt_hash(domain::AnalysisType::refactor);
  common.config_hash = model_options_hash(settings);
  return {std::move(common), models};
}

std::int64_t lock_offset(const domain::CacheKey& key) {
  return static_cast<std::int64_t>(domain::prefix_of(key) >> 2U);
}

}  // namespace rustassistant::app
