// SPDX-License-Identifier: MIT
#include "row.hpp"

#include <algorithm>
#include <vector>

#include "forms.hpp"

namespace rustassistant::legacy {
namespace {

db::Outcome<std::vector<std::string>> columns_of(const db::Connection& connection, std::string_view table) {
  TRY_ASSIGN(auto query, connection.prepare("SELECT name FROM pragma_table_info(?1)"));
  query.bind(table);
  std::vector<std::string> names;
  TRY(db::for_each(query, [&] { names.emplace_back(query.text(0)); }));
  return names;
}

// The column of a value; empty: there is none.
std::string_view name_in(const ColumnRow& column, const std::vector<std::string>& names) {
  for (const std::string_view name : column.names) {
    if (!name.empty() && std::find(names.begin(), names.end(), name) != names.end()) return name;
  }
  return {};
}

// Selects the values in their order after the row's number; NULL for one that has no column.
std::string selection(std::string_view table, std::span<const ColumnRow> columns,
                      const std::vector<std::string>& names) {
  std::string sql = "SELECT rowid";
  for (const ColumnRow& column : columns) {
    const std::string_view name = name_in(column, names);
    sql += name.empty() ? std::string(", NULL") : ", \"" + std::string(name) + "\"";
  }
  return sql + " FROM \"" + std::string(table) + "\" ORDER BY rowid";
}

}  // namespace

int Row::column(std::string_view value) const {
  const auto found =
      std::find_if(columns_.begin(), columns_.end(), [&](const auto& row) { return row.value == value; });
  return found == columns_.end() ? 0 : static_cast<int>(found - columns_.begin()) + 1;
}

std::string Row::text(std::string_view value) const {
  return std::string(statement_.text(column(value)));
}

std::string_view Row::bytes(std::string_view value) const {
  const db::Blob blob = statement_.blob(column(value));
  return {reinterpret_cast<const char*>(blob.data()), blob.size()};
}

Result<std::optional<Tokens>> Row::count(std::string_view value) const {
  const std::string digits = text(value);
  if (digits.empty()) return std::nullopt;
  const auto count = count_of(digits);
  if (!count) return fail(Errc::input, "'" + std::string(value) + "': expected a count");
  return count;
}

Result<std::optional<NanoUsd>> Row::cost() const {
  const std::string millicents = text("millicents");
  const std::string dollars = text("cost");
  if (dollars.empty() && millicents.empty()) return std::nullopt;
  const auto cost = dollars.empty() ? usd_of_millicents(millicents) : usd_of(dollars);
  if (!cost) return fail(Errc::input, "the cost is not an amount in dollars");
  return cost;
}

std::optional<UnixMillis> Row::time(std::string_view value) const {
  return time_of(text(value));
}

db::Outcome<bool> has_value(const db::Connection& connection, std::string_view table,
                            std::span<const ColumnRow> columns, std::string_view value) {
  TRY_ASSIGN(const auto names, columns_of(connection, table));
  return std::any_of(columns.begin(), columns.end(),
                     [&](const ColumnRow& column) { return column.value == value && !name_in(column, names).empty(); });
}

db::Outcome<bool> each_row(const db::Connection& connection, std::string_view table, std::span<const ColumnRow> columns,
                           const std::function<bool(const Row&)>& visit) {
  TRY_ASSIGN(const bool present, connection.has_table(table));
  if (!present) return true;
  TRY_ASSIGN(const auto names, columns_of(connection, table));
  TRY_ASSIGN(auto query, connection.prepare(selection(table, columns, names)));
  bool all = true;
  TRY(db::for_each(query, [&] { return all = visit(Row(query, columns)); }));
  return all;
}

}  // namespace rustassistant::legacy
