// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rustassistant/base/time_text.hpp"
#include "rustassistant/base/time_zone.hpp"

namespace rustassistant::render {

// An instant in a table or a line, in the time zone of the budget.
[[nodiscard]] inline std::string instant_text(UnixMillis instant, const TimeZone& zone) {
  return to_rfc3339(instant, zone.offset_seconds(instant));
}

}  // namespace rustassistant::render
