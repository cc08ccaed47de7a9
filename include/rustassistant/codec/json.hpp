// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "rustassistant/base/result.hpp"

namespace rustassistant::codec {

// Bounds for JSON from outside.
struct JsonLimits {
  std::size_t max_bytes = 8U << 20U;
  std::size_t max_depth = 128;
};

// One JSON document from outside: valid UTF-8, nothing but white space after it, within the limits. The Error (input)
// says what is wrong and at which byte; a caller that knows better gives it another code. The last of duplicate members
// wins.
[[nodiscard]] Result<nlohmann::json> parse_json(std::string_view text, const JsonLimits& limits = {});

// Text for output or storage. Malformed UTF-8 in strings becomes U+FFFD. Indents by two when `pretty`.
enum class JsonStyle : bool { compact, pretty };
[[nodiscard]] std::string dump_json(const nlohmann::json& value, JsonStyle style);
[[nodiscard]] std::string dump_json(const nlohmann::ordered_json& value, JsonStyle style);

}  // namespace rustassistant::codec
