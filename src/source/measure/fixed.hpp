// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cstdint>

// Fixed point with 16 fractional bits, so that scores are the same on every machine: the last bits of std::log are not.
namespace rustassistant::source {

using Fixed = std::int64_t;

inline constexpr int kFractionBits = 16;
inline constexpr Fixed kOne = Fixed{1} << kFractionBits;

// log2 of an integer from 1 on, rounded down: bit by bit, by squaring the mantissa.
[[nodiscard]] constexpr Fixed log2_fixed(std::uint64_t value) {
  const int whole = static_cast<int>(std::bit_width(value)) - 1;
  std::uint64_t mantissa = whole > 31 ? value >> (whole - 31) : value << (31 - whole);  // in [2^31, 2^32)
  Fixed result = whole;
  for (int i = 0; i < kFractionBits; ++i) {
    mantissa = (mantissa * mantissa) >> 31;
    result <<= 1;
    if (mantissa >> 32 != 0) {
      mantissa >>= 1;
      result |= 1;
    }
  }
  return result;
}

// The natural logarithm of a fixed-point number; 0 below 1.
[[nodiscard]] constexpr Fixed ln_fixed(Fixed value) {
  constexpr Fixed kLn2 = 45426;
  if (value <= kOne) return 0;
  return ((log2_fixed(static_cast<std::uint64_t>(value)) - kFractionBits * kOne) * kLn2) >> kFractionBits;
}

}  // namespace rustassistant::source
