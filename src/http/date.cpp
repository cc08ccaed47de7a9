// SPDX-License-Identifier: MIT
#include "rustassistant/http/date.hpp"

#include <curl/curl.h>

#include <cstdint>
#include <string>

#include "rustassistant/base/text.hpp"
#include "rustassistant/base/time_text.hpp"

namespace rustassistant::http {

std::optional<UnixMillis> parse_date(std::string_view text) {
  const auto words = split(text, ' ');
  // curl also understands what is no date of HTTP: parts of one in any order, other zones, days that do not exist.
  if (words.size() != 6 || words[0].size() != 4 || words[1].size() != 2 || words[5] != "GMT") return std::nullopt;
  if (words[4].size() != 8 || words[4].find_first_not_of("0123456789:") != std::string_view::npos) return std::nullopt;
  const std::int64_t seconds = curl_getdate(std::string(text).c_str(), nullptr);
  const UnixMillis instant{seconds * 1000};
  if (seconds < 0 || utc_day(instant) % 100 != parse_integer(words[1])) return std::nullopt;
  return instant;
}

}  // namespace rustassistant::http
