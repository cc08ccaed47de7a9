// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "rustassistant/base/result.hpp"
#include "rustassistant/base/units.hpp"
#include "rustassistant/domain/prices.hpp"

// Members of replies. Those that are not known are ignored; a known one of another type makes the reply malformed,
// unless it only counts what the reply cost.
namespace rustassistant::llm {

using Json = nlohmann::json;

// What is wrong with a reply.
struct Malformed {
  std::string what;
};
template <typename T>
using Read = tl::expected<T, Malformed>;

[[nodiscard]] tl::unexpected<Malformed> malformed(std::string_view member, std::string_view why);

// Null for a missing member and for one that is null.
[[nodiscard]] const Json* find(const Json& object, std::string_view name);
[[nodiscard]] Read<const Json*> find_object(const Json& object, std::string_view name);
[[nodiscard]] Read<const Json*> find_array(const Json& object, std::string_view name);

// The elements of a list. What stands in its place alone counts as one, as gateways write it; a missing member has
// none.
[[nodiscard]] std::span<const Json> items_of(const Json& object, std::string_view name);

// Empty for a missing word, and for what is none: a reason that nobody knows.
[[nodiscard]] std::string word_of(const Json& object, std::string_view name);

// An object as the JSON that it is, or the text: what a tool was called with.
[[nodiscard]] std::string json_or_text(const Json& value);

// Empty for a missing text.
[[nodiscard]] Read<std::string> text_of(const Json& object, std::string_view name);

// `part`, but at most `whole`; that a reply says otherwise is noted in the log.
[[nodiscard]] Tokens within(Tokens part, Tokens whole, std::string_view name);

// 0 for a missing count. A negative one is as good as missing where it only splits up another.
enum class Negative : bool { is_malformed, is_zero };
[[nodiscard]] Read<Tokens> count_of(const Json& object, std::string_view name, Negative negative);

// Counts that cannot be read are as good as counts that are missing; the log says why.
[[nodiscard]] std::optional<domain::Usage> counts_or_none(const Read<std::optional<domain::Usage>>& counts);

}  // namespace rustassistant::llm
