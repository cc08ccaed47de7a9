// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

// What stands beside a place of the text. Each reads a bounded part of it.
namespace rustassistant::privacy {

inline constexpr std::size_t kLongestLiteral = 8192;  // bytes of a literal that are looked through for its end

// The line before the one that begins at `line`; at most the last kReach bytes of it.
[[nodiscard]] std::string_view line_above(std::string_view text, std::size_t line);

// The identifier right before this place, blanks, quotes and brackets between them passed over. `line`: where the line
// begins.
[[nodiscard]] std::string_view name_before(std::string_view text, std::size_t at, std::size_t line);

// The name that a value which begins at `at` is assigned to: NAME=…, name := …, "name": ….
[[nodiscard]] std::string_view assigned_name(std::string_view text, std::size_t at, std::size_t line);

// Whether what the quote at `at` begins is code between two literals: "…password='" + value + "'…". Either the quote
// ends one, or `value` holds the end of one that is open.
[[nodiscard]] bool is_between_literals(std::string_view text, std::size_t at, std::size_t line, std::string_view value);

// Where a literal ends that is opened by this quote: at the same one, unescaped and in the same line; three of them end
// at three.
struct Literal {
  std::size_t begin;
  std::size_t end;
};
[[nodiscard]] std::optional<Literal> literal_at(std::string_view text, std::size_t at);

}  // namespace rustassistant::privacy
