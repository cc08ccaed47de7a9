// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "rustassistant/privacy/secrets.hpp"

namespace rustassistant::privacy {

// What holds where a variable is not set: ${NAME:-…}, ${1-…} and ${NAME:=…} of shells, ${name:…} of Spring. The
// variable's name, or the one that the whole is assigned to, speaks of a secret. `at` is at the dollar sign.
[[nodiscard]] std::optional<Secret> default_value(std::string_view text, std::size_t at, std::size_t line);

}  // namespace rustassistant::privacy
