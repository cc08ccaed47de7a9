// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>

#include "rustassistant/db/connection.hpp"
#include "support/processes.hpp"
#include "support/temporary_folder.hpp"

namespace rustassistant::db {

// Between the look for the file and its making, another process may have made it.
TEST_CASE("processes that open a database that does not exist all get it") {
  const test::TemporaryFolder folder;
  for (int round = 0; round < 200; ++round) {
    const std::string path = (folder.path() / std::to_string(round)).string();
    const auto work = [&](int) {
      const auto connection = Connection::open(path, {});
      return connection && connection->execute("CREATE TABLE IF NOT EXISTS t (x)") ? 0 : 1;
    };
    for (const int result : test::wait_for(test::start_processes(8, work))) REQUIRE(result == 0);
  }
}

}  // namespace rustassistant::db
