// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rustassistant/base/result.hpp"

// Quantities as people write and read them.
namespace rustassistant {

// Bytes: "500M" is 500·10⁶, "500MiB" is 500·2²⁰, "1.5G" has up to three decimals; any case; a plain number is bytes.
[[nodiscard]] std::optional<std::int64_t> parse_size(std::string_view text);

// Ages: "90s", "45min", "12h", "30d", "8w", "3mo" (of 30 days), "1y" (of 365 days); in milliseconds. Error (usage) for
// anything else, above a century, and for "m" alone, which may be minutes or months.
[[nodiscard]] Result<std::int64_t> parse_age(std::string_view text);

// A share in whole percent: "75", "75%" and "0.75" are 75. A number with a point is a share of 1, one without a point
// is percent. Nothing for anything else, and outside of 0 to 100 %.
[[nodiscard]] std::optional<int> parse_percent(std::string_view text);

// "512 B", "1.4 kB", "35.2 MB"; decimal units, one decimal, cut off rather than rounded.
[[nodiscard]] std::string format_size(std::int64_t bytes);

// A decimal number with at most `digits` digits after its point, as an integer of units of 10^-digits: "3.00" with 9
// digits is 3,000,000,000. No sign, exponent, grouping or currency. Nothing where it is malformed or exceeds 10^15
// units.
[[nodiscard]] std::optional<std::int64_t> parse_decimal(std::string_view text, int digits);

// Whole numbers with thousands separated: "12,345".
[[nodiscard]] std::string format_count(std::int64_t count);

// "1 file", "1,234 files".
[[nodiscard]] std::string counted(std::int64_t count, std::string_view one, std::string_view many);

// "0.4 ms", "18 ms", "2.3 s", "1 m 05 s".
[[nodiscard]] std::string format_duration(std::int64_t microseconds);

}  // namespace rustassistant
