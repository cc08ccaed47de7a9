// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "rustassistant/privacy/secrets.hpp"

// Values that stand under a name. Each looks at one position of the text, `at`, whose line begins at `line`, and reads
// a bounded part of it.
namespace rustassistant::privacy {

// A literal that begins at this quote, and what it is assigned to or passed for: name = "…", name: String::from("…"),
// setName("…"), ("name", "…"), getenv("NAME") || "…", #define NAME "…".
[[nodiscard]] std::optional<Secret> quoted_value(std::string_view text, std::size_t at, std::size_t line);

// Without quotes, behind this '=' or ':': a line of shell, .env, YAML or properties, a field of a connection string.
[[nodiscard]] std::optional<Secret> bare_value(std::string_view text, std::size_t at, std::size_t line);

// Behind the '>' of <password>….
[[nodiscard]] std::optional<Secret> element_value(std::string_view text, std::size_t at, std::size_t line);

}  // namespace rustassistant::privacy
