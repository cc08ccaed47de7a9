// SPDX-License-Identifier: MIT
#include "retry_after.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "members.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/json.hpp"

namespace rustassistant::llm {
namespace {

using std::chrono::milliseconds;

constexpr std::int64_t kLongestMillis = std::int64_t{366} * 24 * 3600 * 1000;

std::optional<milliseconds> bounded(std::optional<std::int64_t> count, std::int64_t millis_per_unit) {
  if (!count) return std::nullopt;
  return milliseconds(std::clamp<std::int64_t>(*count, 0, kLongestMillis / millis_per_unit) * millis_per_unit);
}

// "7" and "1.5" alike; a fraction counts as one more second.
std::optional<std::int64_t> whole_seconds(std::string_view text) {
  const std::size_t point = text.find('.');
  const auto seconds = parse_integer(text.substr(0, point));
  if (!seconds || point == std::string_view::npos) return seconds;
  const auto fraction = parse_integer(text.substr(point + 1, 9));
  if (!fraction || *fraction < 0) return std::nullopt;
  return *fraction == 0 ? *seconds : *seconds + 1;
}

std::optional<int> month_named(std::string_view name) {
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto* const found = std::find(kMonths.begin(), kMonths.end(), name);
  if (found == kMonths.end()) return std::nullopt;
  return static_cast<int>(found - kMonths.begin()) + 1;
}

std::optional<int> number_up_to(std::string_view text, int limit) {
  const auto number = parse_integer(text);
  if (!number || *number < 0 || *number > limit) return std::nullopt;
  return static_cast<int>(*number);
}

// "Sun, 06 Nov 1994 08:49:37 GMT": the one form of RFC 9110 that is still generated.
std::optional<UnixMillis> parse_http_date(std::string_view text) {
  const auto words = split(text, ' ');
  if (words.size() != 6 || words[5] != "GMT") return std::nullopt;
  const auto times = split(words[4], ':');
  if (times.size() != 3) return std::nullopt;
  const auto day = number_up_to(words[1], 31);
  const auto month = month_named(words[2]);
  const auto year = number_up_to(words[3], 9999);
  const auto hour = number_up_to(times[0], 23);
  const auto minute = number_up_to(times[1], 59);
  const auto second = number_up_to(times[2], 60);
  if (!day || !month || !year || !hour || !minute || !second) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  const auto days = std::chrono::sys_days(date).time_since_epoch().count();
  const std::int64_t seconds = ((std::int64_t{days} * 24 + *hour) * 60 + *minute) * 60 + *second;
  return UnixMillis{seconds * 1000};
}

std::optional<std::string_view> header(const http::Reply& reply, std::string_view name) {
  const auto found = reply.headers.find(name);
  if (found == reply.headers.end()) return std::nullopt;
  return trim(found->second);
}

// Google says it in the body: {"error": {"details": [{"@type": "…google.rpc.RetryInfo", "retryDelay": "46s"}]}}.
std::optional<milliseconds> retry_delay(const std::string& body) {
  const auto json = codec::parse_json(body);
  if (!json || !json->is_object()) return std::nullopt;
  const auto error = find_object(*json, "error");
  if (!error || *error == nullptr) return std::nullopt;
  const auto details = find_array(**error, "details");
  if (!details || *details == nullptr) return std::nullopt;
  for (const Json& detail : **details) {
    if (!detail.is_object()) continue;
    const auto delay = text_of(detail, "retryDelay");
    if (!delay || !delay->ends_with('s')) continue;
    if (const auto wait = bounded(whole_seconds(std::string_view(*delay).substr(0, delay->size() - 1)), 1000))
      return wait;
  }
  return std::nullopt;
}

}  // namespace

std::optional<milliseconds> retry_after(const http::Reply& reply, UnixMillis now) {
  if (const auto text = header(reply, "retry-after-ms")) {
    if (const auto wait = bounded(parse_integer(*text), 1)) return wait;
  }
  const auto text = header(reply, "retry-after");
  if (!text) return retry_delay(reply.body);
  if (const auto wait = bounded(whole_seconds(*text), 1000)) return wait;
  const auto until = parse_http_date(*text);
  if (!until) return std::nullopt;
  // By the server's own clock where it states it: ours may be wrong.
  const auto date = header(reply, "date");
  const auto server_now = date ? parse_http_date(*date) : std::nullopt;
  return bounded(until->value - server_now.value_or(now).value, 1);
}

}  // namespace rustassistant::llm
