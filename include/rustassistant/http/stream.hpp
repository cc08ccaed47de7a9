// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string_view>

#include "rustassistant/http/transport.hpp"

namespace rustassistant::http {

// Takes the body of a reply piece by piece. False ends the exchange (TransportFault::cut).
using Sink = std::function<bool(std::string_view)>;

// A transport that need not hold a reply.
class StreamTransport : public Transport {
 public:
  // As send(), but the body of a reply of success goes to `sink`, and Reply::body stays empty.
  [[nodiscard]] virtual tl::expected<Reply, TransportError> stream(const Request& request, const Sink& sink) = 0;
};

}  // namespace rustassistant::http
