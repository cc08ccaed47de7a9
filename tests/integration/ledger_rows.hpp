// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "world.hpp"

namespace rustassistant::test {

struct LedgerRow {
  std::string_view state;  // "reserved", "settled" or "released"
  std::optional<std::int64_t> reserved;
  std::optional<std::int64_t> cost;
  bool estimated = false;
  std::string model;
  std::int64_t input = 0;
  std::int64_t cached = 0;
  std::int64_t output = 0;
  std::int64_t reasoning = 0;
};

// All rows of a world's ledger in the order of their making; empty where there is no ledger.
[[nodiscard]] std::vector<LedgerRow> ledger_rows(const World& world);
// Their states, such as "released settled".
[[nodiscard]] std::string ledger_states(const World& world);

// Checks that so much is booked this month, and whether anything is reserved beside it.
void check_books(const World& world, std::int64_t spent, bool reserved);

// How many entries of a database satisfy an SQL condition; -1 where it cannot be read.
[[nodiscard]] std::int64_t count_rows(const std::string& database, const std::string& table_and_condition);

}  // namespace rustassistant::test
