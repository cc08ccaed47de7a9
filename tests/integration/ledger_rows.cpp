// SPDX-License-Identifier: MIT
#include "ledger_rows.hpp"

#include <array>
#include <catch2/catch.hpp>

#include "rustassistant/db/connection.hpp"

namespace rustassistant::test {
namespace {

constexpr std::array<std::string_view, 3> kStates{"reserved", "settled", "released"};

}  // namespace

std::vector<LedgerRow> ledger_rows(const World& world) {
  std::vector<LedgerRow> rows;
  const std::string path = world.in_home("ledger.db");
  if (!std::filesystem::exists(path)) return rows;
  const auto connection = db::Connection::open(path, {db::OpenMode::read_only});
  REQUIRE(connection);
  auto query = connection->prepare(
      "SELECT state, reserved, cost, estimated, model, input_tokens, cached_tokens, output_tokens, reasoning_tokens "
      "FROM call ORDER BY id");
  REQUIRE(query);
  for (auto row = query->step(); row && *row; row = query->step()) {
    rows.push_back({kStates.at(static_cast<std::size_t>(query->integer(0))), query->optional_integer(1),
                    query->optional_integer(2), query->integer(3) != 0, std::string(query->text(4)), query->integer(5),
                    query->integer(6), query->integer(7), query->integer(8)});
  }
  return rows;
}

std::string ledger_states(const World& world) {
  std::string states;
  for (const LedgerRow& row : ledger_rows(world)) states += (states.empty() ? "" : " ") + std::string(row.state);
  return states;
}

void check_books(const World& world, std::int64_t spent, bool reserved) {
  const nlohmann::json month = world.budget()["monthly"];
  CHECK(month["spent_nano_usd"] == spent);
  CHECK((month["reserved_nano_usd"] > 0) == reserved);
}

std::int64_t count_rows(const std::string& database, const std::string& table_and_condition) {
  const auto connection = db::Connection::open(database, {db::OpenMode::read_only});
  if (!connection) return -1;
  auto query = connection->prepare("SELECT count(*) FROM " + table_and_condition);
  if (!query || !query->step()) return -1;
  return query->integer(0);
}

}  // namespace rustassistant::test
