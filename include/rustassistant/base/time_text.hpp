// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rustassistant/base/units.hpp"

namespace rustassistant {

// "2026-11-21T00:42:03Z"; RFC 3339, UTC, whole seconds.
[[nodiscard]] std::string to_rfc3339(UnixMillis instant);

// A calendar date in UTC as one number, such as 20261121 (proleptic Gregorian).
[[nodiscard]] int utc_day(UnixMillis instant);
// A calendar month in UTC as one number, such as 202611.
[[nodiscard]] int utc_month(UnixMillis instant);
// The first instant of the month after `month`.
[[nodiscard]] UnixMillis start_of_next_month(int month);

}  // namespace rustassistant
