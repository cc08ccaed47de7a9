// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

// Whether a value is words that somebody wrote, or what a machine drew: passwords hold the marks of code and templates,
// too, so that no mark by itself says which. All functions are pure, their time is linear.
namespace rustassistant::privacy {

// Words, each with at most a small number, between separators: user_password_2, createdAt.
[[nodiscard]] bool is_wordy(std::string_view value);

[[nodiscard]] bool is_separator(char c);
[[nodiscard]] bool is_vowel(char c);

// Words mostly, and nothing random, once tags of HTML, conversions ("%s", "{}"), references ("${NAME}") and escapes
// are taken out: a prompt, a format, SQL, code.
[[nodiscard]] bool is_wording(std::string_view value);

// Holds no word at all, and letters among digits.
[[nodiscard]] bool is_drawn(std::string_view value);

// Holds a closed reference to something named: ${NAME}, {{ name }}, $(command), #{name}.
[[nodiscard]] bool has_closed_reference(std::string_view value);

// Holds <words>, and is nothing else, or words around it.
[[nodiscard]] bool has_tag(std::string_view value);

// Holds an address with its scheme: https://…, {}://….
[[nodiscard]] bool has_address(std::string_view value);

}  // namespace rustassistant::privacy
