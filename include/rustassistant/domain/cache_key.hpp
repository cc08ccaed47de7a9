// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace rustassistant::domain {

// SHA-256 over all factors that affect an answer; docs/cache-key.md has the byte grammar.
using CacheKey = std::array<std::uint8_t, 32>;

inline constexpr std::string_view kKeyFormat = "rustassistant-key/1";

// The factors, as the text that is hashed.
struct KeyFactors {
  std::string type;            // analysis type
  std::string provider;        // provider name
  std::string endpoint;        // empty for the provider's own base URL, else scheme, host and port
  std::string model;           // the id sent; for builtin "builtin/<analyzer version>"
  std::string prompt_hash;     // first 16 hex digits of SHA-256 of prompt template and answer schema; empty for builtin
  std::string schema_version;  // of the result
  std::string language;        // from name and content
  std::string config_hash;     // of the options that change the answer
  std::string context_hash;    // of dependency summaries sent along; empty without
  std::string content_hash;    // 64 hex digits: SHA-256 of the file's bytes
};

struct Factor {
  std::string_view name;
  std::string KeyFactors::* value;
};

// In hashing order, after the format. Hashing and its test both read this table.
inline constexpr std::array<Factor, 10> kFactors{{
    {"type", &KeyFactors::type},
    {"provider", &KeyFactors::provider},
    {"endpoint", &KeyFactors::endpoint},
    {"model", &KeyFactors::model},
    {"prompt_hash", &KeyFactors::prompt_hash},
    {"schema_version", &KeyFactors::schema_version},
    {"language", &KeyFactors::language},
    {"config_hash", &KeyFactors::config_hash},
    {"context_hash", &KeyFactors::context_hash},
    {"content_hash", &KeyFactors::content_hash},
}};

[[nodiscard]] CacheKey cache_key(const KeyFactors& factors);

// The first eight bytes as a big-endian number: an index that nearly always names one key. Whoever uses it compares the
// rest, too.
[[nodiscard]] std::uint64_t prefix_of(const CacheKey& key);

}  // namespace rustassistant::domain
