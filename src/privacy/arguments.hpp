// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "rustassistant/privacy/secrets.hpp"

// Secrets that only the command makes some, whose name `at` is at. Each reads a bounded part of the line.
namespace rustassistant::privacy {

// Of commands that take one by its place: htpasswd -b file user …, vault login …, rabbitmqctl add_user name ….
[[nodiscard]] std::optional<Secret> positional_value(std::string_view text, std::size_t at);

// echo … | sudo -S, printf '%s' … | docker login --password-stdin, PASSWORD=$(echo … | base64 -d).
[[nodiscard]] std::optional<Secret> echoed_value(std::string_view text, std::size_t at, std::size_t line);

// What reads a secret from its standard input: `sudo -S`, `--password-stdin`.
[[nodiscard]] bool is_reader_of_secrets(std::string_view command);

}  // namespace rustassistant::privacy
