// SPDX-License-Identifier: MIT
#include "retry_after.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "members.hpp"
#include "rustassistant/base/text.hpp"
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
  const auto until = http::parse_date(*text);
  if (!until) return std::nullopt;
  // By the server's own clock where it states it: ours may be wrong.
  const auto date = header(reply, "date");
  const auto server_now = date ? http::parse_date(*date) : std::nullopt;
  // A moment that has passed is no wait.
  return bounded(std::max<std::int64_t>(until->value - server_now.value_or(now).value, 0), 1);
}

}  // namespace rustassistant::llm
