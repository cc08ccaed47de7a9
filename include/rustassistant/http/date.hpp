// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

#include "rustassistant/base/units.hpp"

namespace rustassistant::http {

// A date of HTTP, such as "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, section 5.6.7). nullopt if malformed, for a date
// that does not exist, and for one in another zone than GMT.
[[nodiscard]] std::optional<UnixMillis> parse_date(std::string_view text);

}  // namespace rustassistant::http
