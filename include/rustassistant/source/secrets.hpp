// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Secrets in source text: what must not be sent to anybody. All functions are pure.
namespace rustassistant::source {

// Of the rules below; a part of cache keys. Raise it with every change of what is found or how it is replaced.
inline constexpr std::string_view kSecretRulesVersion = "1";

struct Secret {
  std::size_t offset = 0;  // bytes
  std::size_t size = 0;
  std::string_view kind;  // "AWS access key"; lives as long as the process
};

// Private keys, keys and tokens that are known by their beginning, JSON web tokens, passwords in URLs, and values of
// high entropy that are assigned to a name which speaks of a secret or stand in the style of a .env file. In order,
// apart from each other. Time is linear in the text.
[[nodiscard]] std::vector<Secret> find_secrets(std::string_view content);

// With every byte of them but the ends of lines replaced, so that lines and columns stay what they were.
[[nodiscard]] std::string redacted(std::string content, std::span<const Secret> secrets);

// "2 AWS access keys, 1 private key"
[[nodiscard]] std::string summary_of(std::span<const Secret> secrets);

// Whether a file of that name holds keys and nothing else, such as id_ed25519 or server.pem.
[[nodiscard]] bool is_key_store_name(std::string_view path);

}  // namespace rustassistant::source
