// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "rustassistant/config/load.hpp"
#include "rustassistant/render/document.hpp"

// Where the value of a setting comes from.
namespace rustassistant::render {

[[nodiscard]] std::string_view name_of(config::Source source);
// "user /home/me/.rustassistant/config.toml"
[[nodiscard]] std::string origin_text(const config::Origin& origin);
// A TOML literal as it stands in a settings file, which is JSON but for control characters in a text.
[[nodiscard]] Json value_json(const std::string& literal);

}  // namespace rustassistant::render
