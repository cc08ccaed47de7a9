// SPDX-License-Identifier: MIT
#pragma once

#include <catch2/catch.hpp>
#include <csignal>
#include <functional>
#include <optional>
#include <string>

#include "rustassistant/db/connection.hpp"
#include "world.hpp"

// Processes that are killed at a moment of the test's choice.
namespace rustassistant::test {

// Nobody else writes to a database while this lives.
class Occupied {
 public:
  explicit Occupied(const std::string& path) {
    auto opened = db::Connection::open(path, {db::OpenMode::read_write});
    REQUIRE(opened);
    REQUIRE(opened->execute("BEGIN IMMEDIATE"));
    connection_.emplace(*std::move(opened));
  }
  ~Occupied() { static_cast<void>(connection_->execute("ROLLBACK")); }
  Occupied(const Occupied&) = delete;
  Occupied& operator=(const Occupied&) = delete;

 private:
  std::optional<db::Connection> connection_;
};

// False: the process ended before that was so.
inline bool comes_to(const Started& process, const std::function<bool()>& condition) {
  while (!condition()) {
    if (!process.is_running()) return condition();
  }
  return true;
}

inline void kill(const Started& process) {
  process.signal(SIGKILL);
  CHECK(process.wait().exit_code == 137);
}

}  // namespace rustassistant::test
