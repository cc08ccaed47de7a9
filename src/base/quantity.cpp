// SPDX-License-Identifier: MIT
#include "rustassistant/base/quantity.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "rustassistant/base/ascii.hpp"
#include "rustassistant/base/text.hpp"

namespace rustassistant {
namespace {

constexpr std::int64_t kLargest = 1'000'000'000'000'000;

struct SizeUnit {
  std::string_view name;
  std::int64_t bytes;
};

constexpr std::array<SizeUnit, 14> kSizeUnits{{{"", 1},
                                               {"b", 1},
                                               {"k", 1'000},
                                               {"kb", 1'000},
                                               {"kib", 1LL << 10},
                                               {"m", 1'000'000},
                                               {"mb", 1'000'000},
                                               {"mib", 1LL << 20},
                                               {"g", 1'000'000'000},
                                               {"gb", 1'000'000'000},
                                               {"gib", 1LL << 30},
                                               {"t", 1'000'000'000'000},
                                               {"tb", 1'000'000'000'000},
                                               {"tib", 1LL << 40}}};

using ascii::is_digit;

}  // namespace

std::optional<std::int64_t> parse_size(std::string_view text) {
  constexpr int kDigits = 3;
  constexpr std::int64_t kScale = 1'000;
  std::size_t end = 0;
  while (end < text.size() && (is_digit(text[end]) || text[end] == '.')) ++end;
  const std::string_view number = text.substr(0, end);
  const std::size_t point = std::min(number.find('.'), number.size());
  const auto whole = parse_integer(number.substr(0, point));
  if (!whole || *whole < 0) return std::nullopt;
  const auto thousandths = point == number.size() ? std::optional<std::int64_t>(0)
                                                  : parse_decimal("0" + std::string(number.substr(point)), kDigits);
  const std::string unit = to_lower(trim(text.substr(end)));
  const auto* const known =
      std::find_if(kSizeUnits.begin(), kSizeUnits.end(), [&](const SizeUnit& row) { return row.name == unit; });
  if (!thousandths || known == kSizeUnits.end() || *whole > kLargest / known->bytes) return std::nullopt;
  if (*thousandths != 0 && known->bytes == 1) return std::nullopt;
  return *whole * known->bytes + *thousandths * known->bytes / kScale;
}

Result<std::int64_t> parse_age(std::string_view text) {
  struct Unit {
    std::string_view name;
    std::int64_t seconds;
  };
  constexpr std::int64_t kDay = 86'400;
  constexpr std::array<Unit, 7> kUnits{
      {{"s", 1}, {"min", 60}, {"h", 3600}, {"d", kDay}, {"w", 7 * kDay}, {"mo", 30 * kDay}, {"y", 365 * kDay}}};
  constexpr std::int64_t kCentury = 36'525 * kDay;
  std::size_t end = 0;
  while (end < text.size() && is_digit(text[end])) ++end;
  const std::string digits(text.substr(0, end));
  const std::string_view name = text.substr(end);
  const auto count = parse_integer(digits);
  if (count && name == "m") {
    return fail(Errc::usage, "the age '" + neutralise(text) + "' could be minutes or months",
                "write " + digits + "min or " + digits + "mo");
  }
  const auto* const unit =
      std::find_if(kUnits.begin(), kUnits.end(), [&](const Unit& row) { return row.name == name; });
  if (unit == kUnits.end() || !count || *count > kCentury / unit->seconds) {
    return fail(Errc::usage, "'" + neutralise(text) + "' is not an age",
                "an age such as 90s, 45min, 12h, 30d, 8w, 3mo or 1y");
  }
  return *count * unit->seconds * 1000;
}

std::optional<int> parse_percent(std::string_view text) {
  const bool marked = text.ends_with('%');
  const std::string_view number = marked ? trim(text.substr(0, text.size() - 1)) : text;
  const bool share = !marked && number.find('.') != std::string_view::npos;
  const auto percent = parse_decimal(number, share ? 2 : 0);
  if (!percent || *percent > 100) return std::nullopt;
  return static_cast<int>(*percent);
}

std::string format_size(std::int64_t bytes) {
  constexpr std::array<const char*, 5> kNames{"B", "kB", "MB", "GB", "TB"};
  if (bytes < 1000) return std::to_string(bytes) + " B";
  std::size_t unit = 0;
  std::int64_t tenths = bytes * 10;
  while (tenths >= 10'000 && unit + 1 < kNames.size()) {
    tenths /= 1000;
    ++unit;
  }
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " " + kNames[unit];
}

std::optional<std::int64_t> parse_decimal(std::string_view text, int digits) {
  std::int64_t value = 0;
  int after_point = -1;  // digits seen after the point; -1 before it
  if (text.empty() || !is_digit(text.front()) || !is_digit(text.back())) return std::nullopt;
  for (const char c : text) {
    if (c == '.' && after_point < 0) {
      after_point = 0;
      continue;
    }
    if (!is_digit(c)) return std::nullopt;
    if (after_point >= 0) ++after_point;
    if (after_point > digits) return std::nullopt;
    value = value * 10 + (c - '0');
    if (value > kLargest) return std::nullopt;
  }
  for (int i = after_point < 0 ? 0 : after_point; i < digits; ++i) {
    value *= 10;
    if (value > kLargest) return std::nullopt;
  }
  return value;
}

std::string format_count(std::int64_t count) {
  std::string text = std::to_string(count);
  const std::size_t first = text.front() == '-' ? 1 : 0;
  for (std::size_t at = text.size(); at > first + 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

std::string counted(std::int64_t count, std::string_view one, std::string_view many) {
  return format_count(count) + " " + std::string(count == 1 ? one : many);
}

std::string format_duration(std::int64_t microseconds) {
  char text[40];
  if (microseconds < 10'000) {
    std::snprintf(text, sizeof text, "%lld.%lld ms", static_cast<long long>(microseconds / 1000),
                  static_cast<long long>(microseconds / 100 % 10));
  } else if (microseconds < 1'000'000) {
    std::snprintf(text, sizeof text, "%lld ms", static_cast<long long>(microseconds / 1000));
  } else if (microseconds < 60'000'000) {
    std::snprintf(text, sizeof text, "%lld.%lld s", static_cast<long long>(microseconds / 1'000'000),
                  static_cast<long long>(microseconds / 100'000 % 10));
  } else {
    std::snprintf(text, sizeof text, "%lld m %02lld s", static_cast<long long>(microseconds / 60'000'000),
                  static_cast<long long>(microseconds / 1'000'000 % 60));
  }
  return text;
}

}  // namespace rustassistant
