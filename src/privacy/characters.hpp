// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "rustassistant/base/ascii.hpp"

// ASCII only, whatever the locale.
namespace rustassistant::privacy {

using ascii::is_alnum;
using ascii::is_digit;
using ascii::is_hex_digit;
using ascii::is_letter;
using ascii::is_lower;
using ascii::is_upper;

constexpr bool is_word(char c) {
  return is_alnum(c) || c == '_';
}
constexpr bool is_dashed(char c) {
  return is_word(c) || c == '-';
}
constexpr bool is_dotted(char c) {
  return is_dashed(c) || c == '.';
}
constexpr bool is_base64(char c) {
  return is_alnum(c) || c == '+' || c == '/' || c == '=';
}
constexpr bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
constexpr bool is_quote(char c) {
  return c == '"' || c == '\'' || c == '`';
}
// What a value without quotes is written with.
constexpr bool is_bare(char c) {
  return c > ' ' && c < 0x7F && !is_quote(c) && c != '<' && c != '>' && c != '(' && c != ')' && c != '{' && c != '}' &&
         c != '[' && c != ']' && c != '\\' && c != ',' && c != ';' && c != '|';
}
// What a bearer token is written with (RFC 6750).
constexpr bool is_token68(char c) {
  return is_dotted(c) || c == '~' || c == '+' || c == '/' || c == '=';
}

constexpr bool any_of(std::string_view text, bool (*what)(char)) {
  return std::any_of(text.begin(), text.end(), what);
}
constexpr bool all_of(std::string_view text, bool (*what)(char)) {
  return std::all_of(text.begin(), text.end(), what);
}
constexpr bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}
// How many bytes from the beginning are of that kind.
constexpr std::size_t run_of(std::string_view text, bool (*takes)(char)) {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), takes) - text.begin());
}

// The kind of a value that its name gives away.
inline constexpr std::string_view kAssignedSecret = "assigned secret";

inline constexpr std::size_t kReach = 256;  // bytes beside a value that are read
// What stands before `at` in its line, which begins at `line`; at most kReach bytes.
inline std::string_view before(std::string_view text, std::size_t at, std::size_t line) {
  const std::size_t size = std::min(at - line, kReach);
  return text.substr(at - size, size);
}

}  // namespace rustassistant::privacy
