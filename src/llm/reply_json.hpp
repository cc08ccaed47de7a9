// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "rustassistant/base/result.hpp"

// The JSON of replies, read as leniently as is safe.
namespace rustassistant::llm {

using Json = nlohmann::json;

// The text with what makes it unreadable replaced. In strings: malformed UTF-8 and escapes of lone surrogates by
// U+FFFD, raw control characters by their escapes. Outside of them: commas before a closing bracket go, NaN, Infinity
// and None become null, True and False are spelt as in JSON.
[[nodiscard]] std::string repaired_json(std::string_view text);

// The text after the JSON object or array that it begins with; nullopt if that does not end.
[[nodiscard]] std::optional<std::string_view> after_json(std::string_view text);

// The body of a reply: one JSON document, perhaps with other text after it, or the events of a stream that nobody asked
// for, as server-sent events, lines or an array, which `join` puts together. Of a member that occurs twice the larger
// number counts, and objects are merged. The Error (provider) says what is wrong.
[[nodiscard]] Result<Json> parse_reply(std::string_view body, Json (*join)(std::span<const Json> events));

}  // namespace rustassistant::llm
