// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "rustassistant/http/transport.hpp"

namespace rustassistant::test {

// Answers requests from a list, in order, and remembers them; beyond the list's end the network is down.
class FakeTransport final : public http::Transport {
 public:
  using Step = tl::expected<http::Reply, http::TransportError>;
  explicit FakeTransport(std::vector<Step> script = {}) : script_(std::move(script)) {}

  [[nodiscard]] Step send(const http::Request& request) override {
    const std::lock_guard lock(mutex_);
    requests_.push_back(request);
    if (next_ < script_.size()) return script_[next_++];
    return failure(http::TransportFault::unreachable);
  }

  [[nodiscard]] std::vector<http::Request> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

  [[nodiscard]] static Step reply(int status, std::string body,
                                  std::map<std::string, std::string, std::less<>> headers = {}) {
    return http::Reply{status, std::move(headers), std::move(body)};
  }
  [[nodiscard]] static Step failure(http::TransportFault fault, bool possibly_sent = false) {
    return tl::unexpected(http::TransportError{fault, "scripted failure", possibly_sent});
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Step> script_;
  std::size_t next_ = 0;
  std::vector<http::Request> requests_;
};

}  // namespace rustassistant::test
