// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "names.hpp"

// Whether a value is one that somebody has to keep secret, or only stands where one would stand.
namespace rustassistant::privacy {

// Something to be replaced by the reader, or a value that documentation and tests use: changeme, your-key-here, ****.
[[nodiscard]] bool is_placeholder(std::string_view value);

// Names where the value comes from: ${NAME}, {{ name }}, <name>, or words with %s or {} among them.
[[nodiscard]] bool is_reference(std::string_view value);

// Random enough to be the secret that its name speaks of. In quotes anything may be written; without them only what no
// programmer would call a variable. Between two literals, behind a quote that ends the one before, stands code.
enum class Notation : std::uint8_t { quoted, bare, between };
[[nodiscard]] bool is_secret_value(std::string_view value, NameKind name, Notation notation);

// Random enough to be a secret whatever its name: long, mixed, and neither a path nor a version nor a digest.
[[nodiscard]] bool is_random(std::string_view value);

// Not made of words and numbers: with digits, and of some entropy. What stands behind "Bearer".
[[nodiscard]] bool is_token_value(std::string_view value);

}  // namespace rustassistant::privacy
