// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rustassistant/http/transport.hpp"

namespace rustassistant::llm {

// What a provider says about an error, from whichever shape of reply it chose.
struct ErrorText {
  std::string message;        // one line, at most 300 bytes; may be empty
  std::string code;           // its name or number, type and status: for comparing, not for showing; lower case
  std::optional<int> status;  // the HTTP status that the body states or whose name it states
};

[[nodiscard]] ErrorText error_text(const http::Reply& reply);

inline constexpr std::string_view kHtmlPage = "an HTML page came back, not JSON";
[[nodiscard]] bool is_html(const http::Reply& reply);

// One line of at most `max_bytes` bytes, cut between characters.
[[nodiscard]] std::string one_line(std::string_view text, std::size_t max_bytes);

}  // namespace rustassistant::llm
