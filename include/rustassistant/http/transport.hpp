// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace rustassistant::http {

struct Request {
  std::string method = "POST";
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::chrono::milliseconds connect_timeout = std::chrono::seconds(10);
  std::chrono::milliseconds total_timeout = std::chrono::seconds(120);
  std::size_t max_reply_bytes = 8U << 20U;  // headers and decompressed body together
  bool compressed_reply = true;             // may be asked for
  std::string user_password;                // "user:password", for Basic; or the id and secret that `sigv4` signs with
  std::string sigv4;                        // region of an S3 service that the request is signed for; mostly empty
  // Asked about every 50 ms, beside the transport's own hook; may be empty.
  std::function<bool()> should_stop = {};
};

struct Reply {
  int status = 0;
  std::map<std::string, std::string, std::less<>> headers;  // names in lower case; the last of equal names
  std::string body;                                         // decompressed
};

enum class TransportFault : std::uint8_t {
  invalid,      // the request itself: a bad URL, or a header with control characters
  untrusted,    // no CA certificates on this machine, or the server's certificate did not verify
  unreachable,  // no connection: DNS, connect, proxy or TLS
  timeout,      // connect_timeout or total_timeout passed
  lost,         // connected, but the connection broke before any reply
  cut,          // the connection broke within the reply, or the reply is not HTTP
  too_large,    // more than max_reply_bytes
  interrupted,  // the stop hook said so
};

struct TransportError {
  TransportFault fault = TransportFault::unreachable;
  std::string what;            // no full stop; may hold text from outside
  bool possibly_sent = false;  // the server may have the whole request, and so may have acted on it
};

// One HTTP exchange per call; any status is a Reply. Safe to use from several threads.
// Redirects are not followed. Headers and bodies are never logged.
class Transport {
 public:
  virtual ~Transport() = default;
  [[nodiscard]] virtual tl::expected<Reply, TransportError> send(const Request& request) = 0;

  // Several exchanges, in the order of the requests, at the same time where the transport can. The times of all begin
  // with the call. Once one finds no server (unreachable, untrusted, timeout), those that have not begun fail alike.
  using Outcome = tl::expected<Reply, TransportError>;
  [[nodiscard]] virtual std::vector<Outcome> send_all(std::span<const Request> requests) {
    std::vector<Outcome> outcomes;
    outcomes.reserve(requests.size());
    for (const Request& request : requests) outcomes.push_back(send(request));
    return outcomes;
  }
};

}  // namespace rustassistant::http
