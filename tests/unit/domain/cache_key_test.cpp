// SPDX-License-Identifier: MIT
#include "rustassistant/domain/cache_key.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/sha256.hpp"

using namespace rustassistant;
using namespace rustassistant::domain;

namespace {

KeyFactors example() {
  return {"refactor",          "xai", "", "grok-4.3", "0123456789abcdef", "1", "rust", "fedcba9876543210", "",
          std::string(64, 'a')};
}

// The grammar of docs/cache-key.md, written out once more.
std::string field(std::string_view name, std::string_view value) {
  std::string bytes;
  for (const std::string_view text : {name, value}) {
    for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(text.size() >> shift & 0xFF);
    bytes += text;
  }
  return bytes;
}

}  // namespace

TEST_CASE("every factor changes the cache key") {
  const KeyFactors factors = example();
  std::set<CacheKey> keys{cache_key(factors)};
  for (const Factor& factor : kFactors) {
    KeyFactors changed = factors;
    changed.*factor.value += "x";
    CAPTURE(factor.name);
    CHECK(keys.insert(cache_key(changed)).second);
  }
}

TEST_CASE("the table names every member of the factors") {
  STATIC_REQUIRE(sizeof(KeyFactors) == kFactors.size() * sizeof(std::string));
}

TEST_CASE("a value that moves from one factor to the next changes the key") {
  KeyFactors first = example();
  KeyFactors second = example();
  first.endpoint = "ab";
  first.model = "c";
  second.endpoint = "a";
  second.model = "bc";
  CHECK(cache_key(first) != cache_key(second));
}

TEST_CASE("the key is the hash of the documented bytes") {
  const KeyFactors f = example();
  const std::string bytes = field("format", "rustassistant-key/1") + field("type", f.type) +
                            field("provider", f.provider) + field("endpoint", f.endpoint) + field("model", f.model) +
                            field("prompt_hash", f.prompt_hash) + field("schema_version", f.schema_version) +
                            field("language", f.language) + field("config_hash", f.config_hash) +
                            field("context_hash", f.context_hash) + field("content_hash", f.content_hash);
  CHECK(to_hex(cache_key(f)) == codec::sha256_hex(bytes));
}

TEST_CASE("the key of the documented example does not change between versions") {
  CHECK(to_hex(cache_key(example())) == "5a007c569b8800a879564e91d15a6ac381835666904708713d4ff6081633258b");
}
