// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

// JSON as models write it when no schema holds them: almost. In linear time.
namespace rustassistant::llm {

// The text with what makes it unreadable replaced; JSON stays as it is, byte for byte. In strings: malformed UTF-8 and
// escapes of lone surrogates by U+FFFD, raw control characters and quotes by their escapes, a backslash that escapes
// nothing by two. Within braces and brackets: strings in single quotes, names without quotes, comments, commas too many
// or too few, tuples, `+1`, `.5`, and the words of other languages (None, True, NaN) as JSON has them. What stands
// outside of them stays.
[[nodiscard]] std::string repaired_json(std::string_view text);

// The text after the JSON object or array that it begins with, which may be of the same kind; nullopt if that does not
// end.
[[nodiscard]] std::optional<std::string_view> after_json(std::string_view text);

}  // namespace rustassistant::llm
