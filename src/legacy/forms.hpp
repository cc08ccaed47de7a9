// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rustassistant/legacy/entry.hpp"

// Parts of an entry, wherever it was kept.
namespace rustassistant::legacy {

// A JSON object without needless white space, numbers as they were; bounded like an entry. Error (input).
[[nodiscard]] Result<std::string> compact_object(std::string_view text);

// 64 hex digits, "sha256:" before them or not; false for anything else.
[[nodiscard]] bool take_hash(std::string_view text, Entry& entry);
[[nodiscard]] std::string_view without_hash_prefix(std::string_view hash);

// Nothing for a provider that is not known; "gemini" is Google.
[[nodiscard]] std::optional<domain::Provider> provider_called(std::string_view name);

// US dollars as a program wrote them in floating point, and as exact as that was.
[[nodiscard]] std::optional<NanoUsd> usd_of(std::string_view text);

}  // namespace rustassistant::legacy
