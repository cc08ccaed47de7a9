// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rustassistant/cache/entry.hpp"
#include "rustassistant/db/statement.hpp"
#include "rustassistant/domain/provider.hpp"

// How parts of an entry are stored.
namespace rustassistant::cache {

using Hash = std::array<std::uint8_t, 32>;

// The factors that are plain text, in the order of the columns of `variant` and after them that of `entry`.
inline constexpr std::string domain::KeyFactors::* kTextFactors[] = {
    &domain::KeyFactors::endpoint,       &domain::KeyFactors::model,    &domain::KeyFactors::prompt_hash,
    &domain::KeyFactors::schema_version, &domain::KeyFactors::language, &domain::KeyFactors::config_hash,
    &domain::KeyFactors::context_hash,
};

// A hash is stored as its first eight bytes, a big-endian number, and the rest, which lives as long as the hash.
[[nodiscard]] std::int64_t prefix_of(const Hash& hash);
[[nodiscard]] db::Blob rest_of(const Hash& hash);
// Nothing where the parts are no whole hash.
[[nodiscard]] std::optional<Hash> joined_hash(std::int64_t prefix, db::Blob rest);
// The first four bytes, big endian.
[[nodiscard]] std::uint32_t tag_of(const Hash& hash);

// Guards a document against damage and against being taken for another one: the first 16 bytes of SHA-256 over the key
// and the document.
[[nodiscard]] std::string digest_of(const domain::CacheKey& key, std::string_view result);

// Numbers in files back to enumerations; nothing for a number that means none.
[[nodiscard]] std::optional<domain::AnalysisType> stored_type(std::int64_t number);
[[nodiscard]] std::optional<domain::Provider> stored_provider(std::int64_t number);

// The eight hex digits of a repo id as a number (0 for anything else), and back.
[[nodiscard]] std::uint32_t repo_number(std::string_view repo_id);
[[nodiscard]] std::string repo_text(std::uint32_t number);

}  // namespace rustassistant::cache
