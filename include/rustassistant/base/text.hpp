// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rustassistant {

// Lower-case ASCII letters, without touching other bytes or asking the locale.
[[nodiscard]] std::string to_lower(std::string_view text);
[[nodiscard]] std::string_view trim(std::string_view text);
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

// The whole text as a decimal integer; nothing where anything else is in it or it does not fit.
[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text);

// Bytes as lower-case hex, and back (nothing where a character is no hex digit or the length is odd).
[[nodiscard]] std::string to_hex(std::span<const std::uint8_t> bytes);
[[nodiscard]] std::optional<std::vector<std::uint8_t>> from_hex(std::string_view text);

[[nodiscard]] bool is_valid_utf8(std::string_view text);
// The text with every malformed sequence replaced by U+FFFD.
[[nodiscard]] std::string to_valid_utf8(std::string_view text);

// Makes text from outside harmless on a terminal: malformed UTF-8 becomes U+FFFD; C0 and C1 control characters, DEL and
// bidirectional overrides become visible escapes such as \x1b or \u{202e}. `keep_newlines` lets \n and \t through.
enum class Newlines : bool { escape, keep };
[[nodiscard]] std::string neutralise(std::string_view text, Newlines newlines = Newlines::escape);

// Lines that a runner of GitHub or Azure would take for commands, which begin with "::" or hold "##[", are broken up.
// For all text on standard output: a name may begin so.
[[nodiscard]] std::string without_commands(std::string text);

// The candidate with the smallest edit distance to `word`, if that is at most a third of the word's length (at least
// 1).
[[nodiscard]] std::optional<std::string_view> nearest(std::string_view word,
                                                      std::span<const std::string_view> candidates);

}  // namespace rustassistant
