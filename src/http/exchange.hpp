// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "rustassistant/http/stream.hpp"

namespace rustassistant::http {

// One request and the reply as it comes in. Knows no curl: the callbacks of CurlTransport feed it.
class Exchange {
 public:
  // `sink` may be empty; it must outlive this.
  Exchange(const Request& request, const Sink& sink) : request_(request), sink_(sink) {}

  // The next bytes of the request's body, at most `capacity`; 0 at its end.
  std::size_t read_body(char* target, std::size_t capacity);
  // From the first one again.
  void rewind() { sent_ = 0; }
  // Each false once the reply is larger than the request allows, or its sink wants no more.
  [[nodiscard]] bool take_header_line(std::string_view line);
  [[nodiscard]] bool take_body(std::string_view bytes);

  // Whether any of the request's body was asked for: before that, no server can have the whole request.
  [[nodiscard]] bool body_was_read() const { return body_was_read_; }
  [[nodiscard]] bool reply_began() const { return received_ > 0; }
  [[nodiscard]] bool too_large() const { return received_ > request_.max_reply_bytes; }
  // "the reply is too large: 9.4 MB, of at most 8.3 MB": its announced size, else what has come in so far.
  [[nodiscard]] std::string too_large_text() const;
  [[nodiscard]] Reply& reply() { return reply_; }

 private:
  const Request& request_;
  const Sink& sink_;
  Reply reply_;
  std::size_t sent_ = 0;
  std::size_t received_ = 0;
  bool body_was_read_ = false;
  bool is_success_ = false;
};

}  // namespace rustassistant::http
