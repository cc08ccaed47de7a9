// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "rustassistant/cache/result_cache.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/config/settings.hpp"
#include "rustassistant/domain/cache_key.hpp"
#include "rustassistant/llm/provider_config.hpp"

// Which factors make up the key of a question, for each who may answer it. Pure.
namespace rustassistant::app {

// What does not depend on who answers.
[[nodiscard]] domain::KeyFactors common_factors(domain::AnalysisType type, std::string_view language,
                                                const codec::Sha256Digest& content_hash);

[[nodiscard]] domain::KeyFactors model_factors(domain::KeyFactors common, const llm::ProviderConfig& config,
                                               const config::Settings& settings);
// `path`: below the repository; files of tests are judged otherwise (source/test_files.hpp).
[[nodiscard]] domain::KeyFactors builtin_factors(domain::KeyFactors common, const config::Settings& settings,
                                                 std::string_view path);

// The key factor config_hash of model answers.
[[nodiscard]] std::string model_options_hash(const config::Settings& settings);

// Model answers to the same question, whoever gave them.
[[nodiscard]] cache::AnswerQuery query_of(domain::KeyFactors common, const config::Settings& settings,
                                          std::span<const std::string> models);

// Where the single-flight lock of a key lies: 62 bits of it.
[[nodiscard]] std::int64_t lock_offset(const domain::CacheKey& key);

}  // namespace rustassistant::app
