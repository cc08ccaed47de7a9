// SPDX-License-Identifier: MIT
#include "rustassistant/base/time_text.hpp"

#include <chrono>
#include <cstdio>

namespace rustassistant {
namespace {

using std::chrono::milliseconds;
using std::chrono::sys_days;
using std::chrono::year_month_day;

sys_days day_of(UnixMillis instant) {
  return std::chrono::floor<std::chrono::days>(std::chrono::sys_time<milliseconds>(milliseconds(instant.value)));
}

int as_number(year_month_day date) {
  return static_cast<int>(date.year()) * 100 + static_cast<int>(static_cast<unsigned>(date.month()));
}

}  // namespace

std::string to_rfc3339(UnixMillis instant) {
  const auto day = day_of(instant);
  const year_month_day date(day);
  const std::chrono::hh_mm_ss time(
      std::chrono::floor<std::chrono::seconds>(std::chrono::sys_time<milliseconds>(milliseconds(instant.value)) - day));
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return text;
}

int utc_day(UnixMillis instant) {
  const year_month_day date(day_of(instant));
  return as_number(date) * 100 + static_cast<int>(static_cast<unsigned>(date.day()));
}

int utc_month(UnixMillis instant) {
  return as_number(year_month_day(day_of(instant)));
}

UnixMillis start_of_next_month(int month) {
  const std::chrono::year_month this_month{std::chrono::year(month / 100),
                                           std::chrono::month(static_cast<unsigned>(month % 100))};
  const sys_days first = (this_month + std::chrono::months(1)) / std::chrono::day(1);
  return {std::chrono::duration_cast<milliseconds>(first.time_since_epoch()).count()};
}

}  // namespace rustassistant
