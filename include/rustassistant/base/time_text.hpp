// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rustassistant/base/units.hpp"

namespace rustassistant {

// "2026-11-21T00:42:03Z", or with an offset from UTC "2026-11-21T02:42:03+02:00"; RFC 3339, whole seconds.
[[nodiscard]] std::string to_rfc3339(UnixMillis instant, int offset_seconds = 0);

// A calendar date in UTC as one number, such as 20261121 (proleptic Gregorian), and its month, 202611.
[[nodiscard]] int utc_day(UnixMillis instant);
[[nodiscard]] int utc_month(UnixMillis instant);

}  // namespace rustassistant
