// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "support/server_process.hpp"

namespace rustassistant::test {

// A PostgreSQL of a test's own. Its owner is "owner" with the password "secret"; others come by `psql`.
class Postgres {
 public:
  Postgres();

  // A URL for a client on 127.0.0.1 that verifies the server.
  [[nodiscard]] std::string url(const std::string& user = "owner:secret",
                                const std::string& database = "postgres") const;
  [[nodiscard]] std::string url_of(const std::string& host, const std::string& more = "") const;
  // Of the same server, past TLS and passwords.
  [[nodiscard]] std::string socket_url() const;
  [[nodiscard]] const Certificates& certificates() const { return certificates_; }
  [[nodiscard]] std::uint16_t port() const { return port_; }

  // Runs SQL as the owner, with the distribution's client; throws where it fails. Returns what it printed, a row a
  // line.
  std::string psql(const std::string& sql, const std::string& database = "postgres") const;
  void stop() { server_->stop(); }

 private:
  Certificates certificates_;
  std::string folder_;
  std::uint16_t port_;
  std::unique_ptr<ServerProcess> server_;
};

// A PgBouncer in transaction mode before it, for its owner and for `users`: lines of `"name" "password"`.
class Bouncer {
 public:
  explicit Bouncer(const Postgres& server, const std::string& users = "");

  [[nodiscard]] std::string url(const std::string& user = "owner:secret",
                                const std::string& database = "postgres") const;
  [[nodiscard]] std::uint16_t port() const { return port_; }
  void stop() { server_->stop(); }
  // At the same port.
  void start();

 private:
  std::uint16_t port_;
  std::string authority_;
  std::vector<std::string> command_;
  std::unique_ptr<ServerProcess> server_;
};

}  // namespace rustassistant::test
