// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "names.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/base/units.hpp"
#include "rustassistant/db/connection.hpp"

namespace rustassistant::legacy {

// A row of a table by the names of its values, whatever its columns are called. NULL, and a value that has no column,
// are empty or nothing. Lives as long as its row is the current one.
class Row {
 public:
  Row(const db::Statement& statement, std::span<const ColumnRow> columns) : statement_(statement), columns_(columns) {}

  [[nodiscard]] std::int64_t number() const { return statement_.integer(0); }
  [[nodiscard]] std::string text(std::string_view value) const;
  [[nodiscard]] std::string_view bytes(std::string_view value) const;
  // Error (input) where something stands there that is no such value.
  [[nodiscard]] Result<std::optional<Tokens>> count(std::string_view value) const;
  // Of the columns "cost" and "millicents".
  [[nodiscard]] Result<std::optional<NanoUsd>> cost() const;
  [[nodiscard]] std::optional<UnixMillis> time(std::string_view value) const;

 private:
  [[nodiscard]] int column(std::string_view value) const;

  const db::Statement& statement_;
  std::span<const ColumnRow> columns_;
};

// Whether a table exists with a column for a value.
[[nodiscard]] db::Outcome<bool> has_value(const db::Connection& connection, std::string_view table,
                                          std::span<const ColumnRow> columns, std::string_view value);

// Calls `visit` for each row of a table, in the order of their numbers; false ends it. A table that is not there has
// no rows. Returns whether all were visited.
[[nodiscard]] db::Outcome<bool> each_row(const db::Connection& connection, std::string_view table,
                                         std::span<const ColumnRow> columns,
                                         const std::function<bool(const Row&)>& visit);

}  // namespace rustassistant::legacy
