// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "rustassistant/base/units.hpp"
#include "rustassistant/domain/cache_key.hpp"
#include "rustassistant/tier/keys.hpp"

// What a store keeps under a key: a document and the proof of who wrote it for which team and cache key.
//
//   envelope = "RATM" 0x01 ‖ algorithm u8 ‖ key id 8 ‖ created u64 ‖ length u32 ‖ payload ‖ proof      (little endian)
//   payload  = the document as one zstd frame, without a dictionary, with a window of at most 8 MiB
//   proof    = 32 bytes of HMAC-SHA256, 64 of Ed25519, or none; over the format, the team behind its length, the cache
//              key, the header and the payload
namespace rustassistant::tier {

inline constexpr std::size_t kMaxEnvelopeWritten = 8'388'608;  // which every store takes
inline constexpr std::size_t kMaxEnvelopeRead = 8'500'000;
inline constexpr std::size_t kMaxDocument = 8'500'000;  // unpacked

// What an envelope belongs to.
struct Binding {
  std::string_view team;
  const domain::CacheKey& key;
};

// Error (input): larger than kMaxEnvelopeWritten. Error (config): the key cannot be used, or there is none.
[[nodiscard]] Result<std::string> seal(std::string_view document, const Binding& binding, const Keyring& keys,
                                       UnixMillis now);

// A document that somebody who is believed wrote for this team and cache key.
struct Opened {
  std::string document;
  std::string writer;  // key id in hex; empty: it is not signed
  UnixMillis created;
};
struct Rejected {
  std::string why;     // "signed by a key that is not trusted": no full stop
  std::string writer;  // key id that it claims; empty where it has none
};
// Envelopes come from outside; the document is not yet checked.
[[nodiscard]] tl::expected<Opened, Rejected> open(std::string_view envelope, const Binding& binding,
                                                  const Keyring& keys);

}  // namespace rustassistant::tier
