// SPDX-License-Identifier: MIT
#pragma once

#include <curl/curl.h>

#include <array>
#include <memory>
#include <string>

#include "curl_sessions.hpp"
#include "exchange.hpp"
#include "rustassistant/http/ca_bundle.hpp"
#include "rustassistant/http/url.hpp"

namespace rustassistant::http {

// One request on its way through an easy handle: its options, its exchange, its outcome.
class Transfer {
 public:
  // Refuses what cannot be sent before any connection. `request` and `sink` must outlive this.
  [[nodiscard]] static tl::expected<std::unique_ptr<Transfer>, TransportError> prepare(const Request& request,
                                                                                       const Sink& sink,
                                                                                       const CaWishes& ca_wishes);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  // Sets what the request asks for on a handle, which must not outlive this. `limit`: of the whole exchange.
  [[nodiscard]] tl::expected<void, TransportError> begin(CURL* easy, std::chrono::milliseconds limit);
  enum class Ended : bool { by_curl, by_stop_hook };
  // What it came to. The handle still has what it knows of the exchange.
  [[nodiscard]] tl::expected<Reply, TransportError> outcome(CURL* easy, Ended ended, CURLcode code);

 private:
  Transfer(const Request& request, const Sink& sink, Url url, HeaderList headers, std::string ca_bundle)
      : request_(request),
        exchange_(request, sink),
        url_(std::move(url)),
        headers_(std::move(headers)),
        ca_bundle_(std::move(ca_bundle)) {}

  const Request& request_;
  Exchange exchange_;
  Url url_;
  HeaderList headers_;
  std::string ca_bundle_;  // empty: not needed
  std::array<char, CURL_ERROR_SIZE> message_{};
};

}  // namespace rustassistant::http
