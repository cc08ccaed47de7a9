// SPDX-License-Identifier: MIT
#include "error_text.hpp"

#include <cstdint>
#include <nlohmann/json.hpp>

#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/json.hpp"

namespace rustassistant::llm {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMessageBytes = 300;

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

bool looks_like_html(const http::Reply& reply) {
  const auto type = reply.headers.find("content-type");
  if (type != reply.headers.end() && to_lower(type->second).starts_with("text/html")) return true;
  const std::string start = to_lower(trim(std::string_view(reply.body).substr(0, 100)));
  return start.starts_with("<!doctype html") || start.starts_with("<html");
}

// The member's text, where it is text or a number.
std::string text_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) return {};
  if (found->is_string()) return found->get<std::string>();
  if (found->is_number_integer()) return found->dump();
  return {};
}

std::optional<int> status_of(const Json& object) {
  const auto code = object.find("code");
  if (code == object.end() || !code->is_number_integer()) return std::nullopt;
  const auto value = code->get<std::int64_t>();
  if (value < 400 || value > 599) return std::nullopt;
  return static_cast<int>(value);
}

ErrorText read_object(const Json& object) {
  ErrorText text;
  for (const char* name : {"message", "detail", "error"}) {
    if (text.message.empty()) text.message = text_of(object, name);
  }
  text.code = to_lower(text_of(object, "code") + " " + text_of(object, "type"));
  text.status = status_of(object);
  return text;
}

}  // namespace

std::string one_line(std::string_view text, std::size_t max_bytes) {
  std::string line;
  for (const char c : trim(text)) {
    if (line.size() > max_bytes) break;
    if (is_space(c)) {
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
  const auto json = codec::parse_json(reply.body);
  if (json && json->is_object()) {
    const auto error = json->find("error");
    text = error != json->end() && error->is_object() ? read_object(*error) : read_object(*json);
  } else if (json && json->is_string()) {
    text.message = json->get<std::string>();
  } else if (looks_like_html(reply)) {
    text.message = "an HTML page came back, not JSON";
  } else {
    text.message = to_valid_utf8(std::string_view(reply.body).substr(0, 4 * kMessageBytes));
  }
  text.message = one_line(text.message, kMessageBytes);
  return text;
}

}  // namespace rustassistant::llm
