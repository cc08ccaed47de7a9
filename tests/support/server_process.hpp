// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "support/temporary_folder.hpp"

namespace rustassistant::test {

// A port of 127.0.0.1 that nobody listens on.
[[nodiscard]] std::uint16_t free_port();

// A real server that a script of tests/servers/ becomes: there once it said `ready`, and ended (SIGINT) with this.
class ServerProcess {
 public:
  // Throws, with all that it said, where it ends before that.
  ServerProcess(std::vector<std::string> command, const std::string& ready);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  // Ends it and waits for that. Once is enough.
  void stop();
  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = -1;
  int output_ = -1;
  std::thread reader_;  // of what it still says, so that it need not wait for a reader
};

// The certificates of tests/servers/certificates in a folder that other users may enter.
class Certificates {
 public:
  Certificates();

  [[nodiscard]] std::string authority() const { return (folder_.path() / "ca.pem").string(); }
  [[nodiscard]] std::string other_authority() const { return (folder_.path() / "other-ca.pem").string(); }
  // A folder of a server's own, with a copy of them.
  [[nodiscard]] std::string folder_for(const std::string& server) const;

 private:
  TemporaryFolder folder_;
};

}  // namespace rustassistant::test
