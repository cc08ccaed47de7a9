// SPDX-License-Identifier: MIT
#include "rustassistant/http/resolver.hpp"

#include <ares.h>
#include <arpa/inet.h>
#include <netdb.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <type_traits>

namespace rustassistant::http {
namespace {

using std::chrono::milliseconds;
using Addresses = std::vector<std::string>;

constexpr milliseconds kStopCheck{100};

struct CloseChannel {
  void operator()(ares_channel channel) const noexcept { ares_destroy(channel); }
};
using Channel = std::unique_ptr<std::remove_pointer_t<ares_channel>, CloseChannel>;

struct Found {
  std::optional<int> status;
  Addresses addresses;
};

void take(void* argument, int status, int /*timeouts*/, ares_addrinfo* info) {
  Found& found = *static_cast<Found*>(argument);
  found.status = status;
  for (const ares_addrinfo_node* node = info == nullptr ? nullptr : info->nodes; node != nullptr;
       node = node->ai_next) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    const void* const bytes =
        node->ai_family == AF_INET6
            ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in6*>(node->ai_addr)->sin6_addr)
            : static_cast<const void*>(&reinterpret_cast<const sockaddr_in*>(node->ai_addr)->sin_addr);
    if (inet_ntop(node->ai_family, bytes, text.data(), text.size()) != nullptr)
      found.addresses.emplace_back(text.data());
  }
  ares_freeaddrinfo(info);
}

bool is_address(const std::string& host) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return inet_pton(AF_INET, host.c_str(), bytes.data()) == 1 || inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1;
}

// Lets the channel work for at most `limit`.
void work(ares_channel channel, milliseconds limit) {
  std::array<ares_socket_t, ARES_GETSOCK_MAXNUM> sockets{};
  const int wanted = ares_getsock(channel, sockets.data(), static_cast<int>(sockets.size()));
  std::array<pollfd, ARES_GETSOCK_MAXNUM> entries{};
  nfds_t count = 0;
  for (unsigned i = 0; i < sockets.size(); ++i) {
    const bool reads = ARES_GETSOCK_READABLE(static_cast<unsigned>(wanted), i) != 0;
    const bool writes = ARES_GETSOCK_WRITABLE(static_cast<unsigned>(wanted), i) != 0;
    if (reads || writes)
      entries[count++] = {sockets[i], static_cast<short>((reads ? POLLIN : 0) | (writes ? POLLOUT : 0)), 0};
  }
  // It has its own times for asking again.
  timeval most{static_cast<time_t>(limit.count() / 1000), static_cast<suseconds_t>(limit.count() % 1000 * 1000)};
  timeval next{};
  const timeval* const until = ares_timeout(channel, &most, &next);
  poll(entries.data(), count, static_cast<int>(until->tv_sec * 1000 + (until->tv_usec + 999) / 1000));
  for (nfds_t i = 0; i < count; ++i) {
    const bool reads = (entries[i].revents & (POLLIN | POLLERR | POLLHUP)) != 0;
    const bool writes = (entries[i].revents & POLLOUT) != 0;
    ares_process_fd(channel, reads ? entries[i].fd : ARES_SOCKET_BAD, writes ? entries[i].fd : ARES_SOCKET_BAD);
  }
  ares_process_fd(channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
}

}  // namespace

tl::expected<Addresses, std::string> resolve(const std::string& host, milliseconds limit,
                                             const std::function<bool()>& stop) {
  if (is_address(host)) return Addresses{host};
  const auto end = std::chrono::steady_clock::now() + limit;
  ares_channel opened = nullptr;
  if (ares_init(&opened) != ARES_SUCCESS) return tl::unexpected("cannot resolve '" + host + "': no resolver");
  Found found;  // outlives the channel, which tells it of everything that it breaks off
  const Channel channel(opened);
  ares_addrinfo_hints hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  ares_getaddrinfo(channel.get(), host.c_str(), nullptr, &hints, take, &found);
  while (!found.status) {
    const auto left = std::chrono::ceil<milliseconds>(end - std::chrono::steady_clock::now());
    if (left.count() <= 0)
      return tl::unexpected("cannot resolve '" + host + "': no answer in " + std::to_string(limit.count()) + " ms");
    if (stop && stop()) return tl::unexpected("cannot resolve '" + host + "': interrupted");
    work(channel.get(), std::min(left, kStopCheck));
  }
  if (found.addresses.empty()) return tl::unexpected("cannot resolve '" + host + "': " + ares_strerror(*found.status));
  return std::move(found.addresses);
}

}  // namespace rustassistant::http
