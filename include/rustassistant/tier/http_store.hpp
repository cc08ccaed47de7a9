// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "rustassistant/base/result.hpp"
#include "rustassistant/http/transport.hpp"
#include "rustassistant/tier/store.hpp"

namespace rustassistant::tier {

// Where a web server keeps envelopes, and how it knows us.
struct HttpAddress {
  std::string url;            // with "{key}" once, and without user information
  std::string user_password;  // for Basic; with `sigv4`, id and secret of an access key
  std::string bearer;
  std::pair<std::string, std::string> header;  // name and value; an empty name: none
  std::string sigv4;                           // region; empty: requests are not signed

  [[nodiscard]] bool has_credentials() const {
    return !user_password.empty() || !bearer.empty() || !header.first.empty();
  }
};

// What the user writes: `/{key}` is appended where `{key}` is missing, and user information is taken out. Error
// (config): no http or https URL, a malformed header, or credentials that would go over plain http beyond this machine.
struct HttpWords {
  std::string url;
  std::string api_key;
  std::string header;  // "X-Api-Key: value"
  std::string sigv4;
};
[[nodiscard]] Result<HttpAddress> http_address(const HttpWords& words);

// Envelopes on any server with GET and PUT. Redirects are followed by hand, at most three, to https alone unless they
// stay on the host, and to other hosts without any credential. `transport` must outlive it; `should_stop` may be empty.
[[nodiscard]] std::unique_ptr<EnvelopeStore> http_store(HttpAddress address, http::Transport& transport,
                                                        std::function<bool()> should_stop);

}  // namespace rustassistant::tier
