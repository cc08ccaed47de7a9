// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Secrets in source text: what must not be sent to anybody. All functions are pure. docs/secrets.md lists what is
// found.
namespace rustassistant::privacy {

// The version of the rules; a part of cache keys. Raise it with every change of what is found or how it is replaced.
inline constexpr std::string_view kSecretRulesVersion = "8";

struct Secret {
  std::size_t offset = 0;  // bytes
  std::size_t size = 0;
  std::string_view kind;  // "AWS access key"; lives as long as the process
};

// Private keys, tokens known by how they begin, JSON web tokens, credentials in headers, URLs and connection strings,
// web hooks, and values that are assigned or passed under a name which speaks of a secret. In order, without overlap.
// Time is linear in the size of the text.
[[nodiscard]] std::vector<Secret> find_secrets(std::string_view content);

// `content` with every byte of the secrets replaced, except line ends: lines and columns keep their places.
[[nodiscard]] std::string redacted(std::string content, std::span<const Secret> secrets);

// The number of secrets by kind: "2 × AWS access key, 1 × private key". Empty without secrets.
[[nodiscard]] std::string summary_of(std::span<const Secret> secrets);

// Whether a file of that name holds keys and nothing else, such as id_ed25519 or server.pem.
[[nodiscard]] bool is_key_store_name(std::string_view path);

}  // namespace rustassistant::privacy
