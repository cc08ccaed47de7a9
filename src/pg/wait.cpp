// SPDX-License-Identifier: MIT
#include "wait.hpp"

#include <poll.h>

#include <algorithm>
#include <cerrno>

namespace rustassistant::pg {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kStopCheck{100};

}  // namespace

milliseconds Deadline::left() const {
  const auto left = end_ - std::chrono::steady_clock::now();
  return std::max(milliseconds(0), std::chrono::ceil<milliseconds>(left));
}

Waited wait_for(int socket, bool to_write, const Deadline& deadline, const std::function<bool()>& stop) {
  pollfd entry{socket, static_cast<short>(to_write ? POLLIN | POLLOUT : POLLIN), 0};
  while (true) {
    if (stop && stop()) return Waited::interrupted;
    const milliseconds left = deadline.left();
    if (left.count() == 0) return Waited::timeout;
    const milliseconds slice = stop ? std::min(left, kStopCheck) : left;
    const int found = poll(&entry, 1, static_cast<int>(slice.count()));
    // What is wrong with the socket, libpq says.
    if (found > 0 || (found < 0 && errno != EINTR)) return Waited::ready;
  }
}

}  // namespace rustassistant::pg
