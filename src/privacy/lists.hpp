// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "rustassistant/privacy/secrets.hpp"

// Several secrets under one name. Each reads a bounded part of the text and yields them in order.
namespace rustassistant::privacy {

// The items of a list, tuple or table whose name speaks of secrets: API_KEYS = ["…", "…"], SECRETS=(… …) of shells,
// passwords = {"alice": "…"}. `at` is at its opening bracket.
[[nodiscard]] std::vector<Secret> list_values(std::string_view text, std::size_t at, std::size_t line);

// INSERT INTO users (name, password) VALUES ('…', '…'), …: the values below the columns that speak of secrets. `at` is
// at the first word.
[[nodiscard]] std::vector<Secret> inserted_values(std::string_view text, std::size_t at);

}  // namespace rustassistant::privacy
