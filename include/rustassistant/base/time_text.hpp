// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rustassistant/base/units.hpp"

namespace rustassistant {

// "2026-11-21T00:42:03Z", or with an offset from UTC "2026-11-21T02:42:03+02:00"; RFC 3339, whole seconds.
[[nodiscard]] std::string to_rfc3339(UnixMillis instant, int offset_seconds = 0);

// RFC 3339: "2026-02-04T03:12:42.813401651+00:00", "2026-02-04 03:12:42Z"; without an offset it is UTC. Parts of a
// millisecond are cut off. Nothing for anything else, and for an impossible date.
[[nodiscard]] std::optional<UnixMillis> parse_rfc3339(std::string_view text);

// A calendar date in UTC as one number, such as 20261121 (proleptic Gregorian), and its month, 202611.
[[nodiscard]] int utc_day(UnixMillis instant);
[[nodiscard]] int utc_month(UnixMillis instant);

}  // namespace rustassistant
