// SPDX-License-Identifier: MIT
#include "error_text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "reply_json.hpp"

#include "rustassistant/base/ascii.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/json.hpp"

namespace rustassistant::llm {
namespace {

constexpr std::size_t kMessageBytes = 300;

// The member's text, where it is text or a number.
std::string text_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) return {};
  if (found->is_string()) return found->get<std::string>();
  if (found->is_number_integer()) return found->dump();
  return {};
}

// Names that errors have instead of an HTTP status, by a part of theirs. The first row that fits counts.
struct NamedStatus {
  std::string_view part;
  int status;
};
constexpr std::array<NamedStatus, 17> kNamedStatuses{{
    {"rate_limit", 429},
    {"resource_exhausted", 429},
    {"too_many_requests", 429},
    {"overloaded", 529},
    {"gateway_timeout", 504},
    {"deadline_exceeded", 504},
    {"unavailable", 503},
    {"server_error", 500},
    {"api_error", 500},
    {"internal", 500},
    {"upstream_error", 502},
    {"invalid_api_key", 401},
    {"authentication", 401},
    {"permission", 403},
    {"not_found", 404},
    {"too_large", 413},
    {"invalid_request", 400},
}};

std::optional<int> in_range(std::optional<std::int64_t> status) {
  if (!status || *status < 400 || *status > 599) return std::nullopt;
  return static_cast<int>(*status);
}

// A number or its text; else what its name stands for.
std::optional<int> status_of(const Json& object, std::string_view names) {
  for (const char* member : {"code", "status"}) {
    if (const auto status = in_range(parse_integer(text_of(object, member)))) return status;
  }
  const auto* const row = std::find_if(kNamedStatuses.begin(), kNamedStatuses.end(), [&](const NamedStatus& named) {
    return names.find(named.part) != std::string_view::npos;
  });
  return row == kNamedStatuses.end() ? std::nullopt : std::optional(row->status);
}

// What the provider behind a gateway said: {"error": {"message": "Provider returned error", "metadata": {"raw": …}}}.
std::string raw_text(const Json& object) {
  const auto metadata = object.find("metadata");
  if (metadata == object.end() || !metadata->is_object()) return {};
  const auto raw = metadata->find("raw");
  if (raw == metadata->end()) return {};
  if (!raw->is_string()) return raw->is_null() ? std::string() : codec::dump_json(*raw, codec::JsonStyle::compact);
  auto text = raw->get<std::string>();
  const auto json = codec::parse_json(text);
  if (!json || !json->is_object()) return text;
  const auto error = json->find("error");
  const std::string inner = text_of(error != json->end() && error->is_object() ? *error : *json, "message");
  return inner.empty() ? text : inner;
}

// {"detail": [{"loc": ["body", "messages"], "msg": "field required"}]} of servers that check requests by a schema, and
// {"errors": [{"message": …}]} or {"errors": ["…"]} of gateways: what the first says.
std::string listed_text(const Json& object) {
  for (const char* name : {"detail", "errors"}) {
    const auto list = object.find(name);
    if (list == object.end() || !list->is_array() || list->empty()) continue;
    const Json& first = list->front();
    if (first.is_string()) return first.get<std::string>();
    if (!first.is_object()) continue;
    std::string place;
    if (const auto loc = first.find("loc"); loc != first.end() && loc->is_array()) {
      for (const Json& part : *loc) {
        if (!place.empty()) place += '.';
        place += part.is_string() ? part.get<std::string>() : part.dump();
      }
    }
    std::string what = text_of(first, first.contains("msg") ? "msg" : "message");
    if (place.empty()) return what;
    return place.append(": ").append(what);
  }
  return {};
}

ErrorText read_object(const Json& object) {
  ErrorText text;
  for (const char* name : {"message", "detail", "error", "msg", "error_description", "error_message"}) {
    if (text.message.empty()) text.message = text_of(object, name);
  }
  if (text.message.empty()) text.message = listed_text(object);
  if (const std::string raw = raw_text(object); !raw.empty()) text.message += (text.message.empty() ? "" : ": ") + raw;
  text.code = to_lower(text_of(object, "code") + " " + text_of(object, "type") + " " + text_of(object, "status"));
  if (const auto details = object.find("details"); details != object.end() && details->is_object())
    text.code += " " + to_lower(text_of(*details, "error_code"));
  while (text.code.ends_with(' ')) text.code.pop_back();
  text.status = status_of(object, text.code);
  return text;
}

// The last event of a stream that holds an error, by itself or in the response that it tells of; else the last one.
Json last_error(std::span<const Json> events) {
  for (std::size_t i = events.size(); i > 0; --i) {
    const Json& event = events[i - 1];
    if (!event.is_object()) continue;
    const auto response = event.find("response");
    const Json& holder = response != event.end() && response->is_object() ? *response : event;
    const auto error = holder.find("error");
    if (error != holder.end() && !error->is_null()) return holder;
  }
  return events.empty() ? Json() : events.back();
}

}  // namespace

bool is_html(const http::Reply& reply) {
  const auto type = reply.headers.find("content-type");
  if (type != reply.headers.end() && to_lower(type->second).starts_with("text/html")) return true;
  const std::string start = to_lower(trim(std::string_view(reply.body).substr(0, 100)));
  return start.starts_with("<!doctype html") || start.starts_with("<html");
}

std::string one_line(std::string_view text, std::size_t max_bytes) {
  std::string line;
  for (const char c : trim(text)) {
    if (line.size() > max_bytes) break;
    if (ascii::is_space(c)) {
      if (line.back() != ' ') line += ' ';
    } else {
      line += c;
    }
  }
  if (line.size() <= max_bytes) return line;
  std::size_t end = max_bytes;
  while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) --end;
  return line.substr(0, end) + "…";
}

ErrorText error_text(const http::Reply& reply) {
  ErrorText text;
  const auto json = parse_reply(reply.body, &last_error);
  if (json && json->is_object()) {
    const auto error = json->find("error");
    text = error != json->end() && error->is_object() ? read_object(*error) : read_object(*json);
  } else if (json && json->is_string()) {
    text.message = json->get<std::string>();
  } else if (is_html(reply)) {
    text.message = kHtmlPage;
  } else {
    text.message = to_valid_utf8(std::string_view(reply.body).substr(0, 4 * kMessageBytes));
  }
  text.message = one_line(text.message, kMessageBytes);
  return text;
}

}  // namespace rustassistant::llm
