// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "rustassistant/base/result.hpp"
#include "rustassistant/base/units.hpp"
#include "rustassistant/render/view.hpp"

// What all JSON documents have in common.
namespace rustassistant::render {

using Json = nlohmann::ordered_json;

// A document's head: its schema and the version of the program.
[[nodiscard]] Json document(std::string_view schema);

// The document as it is written, with a line feed at its end. Every amount has a text for people beside it: behind
// "cost_nano_usd", an integer or null, stands "cost_usd", such as "$0.0023" or null; caps and rates are not rounded.
// The same holds where the name has the unit elsewhere ("usd_per_million_tokens") and where a member holds several
// amounts. Control characters, DEL and bidirectional controls are escaped, so that it may go to a terminal.
[[nodiscard]] std::string to_text(const Json& document);
// The same without indentation and line feed.
[[nodiscard]] std::string to_line(const Json& value);

// Nano-dollars, or null where the amount is unknown.
[[nodiscard]] Json amount(const std::optional<NanoUsd>& amount);
// An instant as in RFC 3339, or null.
[[nodiscard]] Json instant(const std::optional<UnixMillis>& instant);
// Text from outside, as valid UTF-8.
[[nodiscard]] Json json_text(std::string_view text);

// {"id", "path"}: the repository's 8 hex digits, and its canonical path, or null where that is not known.
[[nodiscard]] Json repository(std::string_view id, std::string_view path);

// The word for a kind of failure: "usage", "input" and so on.
[[nodiscard]] std::string_view name_of(Errc code);
// {"code", "message", "hint"}
[[nodiscard]] Json error_json(const Error& error);
// The document of a run that failed before it had a result (rustassistant.error/1).
[[nodiscard]] std::string error_document(const Error& error);

}  // namespace rustassistant::render
