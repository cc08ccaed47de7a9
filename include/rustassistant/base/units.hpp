// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <cstdint>

namespace rustassistant {

// Money: one billionth of a US dollar.
struct NanoUsd {
  std::int64_t value = 0;
  auto operator<=>(const NanoUsd&) const = default;
  NanoUsd& operator+=(NanoUsd other) { return value += other.value, *this; }
  NanoUsd& operator-=(NanoUsd other) { return value -= other.value, *this; }
  friend NanoUsd operator+(NanoUsd a, NanoUsd b) { return a += b; }
  friend NanoUsd operator-(NanoUsd a, NanoUsd b) { return a -= b; }
};

// A rate: one millionth of a millionth of a US dollar per token; 1 is $0.000001 per million tokens.
struct PicoUsdPerToken {
  std::int64_t value = 0;
  auto operator<=>(const PicoUsdPerToken&) const = default;
};

// An instant: milliseconds since 1970-01-01T00:00:00Z.
struct UnixMillis {
  std::int64_t value = 0;
  auto operator<=>(const UnixMillis&) const = default;
};

// A number of tokens, as a provider counts them.
using Tokens = std::int64_t;

}  // namespace rustassistant
