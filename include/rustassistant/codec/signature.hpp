// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "rustassistant/codec/sha256.hpp"

// Proofs of who wrote something.
namespace rustassistant::codec {

// HMAC-SHA256 (RFC 2104). Does not load OpenSSL's providers.
[[nodiscard]] Sha256Digest hmac_sha256(std::string_view key, std::string_view bytes);

// Whether two texts are equal, in a time that depends on their sizes alone.
[[nodiscard]] bool is_same_secret(std::string_view a, std::string_view b);

// Ed25519 (RFC 8032). Loads OpenSSL's providers when called first, which takes 1.6 ms. Nothing where the library
// refuses.
using Ed25519Key = std::array<std::uint8_t, 32>;  // a private key (any 32 bytes), or a public one
using Ed25519Signature = std::array<std::uint8_t, 64>;
[[nodiscard]] std::optional<Ed25519Key> ed25519_public_key(const Ed25519Key& private_key);
[[nodiscard]] std::optional<Ed25519Signature> ed25519_sign(const Ed25519Key& private_key, std::string_view bytes);
[[nodiscard]] bool ed25519_verifies(const Ed25519Key& public_key, std::string_view bytes, std::string_view signature);

}  // namespace rustassistant::codec
