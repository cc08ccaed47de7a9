// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "rustassistant/http/ca_bundle.hpp"
#include "rustassistant/http/stream.hpp"

namespace rustassistant::http {

// HTTP over libcurl: http and https only, HTTP/2 over TLS, compressed replies, connections kept for the next request,
// proxies from the environment as curl reads them (never for a loopback address). TLS is always verified against the
// file that find_ca_bundle() names. Nothing is initialized before the first send().
class CurlTransport final : public StreamTransport {
 public:
  // `should_stop` (may be null) is asked about every 100 ms while a request is under way; it must be async-safe and
  // quick.
  explicit CurlTransport(CaWishes ca_wishes = {}, bool (*should_stop)() = nullptr);
  ~CurlTransport() override;
  CurlTransport(const CurlTransport&) = delete;
  CurlTransport& operator=(const CurlTransport&) = delete;

  [[nodiscard]] tl::expected<Reply, TransportError> send(const Request& request) override;
  [[nodiscard]] tl::expected<Reply, TransportError> stream(const Request& request, const Sink& sink) override;
  // Over one connection with HTTP/2, else over at most eight.
  [[nodiscard]] std::vector<Outcome> send_all(std::span<const Request> requests) override;

 private:
  class Sessions;
  std::unique_ptr<Sessions> sessions_;
  CaWishes ca_wishes_;
  bool (*should_stop_)();
};

}  // namespace rustassistant::http
