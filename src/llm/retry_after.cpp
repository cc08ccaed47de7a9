// SPDX-License-Identifier: MIT
#include "retry_after.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "members.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/base/time_zone.hpp"
#include "rustassistant/codec/json.hpp"
#include "rustassistant/http/date.hpp"

namespace rustassistant::llm {
namespace {

using std::chrono::milliseconds;

constexpr std::int64_t kLongestMillis = std::int64_t{366} * 24 * 3600 * 1000;

// A negative wait is none.
std::optional<milliseconds> bounded(std::optional<std::int64_t> count, std::int64_t millis_per_unit) {
  if (!count || *count < 0) return std::nullopt;
  return milliseconds(std::min<std::int64_t>(*count, kLongestMillis / millis_per_unit) * millis_per_unit);
}

// "7" and "1.5" alike; a fraction counts as one more second.
std::optional<std::int64_t> whole_seconds(std::string_view text) {
  const std::size_t point = text.find('.');
  const auto seconds = parse_integer(text.substr(0, point));
  if (!seconds || point == std::string_view::npos) return seconds;
  const auto fraction = parse_integer(text.substr(point + 1, 9));
  if (!fraction || *fraction < 0 || text.starts_with('-')) return std::nullopt;
  return *fraction == 0 ? *seconds : *seconds + 1;
}

std::optional<std::string_view> header(const http::Reply& reply, std::string_view name) {
  const auto found = reply.headers.find(name);
  if (found == reply.headers.end()) return std::nullopt;
  return trim(found->second);
}

// {"@type": "…google.rpc.RetryInfo", "retryDelay": "46s"}
std::optional<milliseconds> retry_delay(const Json& detail) {
  const auto delay = text_of(detail, "retryDelay");
  if (!delay || !delay->ends_with('s')) return std::nullopt;
  return bounded(whole_seconds(std::string_view(*delay).substr(0, delay->size() - 1)), 1000);
}

// {"@type": "…google.rpc.QuotaFailure", "violations": [{"quotaId": "GenerateRequestsPerDayPerProjectPerModel"}]}
bool exceeds_a_day(const Json& detail) {
  const auto violations = find_array(detail, "violations");
  if (!violations || *violations == nullptr) return false;
  for (const Json& violation : **violations) {
    if (!violation.is_object()) continue;
    const auto quota = text_of(violation, "quotaId");
    if (quota && quota->find("PerDay") != std::string::npos) return true;
  }
  return false;
}

// Google's days begin at midnight in California.
milliseconds until_next_day(UnixMillis now) {
  const TimeZone zone = TimeZone::parse("PST8PDT,M3.2.0,M11.1.0").value_or(TimeZone());
  return milliseconds(zone.start_of_day(plus_days(zone.day_of(now), 1)).value - now.value);
}

// Google says it in the body: {"error": {"details": […]}}.
std::optional<milliseconds> wait_in_body(const std::string& body, UnixMillis now) {
  const auto json = codec::parse_json(body);
  if (!json || !json->is_object()) return std::nullopt;
  const auto error = find_object(*json, "error");
  if (!error || *error == nullptr) return std::nullopt;
  const auto details = find_array(**error, "details");
  if (!details || *details == nullptr) return std::nullopt;
  std::optional<milliseconds> wait;
  for (const Json& detail : **details) {
    if (!detail.is_object()) continue;
    if (exceeds_a_day(detail)) return until_next_day(now);
    if (!wait) wait = retry_delay(detail);
  }
  return wait;
}

}  // namespace

std::optional<milliseconds> retry_after(const http::Reply& reply, UnixMillis now) {
  if (const auto text = header(reply, "retry-after-ms")) {
    if (const auto wait = bounded(parse_integer(*text), 1)) return wait;
  }
  const auto text = header(reply, "retry-after");
  if (!text) return wait_in_body(reply.body, now);
  if (const auto wait = bounded(whole_seconds(*text), 1000)) return wait;
  const auto until = http::parse_date(*text);
  if (!until) return std::nullopt;
  // By the server's own clock where it states it: ours may be wrong.
  const auto date = header(reply, "date");
  const auto server_now = date ? http::parse_date(*date) : std::nullopt;
  // A moment that has passed is no wait.
  return bounded(std::max<std::int64_t>(until->value - server_now.value_or(now).value, 0), 1);
}

}  // namespace rustassistant::llm
