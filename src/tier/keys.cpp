// SPDX-License-Identifier: MIT
#include "rustassistant/tier/keys.hpp"

#include <algorithm>
#include <utility>

#include "bytes.hpp"
#include "rustassistant/base/hex_array.hpp"
#include "rustassistant/base/text.hpp"

namespace rustassistant::tier {
namespace {

constexpr std::string_view kEd25519 = "ed25519:";
constexpr std::size_t kShortestSecret = 32;

KeyId id_of(std::string_view key) {
  const auto digest = codec::sha256(std::string("rustassistant-key-id/1").append(key));
  KeyId id{};
  std::copy_n(digest.begin(), id.size(), id.begin());
  return id;
}

std::optional<codec::Ed25519Key> key_in(std::string_view text) {
  return array_from_hex<codec::Ed25519Key>(text.substr(kEd25519.size()));
}

}  // namespace

SharedKey shared_key(std::string_view team, const domain::CacheKey& key) {
  return codec::sha256(bound_to(team, key));
}

std::string to_text(const KeyId& id) {
  return to_hex(id);
}

std::optional<KeyId> parse_key_id(std::string_view text) {
  return array_from_hex<KeyId>(text);
}

Result<SigningKey> SigningKey::parse(std::string_view text) {
  SigningKey key;
  if (text.starts_with(kEd25519)) {
    const auto bytes = key_in(text);
    if (!bytes) return fail(Errc::config, "a private key is \"ed25519:\" and 64 hex digits");
    key.algorithm_ = Algorithm::ed25519;
    key.private_key_ = *bytes;
    return key;
  }
  if (text.size() < kShortestSecret) {
    return fail(Errc::config, "the signing key is too short: a secret has at least 32 bytes",
                "make one: openssl rand -hex 32");
  }
  key.secret_ = text;
  return key;
}

Result<KeyId> SigningKey::id() const {
  if (algorithm_ == Algorithm::hmac_sha256) return id_of(secret_);
  const auto key = codec::ed25519_public_key(private_key_);
  if (!key) return fail(Errc::config, "the private key cannot be used");
  return id_of(view_of(*key));
}

Result<std::optional<std::string>> SigningKey::public_text() const {
  if (algorithm_ == Algorithm::hmac_sha256) return std::nullopt;
  const auto key = codec::ed25519_public_key(private_key_);
  if (!key) return fail(Errc::config, "the private key cannot be used");
  return std::optional(std::string(kEd25519) + to_hex(*key));
}

Result<std::string> SigningKey::sign(std::string_view bytes) const {
  if (algorithm_ == Algorithm::hmac_sha256) return std::string(view_of(codec::hmac_sha256(secret_, bytes)));
  const auto signature = codec::ed25519_sign(private_key_, bytes);
  if (!signature) return fail(Errc::config, "the private key cannot be used");
  return std::string(view_of(*signature));
}

bool SigningKey::verifies(std::string_view bytes, std::string_view proof) const {
  if (algorithm_ == Algorithm::hmac_sha256)
    return codec::is_same_secret(view_of(codec::hmac_sha256(secret_, bytes)), proof);
  const auto key = codec::ed25519_public_key(private_key_);
  return key && codec::ed25519_verifies(*key, bytes, proof);
}

Result<TrustedKey> TrustedKey::parse(std::string_view text) {
  const auto key = text.starts_with(kEd25519) ? key_in(text) : std::nullopt;
  if (!key)
    return fail(Errc::config, "a public key is \"ed25519:\" and 64 hex digits",
                "`rustassistant cache remote check` of a writer shows its own");
  return TrustedKey{*key, id_of(view_of(*key))};
}

}  // namespace rustassistant::tier
