// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "rustassistant/base/result.hpp"
#include "rustassistant/domain/findings.hpp"

// The JSON form of a `refactor` result.
namespace rustassistant::domain {

// Reads a result from outside (a model's answer, the cache, a legacy entry). `text` is at most 4 MiB of JSON nested at
// most 128 deep; anything else, a missing required member, a wrong type or an unknown enumeration is an Error
// (provider) that names the member. Unknown members are ignored.
[[nodiscard]] Result<Analysis> parse_analysis(std::string_view text);

// The result as JSON. With `path` it is the form that is shown: every location carries the path as "file". Without, it
// is the form that is stored: no paths.
[[nodiscard]] nlohmann::ordered_json to_json(const Analysis& analysis, std::string_view path = {});
// The form that is stored: compact JSON.
[[nodiscard]] std::string serialise(const Analysis& analysis);

}  // namespace rustassistant::domain
