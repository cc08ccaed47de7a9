// SPDX-License-Identifier: MIT
#include "batch_world.hpp"

#include "rustassistant/db/connection.hpp"

namespace rustassistant::test {

using Speaks = BatchService::Speaks;

void BatchWorld::age(std::chrono::minutes time) const {
  const std::string millis = std::to_string(std::chrono::milliseconds(time).count());
  const auto change = [&](const char* file, const std::string& sql) {
    const auto connection = db::Connection::open(world.in_home(file), {db::OpenMode::read_write});
    REQUIRE(connection);
    REQUIRE(connection->execute(sql));
  };
  change("ledger.db", "UPDATE batch SET made_at = made_at - " + millis);
  change("queue.db",
         "UPDATE job SET not_before = not_before - " + millis + "; UPDATE poll SET next_at = next_at - " + millis);
}

std::int64_t BatchWorld::number_in(const char* file, const std::string& sql) const {
  const auto connection = db::Connection::open(world.in_home(file), {db::OpenMode::read_only});
  if (!connection) return -1;
  return connection->integer(sql).value_or(-1);
}

std::int64_t cost_of(Speaks speaks) {
  switch (speaks) {
    case Speaks::openai:
      return kCost / 2;
    case Speaks::anthropic:  // 16 at $0.05, 300 written at $0.0625, 700 read at $0.005 and 200 at $0.25 per million
      return (16 * 50'000 + 300 * 62'500 + 700 * 5'000 + 200 * 250'000 + 999) / 1000;
    case Speaks::google:  // 1,000 at $0.05, and 200 with thoughts at $0.20 per million
      return (1000 * 50'000 + 200 * 200'000) / 1000;
    default:
      return 274'720;
  }
}

}  // namespace rustassistant::test
