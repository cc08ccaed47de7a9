// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "rustassistant/codec/sha256.hpp"

namespace rustassistant::domain {

// Hashes a text behind its length (u32, little endian), so that no two sequences of texts hash alike.
inline void hash_text(codec::Sha256& hash, std::string_view text) {
  const auto length = static_cast<std::uint32_t>(text.size());
  const std::array<char, 4> bytes{static_cast<char>(length & 0xFFU), static_cast<char>(length >> 8U & 0xFFU),
                                  static_cast<char>(length >> 16U & 0xFFU), static_cast<char>(length >> 24U & 0xFFU)};
  hash.update({bytes.data(), bytes.size()});
  hash.update(text);
}

}  // namespace rustassistant::domain
