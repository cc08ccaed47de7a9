// SPDX-License-Identifier: MIT
#include "rustassistant/base/time_text.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "rustassistant/base/time_zone.hpp"

namespace rustassistant {

std::string to_rfc3339(UnixMillis instant, int offset_seconds) {
  using std::chrono::milliseconds;
  const std::chrono::sys_time<milliseconds> local(milliseconds(instant.value + std::int64_t{offset_seconds} * 1000));
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(local - day));
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  if (offset_seconds == 0) return std::string(text) + "Z";
  const int minutes = std::abs(offset_seconds) / 60;
  char offset[16];
  std::snprintf(offset, sizeof offset, "%c%02d:%02d", offset_seconds < 0 ? '-' : '+', minutes / 60, minutes % 60);
  return std::string(text) + offset;
}

int utc_day(UnixMillis instant) {
  return TimeZone().day_of(instant);
}

int utc_month(UnixMillis instant) {
  return TimeZone().month_of(instant);
}

}  // namespace rustassistant
