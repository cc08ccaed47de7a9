// SPDX-License-Identifier: MIT
#include "keys.hpp"

#include <utility>

#include "rustassistant/base/text.hpp"
#include "rustassistant/llm/prompt.hpp"
#include "rustassistant/privacy/secrets.hpp"
#include "rustassistant/source/analyzer.hpp"

namespace rustassistant::app {
namespace {

std::string hash_of_options(const std::string& options) {
  return codec::sha256_hex(options).substr(0, 16);
}

}  // namespace

std::string model_options_hash(const Kind& kind, const config::Settings& settings) {
  return hash_of_options(model_options(kind, settings));
}

domain::KeyFactors common_factors(domain::AnalysisType type, std::string_view language,
                                  const codec::Sha256Digest& content_hash) {
  const Kind* kind = find_kind(type);
  domain::KeyFactors factors;
  factors.type = name_of(type);
  factors.schema_version = kind == nullptr ? "1" : kind->schema_version;
  factors.language = language;
  factors.content_hash = to_hex(content_hash);
  return factors;
}

domain::KeyFactors model_factors(domain::KeyFactors common, const Kind& kind, const llm::ProviderConfig& config,
                                 const config::Settings& settings) {
  common.provider = name_of(config.provider);
  common.endpoint = llm::endpoint_of(config);
  common.model = config.model;
  common.prompt_hash = llm::prompt_hash(kind.type);
  common.config_hash = model_options_hash(kind, settings);
  return common;
}

domain::KeyFactors builtin_factors(domain::KeyFactors common, const Kind& kind, const config::Settings& settings,
                                   std::string_view path) {
  common.context_hash.clear();  // builtin looks at nothing but the file
  common.provider = name_of(domain::Provider::builtin);
  common.model = "builtin/" + std::string(source::kAnalyzerVersion);
  common.config_hash = hash_of_options(builtin_options(kind, settings, path));
  return common;
}

cache::AnswerQuery query_of(const Kind& kind, domain::KeyFactors common, const config::Settings& settings,
                            std::span<const std::string> models) {
  common.prompt_hash = llm::prompt_hash(kind.type);
  common.config_hash = model_options_hash(kind, settings);
  return {std::move(common), models};
}

std::int64_t lock_offset(const domain::CacheKey& key) {
  return static_cast<std::int64_t>(domain::prefix_of(key) >> 2U);
}

}  // namespace rustassistant::app
