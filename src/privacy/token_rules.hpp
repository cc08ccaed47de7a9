// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace rustassistant::privacy {

enum class CharSet : std::uint8_t { hex, upper, lower, alnum, word, dashed, dotted, base64 };

// A token that is known by how it begins.
struct TokenRule {
  std::string_view begin;
  CharSet follows;    // what the rest of it is written with
  std::size_t least;  // bytes of the rest
  std::string_view kind;
};

// Sorted by the first byte; of several beginnings of one token the longest comes first.
[[nodiscard]] std::span<const TokenRule> token_rules();

}  // namespace rustassistant::privacy
