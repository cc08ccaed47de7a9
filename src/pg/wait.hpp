// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

namespace rustassistant::pg {

// The moment by which something must be done.
class Deadline {
 public:
  explicit Deadline(std::chrono::milliseconds limit) : end_(std::chrono::steady_clock::now() + limit) {}
  // Rounded up; never negative.
  [[nodiscard]] std::chrono::milliseconds left() const;

 private:
  std::chrono::steady_clock::time_point end_;
};

enum class Waited : std::uint8_t { ready, timeout, interrupted };

// Waits for the socket: to be read, or also to be written.
[[nodiscard]] Waited wait_for(int socket, bool to_write, const Deadline& deadline, const std::function<bool()>& stop);

}  // namespace rustassistant::pg
