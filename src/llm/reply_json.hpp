// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>
#include <span>
#include <string_view>

#include "rustassistant/base/result.hpp"

// The JSON of replies, read as leniently as is safe.
namespace rustassistant::llm {

using Json = nlohmann::json;

// The body of a reply: one JSON document, perhaps with other text after it, or the events of a stream that nobody asked
// for, as server-sent events, lines or an array, which `join` puts together. Of a member that occurs twice the larger
// number counts, and objects are merged. The Error (provider) says what is wrong.
[[nodiscard]] Result<Json> parse_reply(std::string_view body, Json (*join)(std::span<const Json> events));

}  // namespace rustassistant::llm
