// SPDX-License-Identifier: MIT
#include "rustassistant/tier/envelope.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "rustassistant/codec/zstd.hpp"

namespace rustassistant::tier {
namespace {

constexpr UnixMillis kNow{1'795'000'000'000};

Keyring with_secret(char c = 's') {
  Keyring keys;
  keys.signing = SigningKey::parse(std::string(40, c)).value();
  return keys;
}

Keyring with_private_key(const std::string& digit = "1") {
  std::string seed = "ed25519:";
  for (int i = 0; i < 64; ++i) seed += digit;
  Keyring keys;
  keys.signing = SigningKey::parse(seed).value();
  return keys;
}

Keyring trusting(const Keyring& writer) {
  Keyring keys;
  keys.trusted.push_back(TrustedKey::parse(writer.signing->public_text().value().value()).value());
  return keys;
}

domain::CacheKey key_of(std::uint8_t byte) {
  domain::CacheKey key{};
  key.fill(byte);
  return key;
}

const domain::CacheKey kKey = key_of(1);
const std::string kDocument = R"({"result":"text"})";

std::string sealed(const Keyring& keys) {
  return seal(kDocument, {"core", kKey}, keys, kNow).value();
}

// An unsigned envelope around any payload.
std::string around(const std::string& payload) {
  std::string bytes("RATM\x01\0", 6);
  bytes += std::string(16, '\0');
  for (unsigned shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(payload.size() >> shift);
  return bytes + payload;
}

}  // namespace

TEST_CASE("what was sealed is opened with the same secret, and tells who wrote it and when") {
  const Keyring keys = with_secret();
  const auto opened = open(sealed(keys), {"core", kKey}, keys);
  REQUIRE(opened);
  CHECK(opened->document == kDocument);
  CHECK(opened->writer == to_text(keys.signing->id().value()));
  CHECK(opened->created == kNow);
}

TEST_CASE("the header is as documented") {
  const Keyring keys = with_private_key();
  const std::string bytes = sealed(keys);
  CHECK(bytes.substr(0, 6) == std::string("RATM\x01\x02", 6));
  CHECK(bytes.size() == 26 + codec::Compressor(3).compress(kDocument).size() + 64);
}

TEST_CASE("a reader opens what a trusted writer signed, and nothing of another") {
  const Keyring writer = with_private_key();
  CHECK(open(sealed(writer), {"core", kKey}, trusting(writer)));
  CHECK(open(sealed(writer), {"core", kKey}, writer));
  const auto rejected = open(sealed(with_private_key("2")), {"core", kKey}, trusting(writer));
  REQUIRE_FALSE(rejected);
  CHECK(rejected.error().why == "signed by a key that is not trusted");
  CHECK(rejected.error().writer == to_text(with_private_key("2").signing->id().value()));
  CHECK_FALSE(open(sealed(with_secret()), {"core", kKey}, trusting(writer)));
  CHECK_FALSE(open(sealed(with_secret('a')), {"core", kKey}, with_secret('b')));
}

TEST_CASE("who has a secret believes the trusted writers, too") {
  const Keyring writer = with_private_key();
  Keyring both = with_secret();
  both.trusted = trusting(writer).trusted;
  CHECK(open(sealed(writer), {"core", kKey}, both));
  CHECK(open(sealed(with_secret()), {"core", kKey}, both));
}

TEST_CASE("a flipped bit anywhere is rejected") {
  for (const Keyring& keys : {with_secret(), with_private_key()}) {
    const std::string bytes = sealed(keys);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      std::string changed = bytes;
      changed[i] = static_cast<char>(changed[i] ^ 1);
      INFO("byte " << i);
      CHECK_FALSE(open(changed, {"core", kKey}, keys));
    }
  }
}

TEST_CASE("an envelope that is cut off, or goes on, is rejected") {
  const Keyring keys = with_secret();
  const std::string bytes = sealed(keys);
  for (std::size_t size = 0; size < bytes.size(); ++size)
    CHECK_FALSE(open(std::string_view(bytes).substr(0, size), {"core", kKey}, keys));
  CHECK_FALSE(open(bytes + "x", {"core", kKey}, keys));
}

TEST_CASE("an envelope belongs to one team and one key") {
  const Keyring keys = with_secret();
  CHECK_FALSE(open(sealed(keys), {"core", key_of(2)}, keys));
  CHECK_FALSE(open(sealed(keys), {"other", kKey}, keys));
}

TEST_CASE("what is not signed is opened by those only who said so") {
  Keyring keys;
  keys.accepts_unsigned = true;
  const std::string bytes = sealed(keys);
  const auto opened = open(bytes, {"core", kKey}, keys);
  REQUIRE(opened);
  CHECK(opened->writer.empty());
  const auto rejected = open(bytes, {"core", kKey}, with_secret());
  REQUIRE_FALSE(rejected);
  CHECK(rejected.error().why == "not signed");
}

TEST_CASE("who signs and accepts what is unsigned signs") {
  Keyring keys = with_secret();
  keys.accepts_unsigned = true;
  CHECK(open(sealed(keys), {"core", kKey}, with_secret()));
}

TEST_CASE("a frame of 20 MB or with a large window is rejected") {
  Keyring keys;
  keys.accepts_unsigned = true;
  CHECK_FALSE(open(around(codec::Compressor(3).compress(std::string(20'000'000, 'x'))), {"core", kKey}, keys));
  // A frame header that asks for a window of 2^27 bytes, and an empty last block.
  const std::string window_27("\x28\xb5\x2f\xfd\x00\x88\x01\x00\x00", 9);
  CHECK_FALSE(open(around(window_27), {"core", kKey}, keys));
  const std::string window_23("\x28\xb5\x2f\xfd\x00\x68\x01\x00\x00", 9);
  CHECK(open(around(window_23), {"core", kKey}, keys));
}

TEST_CASE("a document that is too large is not sealed") {
  CHECK_FALSE(seal(std::string(kMaxDocument + 1, 'x'), {"core", kKey}, with_secret(), kNow));
  CHECK_FALSE(seal(kDocument, {"core", kKey}, {}, kNow));
}

}  // namespace rustassistant::tier
