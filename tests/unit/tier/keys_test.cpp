// SPDX-License-Identifier: MIT
#include "rustassistant/tier/keys.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "rustassistant/base/text.hpp"

namespace rustassistant::tier {
namespace {

const std::string kSeed = "ed25519:9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
const std::string kPublic = "ed25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

}  // namespace

TEST_CASE("a shared key depends on the team and the cache key, with the team behind its length") {
  domain::CacheKey key{};
  key.fill(7);
  std::string bytes = "rustassistant-shared/1";
  bytes += std::string("\x04\0\0\0", 4) + "core" + std::string(32, '\7');
  CHECK(shared_key("core", key) == codec::sha256(bytes));
  CHECK(shared_key("cor", key) != shared_key("core", key));
  domain::CacheKey other = key;
  other[31] = 8;
  CHECK(shared_key("core", other) != shared_key("core", key));
}

TEST_CASE("a key id is shown as hex and read again") {
  const KeyId id{0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef};
  CHECK(to_text(id) == "0123456789abcdef");
  CHECK(parse_key_id("0123456789abcdef") == id);
  CHECK_FALSE(parse_key_id("0123456789abcde"));
  CHECK_FALSE(parse_key_id("0123456789abcdeg"));
}

TEST_CASE("a secret is a text of at least 32 bytes, and its key id follows from it") {
  const std::string secret(32, 's');
  const auto key = SigningKey::parse(secret).value();
  CHECK(key.algorithm() == Algorithm::hmac_sha256);
  const std::string expected = codec::sha256_hex("rustassistant-key-id/1" + secret).substr(0, 16);
  CHECK(to_text(key.id().value()) == expected);
  CHECK_FALSE(key.public_text().value());
  const auto refused = SigningKey::parse(std::string(31, 'x'));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().what.find("xxx") == std::string::npos);
}

TEST_CASE("a private key signs for those who trust its public key") {
  const auto key = SigningKey::parse(kSeed).value();
  CHECK(key.algorithm() == Algorithm::ed25519);
  CHECK(key.public_text().value() == kPublic);
  const auto trusted = TrustedKey::parse(kPublic).value();
  CHECK(trusted.id == key.id().value());
  const std::string proof = key.sign("text").value();
  CHECK(codec::ed25519_verifies(trusted.key, "text", proof));
  CHECK(key.verifies("text", proof));
  CHECK_FALSE(key.verifies("texts", proof));
}

TEST_CASE("malformed keys are refused without repeating them") {
  for (const std::string text :
       {"ed25519:", "ed25519:00", "ed25519:zz61b19deffd5a60ba844af492ec2cc44449c5697b326919"}) {
    const auto key = SigningKey::parse(text);
    REQUIRE_FALSE(key);
    CHECK(key.error().code == Errc::config);
    CHECK_FALSE(TrustedKey::parse(text));
  }
  CHECK_FALSE(TrustedKey::parse(std::string(64, 'a')));
}

TEST_CASE("without any key nothing is read or written") {
  Keyring keys;
  CHECK_FALSE(keys.can_read());
  CHECK_FALSE(keys.can_write());
  keys.trusted.push_back(TrustedKey::parse(kPublic).value());
  CHECK(keys.can_read());
  CHECK_FALSE(keys.can_write());
  keys = {};
  keys.accepts_unsigned = true;
  CHECK(keys.can_read());
  CHECK(keys.can_write());
}

}  // namespace rustassistant::tier
