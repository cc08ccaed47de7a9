// SPDX-License-Identifier: MIT
#include "stored_forms.hpp"

#include <algorithm>
#include <charconv>
#include <span>

#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/sha256.hpp"

namespace rustassistant::cache {

namespace {

constexpr std::size_t kPrefixBytes = 8;
constexpr std::size_t kDigestBytes = 16;

}  // namespace

std::int64_t prefix_of(const Hash& hash) {
  return static_cast<std::int64_t>(domain::prefix_of(hash));
}

db::Blob rest_of(const Hash& hash) {
  return std::span(hash).subspan(kPrefixBytes);
}

std::optional<Hash> joined_hash(std::int64_t prefix, db::Blob rest) {
  Hash hash;
  if (rest.size() != hash.size() - kPrefixBytes) return std::nullopt;
  for (std::size_t i = 0; i < kPrefixBytes; ++i) {
    hash[i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(prefix) >> (8 * (kPrefixBytes - 1 - i)) & 0xffU);
  }
  std::copy(rest.begin(), rest.end(), hash.begin() + kPrefixBytes);
  return hash;
}

std::uint32_t tag_of(const Hash& hash) {
  return static_cast<std::uint32_t>(static_cast<std::uint64_t>(prefix_of(hash)) >> 32U);
}

std::string digest_of(const domain::CacheKey& key, std::string_view result) {
  codec::Sha256 hash;
  hash.update(db::characters(key));
  hash.update(result);
  return std::string(db::characters(hash.finish()).substr(0, kDigestBytes));
}

std::optional<domain::AnalysisType> stored_type(std::int64_t number) {
  if (number < 0 || number > static_cast<std::int64_t>(domain::AnalysisType::todos)) return std::nullopt;
  return static_cast<domain::AnalysisType>(number);
}

std::optional<domain::Provider> stored_provider(std::int64_t number) {
  if (number < 0 || number > static_cast<std::int64_t>(domain::Provider::openai_compatible)) return std::nullopt;
  return static_cast<domain::Provider>(number);
}

std::uint32_t repo_number(std::string_view repo_id) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(repo_id.data(), repo_id.data() + repo_id.size(), number, 16);
  return error == std::errc() && end == repo_id.data() + repo_id.size() ? number : 0;
}

std::string repo_text(std::uint32_t number) {
  const std::array<std::uint8_t, 4> bytes{static_cast<std::uint8_t>(number >> 24U),
                                          static_cast<std::uint8_t>(number >> 16U),
                                          static_cast<std::uint8_t>(number >> 8U), static_cast<std::uint8_t>(number)};
  return to_hex(bytes);
}

}  // namespace rustassistant::cache
