// SPDX-License-Identifier: MIT
#include "exchange.hpp"

#include <algorithm>
#include <cstdint>

#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"

namespace rustassistant::http {

std::size_t Exchange::read_body(char* target, std::size_t capacity) {
  body_was_read_ = true;
  const std::size_t count = request_.body.copy(target, capacity, sent_);
  sent_ += count;
  return count;
}

bool Exchange::take_header_line(std::string_view line) {
  received_ += line.size();
  if (too_large()) return false;
  const std::size_t colon = line.find(':');
  if (line.starts_with("HTTP/")) {
    reply_.headers.clear();  // an interim reply came before
    const std::size_t status = line.find(' ');
    is_success_ = status != std::string_view::npos && line.substr(status + 1).starts_with('2');
  } else if (colon != std::string_view::npos) {
    reply_.headers.insert_or_assign(to_lower(trim(line.substr(0, colon))), std::string(trim(line.substr(colon + 1))));
  }
  return true;
}

std::string Exchange::too_large_text() const {
  const auto length = reply_.headers.find("content-length");
  const std::int64_t announced = length == reply_.headers.end() ? 0 : parse_integer(length->second).value_or(0);
  const auto received = static_cast<std::int64_t>(received_);
  const std::string size = announced > received ? format_size(announced) : "more than " + format_size(received - 1);
  return "the reply is too large: " + size + ", of at most " +
         format_size(static_cast<std::int64_t>(request_.max_reply_bytes));
}

bool Exchange::take_body(std::string_view bytes) {
  received_ += bytes.size();
  if (too_large()) return false;
  if (sink_ && is_success_) return sink_(bytes);
  reply_.body.append(bytes);
  return true;
}

}  // namespace rustassistant::http
