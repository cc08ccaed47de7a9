// SPDX-License-Identifier: MIT
#include "rustassistant/base/time_zone.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <utility>

#include "rustassistant/base/ascii.hpp"

namespace rustassistant {
namespace {

using std::chrono::day;
using std::chrono::days;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr std::int64_t kDaySeconds = 86'400;
constexpr int kHourSeconds = 3'600;

using ascii::is_digit;
using ascii::is_letter;

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<int> take_number(std::string_view& text, int low, int high) {
  int value = 0;
  std::size_t digits = 0;
  while (digits < text.size() && digits < 4 && is_digit(text[digits])) value = value * 10 + (text[digits++] - '0');
  if (digits == 0 || value < low || value > high) return std::nullopt;
  text.remove_prefix(digits);
  return value;
}

// [+-]hh[:mm[:ss]] in seconds.
std::optional<int> take_time(std::string_view& text, int most_hours) {
  const bool negative = take(text, '-');
  if (!negative) take(text, '+');
  const auto hours = take_number(text, 0, most_hours);
  if (!hours) return std::nullopt;
  int seconds = *hours * kHourSeconds;
  for (int unit = 60; unit > 0 && take(text, ':'); unit /= 60) {
    const auto part = take_number(text, 0, 59);
    if (!part) return std::nullopt;
    seconds += *part * unit;
  }
  return negative ? -seconds : seconds;
}

// Three letters or more, or anything of letters, digits and signs in angle brackets.
bool take_name(std::string_view& text) {
  const bool quoted = take(text, '<');
  std::size_t length = 0;
  const auto fits = [quoted](char c) { return is_letter(c) || (quoted && (is_digit(c) || c == '+' || c == '-')); };
  while (length < text.size() && fits(text[length])) ++length;
  if (length < 3) return false;
  text.remove_prefix(length);
  return !quoted || take(text, '>');
}

std::optional<int> parse_offset(std::string_view text) {
  const bool east = text.size() == 6 && text.front() == '+';
  if (!east && (text.size() != 6 || text.front() != '-')) return std::nullopt;
  if (text[3] != ':') return std::nullopt;
  const auto seconds = take_time(text, 14);
  return text.empty() ? seconds : std::nullopt;
}

year_month_day date_of(int number) {
  return {year(number / 10'000), month(static_cast<unsigned>(number / 100 % 100)),
          day(static_cast<unsigned>(number % 100))};
}

int as_number(sys_days date) {
  const year_month_day parts(date);
  return static_cast<int>(parts.year()) * 10'000 + static_cast<int>(static_cast<unsigned>(parts.month())) * 100 +
         static_cast<int>(static_cast<unsigned>(parts.day()));
}

std::int64_t seconds_at(sys_days date) {
  return std::int64_t{date.time_since_epoch().count()} * kDaySeconds;
}

sys_days day_at(std::int64_t seconds) {
  return std::chrono::floor<days>(std::chrono::sys_seconds(std::chrono::seconds(seconds)));
}

std::int64_t seconds_of_instant(UnixMillis instant) {
  return instant.value / 1000 - (instant.value % 1000 < 0 ? 1 : 0);
}

}  // namespace

std::optional<TimeZone::Change> TimeZone::parse_change(std::string_view& text) {
  Change change;
  if (take(text, 'M')) {
    const auto in_month = take_number(text, 1, 12);
    if (!in_month || !take(text, '.')) return std::nullopt;
    const auto in_week = take_number(text, 1, 5);
    if (!in_week || !take(text, '.')) return std::nullopt;
    const auto weekday = take_number(text, 0, 6);
    if (!weekday) return std::nullopt;
    change = {Change::Kind::nth_weekday, *in_month, *in_week, *weekday};
  } else {
    const bool without_leap = take(text, 'J');
    const auto of_year = take_number(text, without_leap ? 1 : 0, 365);
    if (!of_year) return std::nullopt;
    change = {without_leap ? Change::Kind::day_without_leap : Change::Kind::day_of_year, 1, 1, *of_year};
  }
  if (take(text, '/')) {
    const auto time = take_time(text, 167);
    if (!time) return std::nullopt;
    change.seconds = *time;
  }
  return change;
}

std::optional<TimeZone> TimeZone::parse(std::string_view text) {
  TimeZone zone;
  if (text == "UTC") return zone;
  if (const auto offset = parse_offset(text)) {
    zone.offset_ = *offset;
    return zone;
  }
  if (!take_name(text)) return std::nullopt;
  const auto west = take_time(text, 24);
  if (!west) return std::nullopt;
  zone.offset_ = -*west;
  if (text.empty()) return zone;

  if (!take_name(text)) return std::nullopt;
  Daylight daylight;
  daylight.offset = zone.offset_ + kHourSeconds;
  if (!text.empty() && text.front() != ',') {
    const auto daylight_west = take_time(text, 24);
    if (!daylight_west) return std::nullopt;
    daylight.offset = -*daylight_west;
  }
  for (Change* change : {&daylight.begin, &daylight.end}) {
    if (!take(text, ',')) return std::nullopt;
    const auto parsed = parse_change(text);
    if (!parsed) return std::nullopt;
    *change = *parsed;
  }
  if (!text.empty()) return std::nullopt;
  zone.daylight_ = daylight;
  return zone;
}

// In local time before the change, as seconds since 1970 began there.
std::int64_t TimeZone::seconds_of(const Change& change, int in_year) {
  const year y(in_year);
  if (change.kind == Change::Kind::nth_weekday) {
    const auto which = std::chrono::month(static_cast<unsigned>(change.month));
    const std::chrono::weekday weekday(static_cast<unsigned>(change.day));
    const sys_days date = change.week == 5 ? sys_days(y / which / weekday[std::chrono::last])
                                           : sys_days(y / which / weekday[static_cast<unsigned>(change.week)]);
    return seconds_at(date) + change.seconds;
  }
  const sys_days first = y / std::chrono::January / 1;
  const bool without_leap = change.kind == Change::Kind::day_without_leap;
  const int skipped = without_leap ? (y.is_leap() && change.day > 59 ? 0 : 1) : 0;
  return seconds_at(first + days(change.day - skipped)) + change.seconds;
}

int TimeZone::offset_seconds(UnixMillis instant) const {
  if (!daylight_) return offset_;
  const std::int64_t seconds = seconds_of_instant(instant);
  const int in_year = static_cast<int>(year_month_day(day_at(seconds + offset_)).year());
  const std::int64_t begin = seconds_of(daylight_->begin, in_year) - offset_;
  const std::int64_t end = seconds_of(daylight_->end, in_year) - daylight_->offset;
  const bool daylight = begin < end ? seconds >= begin && seconds < end : !(seconds >= end && seconds < begin);
  return daylight ? daylight_->offset : offset_;
}

int TimeZone::day_of(UnixMillis instant) const {
  return as_number(day_at(seconds_of_instant(instant) + offset_seconds(instant)));
}

int TimeZone::month_of(UnixMillis instant) const {
  return day_of(instant) / 100;
}

UnixMillis TimeZone::start_of_day(int day) const {
  const std::int64_t midnight = seconds_at(sys_days(date_of(day)));
  const auto at = [&](int offset) { return UnixMillis{(midnight - offset) * 1000}; };
  if (!daylight_) return at(offset_);
  // The earlier of the two instants that may be meant comes first, unless it still belongs to the day before.
  const auto [late, early] = std::minmax(offset_, daylight_->offset);
  return day_of(at(early)) == day ? at(early) : at(late);
}

int plus_days(int day, int count) {
  return as_number(sys_days(date_of(day)) + days(count));
}

int days_since_1970(int day) {
  return static_cast<int>(sys_days(date_of(day)).time_since_epoch().count());
}

int first_of_month(int of_month, int months_later) {
  const std::chrono::year_month start{year(of_month / 100), month(static_cast<unsigned>(of_month % 100))};
  return as_number((start + std::chrono::months(months_later)) / day(1));
}

std::optional<int> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto y = take_number(text, 1970, 9999);
  if (!y || !take(text, '-')) return std::nullopt;
  const auto m = take_number(text, 1, 12);
  if (!m || !take(text, '-')) return std::nullopt;
  const auto d = take_number(text, 1, 31);
  if (!d || !text.empty()) return std::nullopt;
  const int number = *y * 10'000 + *m * 100 + *d;
  return date_of(number).ok() ? std::optional(number) : std::nullopt;
}

std::string day_text(int day) {
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", day / 10'000, day / 100 % 100, day % 100);
  return text;
}

std::string month_text(int month) {
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02d", month / 100, month % 100);
  return text;
}

}  // namespace rustassistant
