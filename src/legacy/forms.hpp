// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rustassistant/legacy/entry.hpp"

// Values as the older tool wrote them, in JSON and in tables alike. Pure; nullopt: no such value.
namespace rustassistant::legacy {

// A JSON object without needless white space, numbers as they were; bounded like an entry. Error (input).
[[nodiscard]] Result<std::string> compact_object(std::string_view text);

// 64 hex digits, "sha256:" before them or not; false for anything else.
[[nodiscard]] bool take_hash(std::string_view text, Entry& entry);

// A prompt's hash as it counts: empty for one of the older tool's own prompts.
[[nodiscard]] std::string foreign_prompt(std::string_view hash);

// "gemini" is Google.
[[nodiscard]] std::optional<domain::Provider> provider_called(std::string_view name);

// US dollars as a program wrote them in floating point, and as exact as that was; less than a million. And whole
// thousandths of a cent.
[[nodiscard]] std::optional<NanoUsd> usd_of(std::string_view text);
[[nodiscard]] std::optional<NanoUsd> usd_of_millicents(std::string_view text);

// A count of tokens: 1200, and what other languages make of it, 1200.0.
[[nodiscard]] std::optional<Tokens> count_of(std::string_view text);

// RFC 3339, "2026-02-04 03:12:42 UTC", a day alone, or seconds or milliseconds since 1970.
[[nodiscard]] std::optional<UnixMillis> time_of(std::string_view text);

// Eight hex digits in lower case, as repositories are distinguished.
[[nodiscard]] bool is_repo_id(std::string_view text);

}  // namespace rustassistant::legacy
