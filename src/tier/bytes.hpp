// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "rustassistant/domain/cache_key.hpp"

namespace rustassistant::tier {

inline constexpr std::string_view kFormat = "rustassistant-shared/1";

template <std::size_t size>
std::string_view view_of(const std::array<std::uint8_t, size>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Numbers as `width` bytes, the lowest first.
inline void append_number(std::string& bytes, std::uint64_t value, int width) {
  for (int i = 0; i < width; ++i) bytes += static_cast<char>(static_cast<unsigned char>(value >> (8 * i)));
}
inline std::uint64_t number_at(std::string_view bytes, std::size_t at, std::size_t width) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < width; ++i) value |= std::uint64_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
  return value;
}

// format ‖ u32 length of the team ‖ team ‖ cache key: what both the shared key and every proof begin with.
inline std::string bound_to(std::string_view team, const domain::CacheKey& key) {
  std::string bytes(kFormat);
  append_number(bytes, team.size(), 4);
  bytes += team;
  bytes += view_of(key);
  return bytes;
}

}  // namespace rustassistant::tier
