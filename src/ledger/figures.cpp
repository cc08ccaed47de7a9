// SPDX-License-Identifier: MIT
#include "figures.hpp"

#include <algorithm>

namespace rustassistant::ledger {
namespace {

db::Outcome<Charged> charged_row(db::Statement& statement) {
  TRY(statement.step());
  return Charged{{statement.integer(0)}, {statement.integer(1)}};
}

}  // namespace

db::Outcome<UnixMillis> ledger_time(const db::Connection& connection, const Clock& clock) {
  TRY_ASSIGN(const std::int64_t newest, connection.integer("SELECT max(at) FROM call"));
  return UnixMillis{std::max(clock.now().value, newest)};
}

db::Outcome<std::string> setting_of(const db::Connection& connection, std::string_view name) {
  TRY_ASSIGN(auto query, connection.prepare("SELECT value FROM setting WHERE name = ?1"));
  TRY_ASSIGN(const bool found, query.bind(name).step());
  return std::string(found ? query.text(0) : "");
}

db::Outcome<TimeZone> zone_of(const db::Connection& connection) {
  TRY_ASSIGN(const std::string rule, setting_of(connection, "timezone_rule"));
  if (const auto zone = TimeZone::parse(rule)) return *zone;
  return db::fail(db::Problem::corrupt, "'" + connection.path() + "' has an invalid time zone: '" + rule + "'");
}

db::Outcome<Charged> charged_in(const db::Connection& connection, int month) {
  TRY_ASSIGN(auto query, connection.prepare("SELECT sum(spent), sum(reserved) FROM day_total WHERE month = ?1"));
  return charged_row(query.bind(month));
}

db::Outcome<Charged> charged_on(const db::Connection& connection, int day) {
  TRY_ASSIGN(auto query,
             connection.prepare("SELECT sum(spent), sum(reserved) FROM day_total WHERE month = ?1 AND day = ?2"));
  return charged_row(query.bind(day / 100, day));
}

db::Outcome<Charged> charged_for(const db::Connection& connection, int month, const std::string& repo_id) {
  TRY_ASSIGN(auto query,
             connection.prepare("SELECT sum(spent), sum(reserved) FROM day_total WHERE month = ?1 AND repo = ?2"));
  return charged_row(query.bind(month, repo_id));
}

std::optional<std::int64_t> stored(const std::optional<NanoUsd>& amount) {
  return amount ? std::optional(amount->value) : std::nullopt;
}

std::optional<NanoUsd> amount_at(const db::Statement& row, int column) {
  const auto value = row.optional_integer(column);
  return value ? std::optional(NanoUsd{*value}) : std::nullopt;
}

}  // namespace rustassistant::ledger
