// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/result.hpp"
#include "rustassistant/codec/signature.hpp"
#include "rustassistant/domain/cache_key.hpp"

// Under which key a team keeps an answer, and who may have written it. docs/team.md has the byte grammar.
namespace rustassistant::tier {

// 32 bytes that a store sees in place of the cache key: teams and versions of the format do not meet, and a look-up
// does not tell what is looked up.
using SharedKey = std::array<std::uint8_t, 32>;
[[nodiscard]] SharedKey shared_key(std::string_view team, const domain::CacheKey& key);

// Eight bytes that name a key of a writer, shown as 16 hex digits.
using KeyId = std::array<std::uint8_t, 8>;
[[nodiscard]] std::string to_text(const KeyId& id);
[[nodiscard]] std::optional<KeyId> parse_key_id(std::string_view text);

// How an envelope is proved; the values stand in it.
enum class Algorithm : std::uint8_t { none = 0, hmac_sha256 = 1, ed25519 = 2 };

// What a writer signs with: a secret that whoever reads shares, or a private key. Not to be printed.
class SigningKey {
 public:
  // "ed25519:" and 64 hex digits, or any other text of at least 32 bytes: a secret. Error (config), without the text.
  [[nodiscard]] static Result<SigningKey> parse(std::string_view text);

  [[nodiscard]] Algorithm algorithm() const { return algorithm_; }
  // These load OpenSSL's providers where the key is a private one. Error (config): it is refused.
  [[nodiscard]] Result<KeyId> id() const;
  // "ed25519:" and the public key, for the readers' settings; nothing for a secret.
  [[nodiscard]] Result<std::optional<std::string>> public_text() const;
  // Of these bytes: 32 bytes, or 64 of a private key.
  [[nodiscard]] Result<std::string> sign(std::string_view bytes) const;
  [[nodiscard]] bool verifies(std::string_view bytes, std::string_view proof) const;

 private:
  Algorithm algorithm_ = Algorithm::hmac_sha256;
  std::string secret_;
  codec::Ed25519Key private_key_{};
};

// A writer that is believed: "ed25519:" and 64 hex digits, the public key.
struct TrustedKey {
  codec::Ed25519Key key{};
  KeyId id{};

  // Error (config): malformed.
  [[nodiscard]] static Result<TrustedKey> parse(std::string_view text);
};

// Whom to believe, and with what to sign.
struct Keyring {
  std::optional<SigningKey> signing;
  std::vector<TrustedKey> trusted;
  bool accepts_unsigned = false;  // and writes so, where there is no signing key

  // Without any of it nothing is read, and nothing written.
  [[nodiscard]] bool can_read() const { return signing || !trusted.empty() || accepts_unsigned; }
  [[nodiscard]] bool can_write() const { return signing || accepts_unsigned; }
};

}  // namespace rustassistant::tier
