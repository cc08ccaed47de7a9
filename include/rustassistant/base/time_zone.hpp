// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rustassistant/base/units.hpp"

namespace rustassistant {

// The civil time of a place: a fixed offset, or a rule with daylight saving time. A value; it needs no data files.
class TimeZone {
 public:
  // UTC.
  TimeZone() = default;

  // "UTC", an offset such as "+02:00", or a rule as in the variable TZ: "CET-1CEST,M3.5.0,M10.5.0/3" (IEEE Std 1003.1,
  // section 8.3, with hours from -167 to 167 as in RFC 9636). Nothing for anything else.
  [[nodiscard]] static std::optional<TimeZone> parse(std::string_view text);

  // East of Greenwich.
  [[nodiscard]] int offset_seconds(UnixMillis instant) const;
  // The calendar date there as one number, such as 20261121, and its month, 202611.
  [[nodiscard]] int day_of(UnixMillis instant) const;
  [[nodiscard]] int month_of(UnixMillis instant) const;
  // The first instant of a day there. Where the clocks skip midnight: the instant at which they do.
  [[nodiscard]] UnixMillis start_of_day(int day) const;

 private:
  // One yearly change of clocks.
  struct Change {
    enum class Kind : unsigned char { nth_weekday, day_without_leap, day_of_year };
    Kind kind = Kind::nth_weekday;
    int month = 1;
    int week = 1;         // 5: the last one
    int day = 0;          // weekday from Sunday, or day of the year
    int seconds = 7'200;  // after midnight, local time before the change
  };
  struct Daylight {
    int offset = 0;
    Change begin;
    Change end;
  };

  [[nodiscard]] static std::optional<Change> parse_change(std::string_view& text);
  [[nodiscard]] static std::int64_t seconds_of(const Change& change, int year);

  int offset_ = 0;
  std::optional<Daylight> daylight_;
};

// A date moved by whole days: 20261130 and 1 give 20261201. And by whole months, to the first of one.
[[nodiscard]] int plus_days(int day, int days);
[[nodiscard]] int first_of_month(int month, int months_later = 0);
// Between such a date and the beginning of 1970.
[[nodiscard]] int days_since_1970(int day);

// "2026-11-21" as 20261121, and back. Nothing where there is no such day from 1970 to 9999.
[[nodiscard]] std::optional<int> parse_day(std::string_view text);
[[nodiscard]] std::string day_text(int day);
// "2026-11" for 202611.
[[nodiscard]] std::string month_text(int month);

}  // namespace rustassistant
