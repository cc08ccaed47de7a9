// SPDX-License-Identifier: MIT
#include "rustassistant/tier/envelope.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "bytes.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/zstd.hpp"

namespace rustassistant::tier {
namespace {

constexpr std::string_view kMagic("RATM\x01", 5);
constexpr std::size_t kAlgorithmAt = 5;
constexpr std::size_t kKeyIdAt = 6;
constexpr std::size_t kCreatedAt = 14;
constexpr std::size_t kLengthAt = 22;
constexpr std::size_t kHeader = 26;
constexpr int kLevel = 3;  // its window is 2 MiB

std::size_t proof_size(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::hmac_sha256:
      return 32;
    case Algorithm::ed25519:
      return 64;
    case Algorithm::none:
      break;
  }
  return 0;
}

std::string signed_bytes(const Binding& binding, std::string_view header_and_payload) {
  return bound_to(binding.team, binding.key).append(header_and_payload);
}

// Null: it is proved.
const char* objection(Algorithm algorithm, const KeyId& id, const std::string& bytes, std::string_view proof,
                      const Keyring& keys) {
  if (algorithm == Algorithm::none) return keys.accepts_unsigned ? nullptr : "not signed";
  constexpr const char* kWrong = "its signature is not that of its content, team and key";
  if (keys.signing && keys.signing->algorithm() == algorithm) {
    const auto own = keys.signing->id();
    if (own && *own == id) return keys.signing->verifies(bytes, proof) ? nullptr : kWrong;
  }
  const auto trusted =
      std::find_if(keys.trusted.begin(), keys.trusted.end(), [&](const TrustedKey& key) { return key.id == id; });
  if (algorithm != Algorithm::ed25519 || trusted == keys.trusted.end()) return "signed by a key that is not trusted";
  return codec::ed25519_verifies(trusted->key, bytes, proof) ? nullptr : kWrong;
}

}  // namespace

Result<std::string> seal(std::string_view document, const Binding& binding, const Keyring& keys, UnixMillis now) {
  if (!keys.can_write()) return fail(Errc::config, "there is no key to sign with");
  if (document.size() > kMaxDocument) return fail(Errc::input, "the answer is too large to be shared");
  const std::string payload = codec::Compressor(kLevel).compress(document);
  KeyId id{};
  if (keys.signing) {
    TRY_ASSIGN(id, keys.signing->id());
  }
  std::string bytes(kMagic);
  bytes += static_cast<char>(keys.signing ? keys.signing->algorithm() : Algorithm::none);
  bytes += view_of(id);
  append_number(bytes, static_cast<std::uint64_t>(now.value), 8);
  append_number(bytes, payload.size(), 4);
  bytes += payload;
  if (keys.signing) {
    TRY_ASSIGN(const std::string proof, keys.signing->sign(signed_bytes(binding, bytes)));
    bytes += proof;
  }
  if (bytes.size() > kMaxEnvelopeWritten) return fail(Errc::input, "the answer is too large to be shared");
  return bytes;
}

tl::expected<Opened, Rejected> open(std::string_view envelope, const Binding& binding, const Keyring& keys) {
  std::string writer;
  const auto rejected = [&](const char* why) { return tl::unexpected(Rejected{why, writer}); };
  if (envelope.size() < kHeader || !envelope.starts_with(kMagic)) return rejected("not an entry of a team");
  const auto number = static_cast<unsigned char>(envelope[kAlgorithmAt]);
  if (number > static_cast<unsigned char>(Algorithm::ed25519)) return rejected("of a kind that is not known");
  const auto algorithm = static_cast<Algorithm>(number);
  KeyId id{};
  for (std::size_t i = 0; i < id.size(); ++i) id[i] = static_cast<std::uint8_t>(envelope[kKeyIdAt + i]);
  if (algorithm != Algorithm::none) writer = to_text(id);
  const auto length = static_cast<std::size_t>(number_at(envelope, kLengthAt, 4));
  if (envelope.size() != kHeader + length + proof_size(algorithm)) return rejected("cut off, or with more behind it");
  const std::string_view proved = envelope.substr(0, kHeader + length);
  const char* const why = objection(algorithm, id, signed_bytes(binding, proved), envelope.substr(proved.size()), keys);
  if (why != nullptr) return rejected(why);
  auto document = codec::decompress_bounded(proved.substr(kHeader), kMaxDocument);
  if (!document) return rejected("its content is no zstd frame within the limits");
  return Opened{*std::move(document), std::move(writer),
                UnixMillis{static_cast<std::int64_t>(number_at(envelope, kCreatedAt, 8))}};
}

}  // namespace rustassistant::tier
