// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "rustassistant/privacy/secrets.hpp"

// What is known by its form alone. Each looks at one position, which `at` is; the caller has seen to it that a word or
// a mark begins there. Only the first few hundred bytes decide, so that text which merely begins like a token costs
// little.
namespace rustassistant::privacy {

// A token of token_rules(), a JSON web token, or a web hook's address, whose path is the secret.
[[nodiscard]] std::optional<Secret> token_at(std::string_view text, std::size_t at);

// What stands behind Bearer, Basic or Token.
[[nodiscard]] std::optional<Secret> credential_at(std::string_view text, std::size_t at);

// From the end of a private key's first line to the beginning of its last, or to the end of the text. `at` is at a
// dash.
[[nodiscard]] std::optional<Secret> private_key_at(std::string_view text, std::size_t at);

// The password of scheme://user:password@host, or a token in the place of the user. `at` is at the colon.
[[nodiscard]] std::optional<Secret> password_in_url(std::string_view text, std::size_t at);

// Base64 of user:password (RFC 7617).
[[nodiscard]] bool is_basic_credential(std::string_view value);

}  // namespace rustassistant::privacy
