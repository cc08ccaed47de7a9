// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "kinds.hpp"
#include "rustassistant/cache/result_cache.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/config/settings.hpp"
#include "rustassistant/domain/cache_key.hpp"
#include "rustassistant/llm/provider_config.hpp"

// Which factors make up the key of a question, for each who may answer it. Pure.
namespace rustassistant::app {

// A question to one who may answer it: the factors, and the key that they come to.
struct KeyedFactors {
  domain::KeyFactors factors;
  domain::CacheKey key{};

  explicit KeyedFactors(domain::KeyFactors all) : factors(std::move(all)), key(domain::cache_key(factors)) {}
};

// What does not depend on who answers. A type without a row in the table of kinds has version 1 of its schema.
[[nodiscard]] domain::KeyFactors common_factors(domain::AnalysisType type, std::string_view language,
                                                const codec::Sha256Digest& content_hash);

[[nodiscard]] domain::KeyFactors model_factors(domain::KeyFactors common, const Kind& kind,
                                               const llm::ProviderConfig& config, const config::Settings& settings);
// `path`: below the repository; files of tests are judged otherwise (source/test_files.hpp).
[[nodiscard]] domain::KeyFactors builtin_factors(domain::KeyFactors common, const Kind& kind,
                                                 const config::Settings& settings, std::string_view path);

// The key factor config_hash of model answers.
[[nodiscard]] std::string model_options_hash(const Kind& kind, const config::Settings& settings);

// Model answers to the same question, whoever gave them. The query lives as long as `models`.
[[nodiscard]] cache::AnswerQuery query_of(const Kind& kind, domain::KeyFactors common, const config::Settings& settings,
                                          std::span<const std::string> models);

// Where the single-flight lock of a key lies: 62 bits of it.
[[nodiscard]] std::int64_t lock_offset(const domain::CacheKey& key);

}  // namespace rustassistant::app
