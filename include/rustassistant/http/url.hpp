// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "rustassistant/base/result.hpp"

namespace rustassistant::http {

// An absolute http or https URL, taken apart as the transport itself takes it apart.
struct Url {
  std::string scheme;  // "http" or "https"
  std::string host;    // lower case; an IPv6 address in brackets
  std::uint16_t port = 0;
  std::string path;          // at least "/"
  std::string query;         // without "?"; mostly empty
  bool is_loopback = false;  // localhost, 127.0.0.0/8 or [::1]: what is sent there stays on this machine

  // "https://api.x.ai:443": always with the port, so that equal origins are equal texts.
  [[nodiscard]] std::string origin() const;
};

// Anything but http and https, a user name or password, a fragment, and control characters are Errors (config).
[[nodiscard]] Result<Url> parse_url(std::string_view text);

}  // namespace rustassistant::http
