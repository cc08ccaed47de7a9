// SPDX-License-Identifier: MIT
#include "rustassistant/base/time_text.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "rustassistant/base/text.hpp"
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

namespace {

// Takes that many digits from the front.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
  const std::string_view digits = text.substr(0, count);
  const bool all = digits.size() == count && digits.find_first_not_of("0123456789") == std::string_view::npos;
  if (!all) return std::nullopt;
  text.remove_prefix(count);
  return static_cast<int>(*parse_integer(digits));
}

bool take_one_of(std::string_view& text, std::string_view characters) {
  if (text.empty() || characters.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

// Milliseconds of ".813401651", which may be missing.
std::optional<int> take_fraction(std::string_view& text) {
  if (!take_one_of(text, ".")) return 0;
  const std::size_t length = std::min(text.find_first_not_of("0123456789"), text.size());
  if (length == 0) return std::nullopt;
  const std::string millis = (std::string(text.substr(0, length)) + "00").substr(0, 3);
  text.remove_prefix(length);
  return static_cast<int>(*parse_integer(millis));
}

// Minutes of "Z", "+02:00" or nothing.
std::optional<int> take_offset(std::string_view& text) {
  if (text.empty() || take_one_of(text, "Zz")) return 0;
  const bool west = text.front() == '-';
  if (!take_one_of(text, "+-")) return std::nullopt;
  const auto hours = take_digits(text, 2);
  if (!hours || *hours > 23 || !take_one_of(text, ":")) return std::nullopt;
  const auto minutes = take_digits(text, 2);
  if (!minutes || *minutes > 59) return std::nullopt;
  return (west ? -1 : 1) * (*hours * 60 + *minutes);
}

}  // namespace

std::optional<UnixMillis> parse_rfc3339(std::string_view text) {
  const auto year = take_digits(text, 4);
  if (!year || !take_one_of(text, "-")) return std::nullopt;
  const auto month = take_digits(text, 2);
  if (!month || !take_one_of(text, "-")) return std::nullopt;
  const auto day = take_digits(text, 2);
  if (!day || !take_one_of(text, "Tt ")) return std::nullopt;
  const auto hour = take_digits(text, 2);
  if (!hour || *hour > 23 || !take_one_of(text, ":")) return std::nullopt;
  const auto minute = take_digits(text, 2);
  if (!minute || *minute > 59 || !take_one_of(text, ":")) return std::nullopt;
  const auto second = take_digits(text, 2);
  if (!second || *second > 60) return std::nullopt;
  const auto millis = take_fraction(text);
  const auto offset = millis ? take_offset(text) : std::nullopt;
  if (!offset || !text.empty()) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  const std::int64_t minutes = (days * 24 + *hour) * 60 + *minute - *offset;
  return UnixMillis{(minutes * 60 + *second) * 1000 + *millis};
}

int utc_day(UnixMillis instant) {
  return TimeZone().day_of(instant);
}

int utc_month(UnixMillis instant) {
  return TimeZone().month_of(instant);
}

}  // namespace rustassistant
