// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace rustassistant::test {

// A small HTTPS server on 127.0.0.1 whose certificate nobody vouches for but itself. Serves one connection at a time
// and answers each request with the same body.
class TlsServer {
 public:
  explicit TlsServer(std::string reply_body);
  ~TlsServer();
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  // "https://127.0.0.1:<port>" and the path.
  [[nodiscard]] std::string url(const std::string& path = "") const;
  // Its certificate in PEM: who trusts this may talk to it.
  [[nodiscard]] const std::string& certificate() const { return certificate_; }
  // What came through the handshake, as received.
  [[nodiscard]] std::vector<std::string> requests() const;
  // The protocols that the last client offered, such as "h2".
  [[nodiscard]] std::vector<std::string> offered() const;

 private:
  struct Tls;
  void serve();
  void talk(int socket);

  std::string reply_body_;
  std::string certificate_;
  std::unique_ptr<Tls> tls_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  std::vector<std::string> offered_;
  std::thread thread_;
};

}  // namespace rustassistant::test
