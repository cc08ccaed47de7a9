// SPDX-License-Identifier: MIT
#include "figures.hpp"

#include <algorithm>
#include <cstdint>

namespace rustassistant::ledger {
namespace {

constexpr std::int64_t kMostAheadMs = std::int64_t{400} * 86'400'000;

db::Outcome<Charged> charged_row(db::Statement& statement) {
  TRY(statement.step());
  return Charged{{statement.integer(0)}, {statement.integer(1)}};
}

}  // namespace

db::Outcome<UnixMillis> ledger_time(const db::Connection& connection, const Clock& clock) {
  const UnixMillis now = clock.now();
  const std::int64_t latest = is_impossible(now) ? INT64_MAX : now.value + kMostAheadMs;
  TRY_ASSIGN(auto query, connection.prepare_kept("SELECT max(at) FROM call WHERE at <= ?1"));
  TRY(query.bind(latest).step());
  return UnixMillis{std::max(now.value, query.optional_integer(0).value_or(0))};
}

bool is_impossible(UnixMillis instant) {
  constexpr UnixMillis kBegin{1'767'225'600'000};  // 2026-01-01T00:00:00Z
  return instant < kBegin;
}

db::Outcome<std::string> setting_of(const db::Connection& connection, std::string_view name) {
  TRY_ASSIGN(auto query, connection.prepare_kept("SELECT value FROM setting WHERE name = ?1"));
  TRY_ASSIGN(const bool found, query.bind(name).step());
  return std::string(found ? query.text(0) : "");
}

db::Outcome<TimeZone> zone_of(const db::Connection& connection) {
  TRY_ASSIGN(const std::string rule, setting_of(connection, "timezone_rule"));
  if (const auto zone = TimeZone::parse(rule)) return *zone;
  return db::fail(db::Problem::corrupt, "'" + connection.path() + "' has an invalid time zone: '" + rule + "'");
}

db::Outcome<Charged> charged_in(const db::Connection& connection, int month) {
  TRY_ASSIGN(auto query, connection.prepare_kept("SELECT sum(spent), sum(reserved) FROM day_total WHERE month = ?1"));
  return charged_row(query.bind(month));
}

db::Outcome<Charged> charged_on(const db::Connection& connection, int day) {
  TRY_ASSIGN(auto query,
             connection.prepare_kept("SELECT sum(spent), sum(reserved) FROM day_total WHERE month = ?1 AND day = ?2"));
  return charged_row(query.bind(day / 100, day));
}

db::Outcome<Charged> charged_for(const db::Connection& connection, int month, const std::string& repo_id) {
  TRY_ASSIGN(auto query,
             connection.prepare_kept("SELECT sum(spent), sum(reserved) FROM day_total WHERE month = ?1 AND (repo = "
                                     "?2 OR repo IN (SELECT former FROM repo_former WHERE repo = ?2))"));
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
