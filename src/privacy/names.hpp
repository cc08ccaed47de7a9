// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rustassistant::privacy {

// What a name says about the value that it stands for.
enum class NameKind : std::uint8_t { none, token, key, password };

// The words of an identifier in lower case: `dbPassword2` is db, password, 2.
[[nodiscard]] std::vector<std::string> words_of(std::string_view identifier);

// Of one identifier: `db_password` is a password, `password_field` and `max_tokens` are nothing.
[[nodiscard]] NameKind kind_of_name(std::string_view identifier);

// The strongest kind among the identifiers of a piece of code: `static const char api_key[]`.
[[nodiscard]] NameKind kind_of_names(std::string_view code);

}  // namespace rustassistant::privacy
