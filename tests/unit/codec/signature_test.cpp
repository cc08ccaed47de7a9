// SPDX-License-Identifier: MIT
#include "rustassistant/codec/signature.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

#include "rustassistant/base/text.hpp"

namespace rustassistant::codec {
namespace {

template <std::size_t size>
std::array<std::uint8_t, size> bytes_of(std::string_view hex) {
  std::array<std::uint8_t, size> bytes{};
  const auto parsed = from_hex(hex).value();
  std::copy(parsed.begin(), parsed.end(), bytes.begin());
  return bytes;
}

std::string_view characters(const Ed25519Signature& signature) {
  return {reinterpret_cast<const char*>(signature.data()), signature.size()};
}

}  // namespace

TEST_CASE("HMAC-SHA256 is that of RFC 4231") {
  CHECK(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(to_hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")) ==
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  CHECK(to_hex(hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")) ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("Ed25519 is that of RFC 8032") {
  const auto key = bytes_of<32>("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
  const auto public_key = ed25519_public_key(key).value();
  CHECK(to_hex(public_key) == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  const auto signature = ed25519_sign(key, "\x72").value();
  CHECK(to_hex(signature) ==
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
  CHECK(ed25519_verifies(public_key, "\x72", characters(signature)));
  CHECK_FALSE(ed25519_verifies(public_key, "\x73", characters(signature)));
  CHECK_FALSE(ed25519_verifies(public_key, "\x72", characters(signature).substr(1)));
  CHECK_FALSE(ed25519_verifies(public_key, "\x72", ""));
}

TEST_CASE("secrets are equal byte by byte") {
  CHECK(is_same_secret("", ""));
  CHECK(is_same_secret("abc", "abc"));
  CHECK_FALSE(is_same_secret("abc", "abd"));
  CHECK_FALSE(is_same_secret("abc", "ab"));
}

}  // namespace rustassistant::codec
