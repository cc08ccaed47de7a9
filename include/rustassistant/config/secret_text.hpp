// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "rustassistant/base/result.hpp"
#include "rustassistant/sys/environment.hpp"

// Settings that may hold secrets.
namespace rustassistant::config {

// A URL without user, password and parameters: what may be shown.
[[nodiscard]] std::string without_credentials(std::string_view url);

// The text with the variables of the environment in place of ${NAME}. Error (config), which names `setting` and the
// variable and never shows the text: one is not set, or a brace is not closed.
[[nodiscard]] Result<std::string> expanded(std::string_view text, std::string_view setting,
                                           const sys::Environment& environment);

}  // namespace rustassistant::config
