// SPDX-License-Identifier: MIT
#include "rustassistant/domain/cache_key.hpp"

#include "rustassistant/codec/sha256.hpp"
#include "sized_text.hpp"

namespace rustassistant::domain {
namespace {

void hash_field(codec::Sha256& hash, std::string_view name, std::string_view value) {
  hash_text(hash, name);
  hash_text(hash, value);
}

}  // namespace

CacheKey cache_key(const KeyFactors& factors) {
  codec::Sha256 hash;
  hash_field(hash, "format", kKeyFormat);
  for (const Factor& factor : kFactors) hash_field(hash, factor.name, factors.*factor.value);
  return hash.finish();
}

std::uint64_t prefix_of(const CacheKey& key) {
  std::uint64_t prefix = 0;
  for (std::size_t i = 0; i < sizeof prefix; ++i) prefix = prefix << 8U | key[i];
  return prefix;
}

}  // namespace rustassistant::domain
