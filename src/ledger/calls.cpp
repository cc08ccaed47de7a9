// SPDX-License-Identifier: MIT
#include "rustassistant/ledger/call.hpp"

#include <array>

#include "caps.hpp"
#include "closing.hpp"
#include "database.hpp"
#include "figures.hpp"

namespace rustassistant::ledger {
namespace {

// Closes a call that this program made. What it counts for from then on: its own figures, or those of the user, who
// closed it by hand in the meantime.
db::Outcome<NanoUsd> close_own(const db::Connection& connection, std::int64_t id, UnixMillis at,
                               const Closing& closing) {
  TRY_ASSIGN(const bool was_open, close_call(connection, id, at, closing));
  TRY_ASSIGN(auto query, connection.prepare_kept("SELECT charged, by_hand FROM call WHERE id = ?1"));
  TRY_ASSIGN(const bool exists, query.bind(id).step());
  if (was_open || (exists && query.integer(1) != 0)) return NanoUsd{query.integer(0)};
  return db::fail(db::Problem::other, "call " + std::to_string(id) + " is not open: it was settled or released before");
}

// A count of no tokens at all is what servers report that do not count.
std::optional<domain::Usage> counted(const std::optional<domain::Usage>& usage) {
  return usage && (usage->input != 0 || usage->output != 0) ? usage : std::nullopt;
}

db::Outcome<void> insert_share(const db::Connection& connection, std::int64_t call,
                               const std::optional<TeamShare>& share) {
  if (!share) return {};
  TRY_ASSIGN(auto statement, connection.prepare("INSERT INTO team_call (call, request, place) VALUES (?1, ?2, ?3)"));
  return statement.bind(call, share->request, share->place).run();
}

}  // namespace

std::string_view name_of(CallState state) {
  constexpr std::array<std::string_view, 3> kNames{"reserved", "settled", "released"};
  return kNames.at(static_cast<std::size_t>(state));
}

std::optional<std::int64_t> stored(const std::optional<domain::Usage>& usage, Tokens domain::Usage::* part) {
  return usage ? std::optional((*usage).*part) : std::nullopt;
}

db::Outcome<std::int64_t> insert_call(const db::Connection& connection, const CallFacts& facts, UnixMillis at, int day,
                                      std::optional<NanoUsd> amount) {
  TRY_ASSIGN(auto statement,
             connection.prepare_kept("INSERT INTO call (at, month, day, state, reserved, provider, type, model, repo, "
                                     "repo_path, path, extension, request_bytes) "
                                     "VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"));
  statement.bind(at.value, day / 100, day, stored(amount), static_cast<int>(facts.provider),
                 static_cast<int>(facts.type), facts.model, facts.repo_id, facts.repo_path, facts.path, facts.extension,
                 facts.request_bytes);
  TRY(statement.run());
  return connection.last_row_id();
}

db::Outcome<bool> close_call(const db::Connection& connection, std::int64_t id, UnixMillis at, const Closing& closing) {
  TRY_ASSIGN(auto statement, connection.prepare_kept(
                                 "UPDATE call SET state = ?2, closed_at = ?3, cost = ?4, estimated = ?5, by_hand = ?6, "
                                 "input_tokens = ?7, cached_tokens = ?8, cache_write_tokens = ?9, "
                                 "output_tokens = ?10, reasoning_tokens = ?11 WHERE id = ?1 AND state = 0"));
  statement.bind(id, static_cast<int>(closing.state), at.value, stored(closing.cost), closing.estimated ? 1 : 0,
                 closing.by_hand ? 1 : 0, stored(closing.usage, &domain::Usage::input),
                 stored(closing.usage, &domain::Usage::cached), stored(closing.usage, &domain::Usage::cache_write),
                 stored(closing.usage, &domain::Usage::output), stored(closing.usage, &domain::Usage::reasoning));
  TRY(statement.run());
  return connection.changes() == 1;
}

Result<Reservation> Ledger::reserve(const CallFacts& facts, std::optional<NanoUsd> worst_case,
                                    const domain::BudgetRules& rules, const Reservation* instead_of) {
  if (worst_case && worst_case->value < 0) return fail(Errc::storage, "cannot reserve a negative amount");
  TRY(follow_moved(facts));
  const auto work = [&](const db::Connection& connection) -> db::Outcome<Result<Reservation>> {
    TRY_ASSIGN(const UnixMillis at, ledger_time(connection, database_->clock));
    TRY_ASSIGN(const TimeZone zone, zone_of(connection));
    Charged run{database_->run_spent, {}};
    for (const auto& [id, amount] : database_->held) run.reserved += amount;
    if (instead_of != nullptr) {
      TRY(close_own(connection, instead_of->id, at, {CallState::released, std::nullopt, std::nullopt}));
      if (database_->held.count(instead_of->id) != 0) run.reserved -= database_->held.at(instead_of->id);
    }
    Reservation reservation{0, worst_case, at, false};
    if (worst_case && worst_case->value != 0) {
      TRY_ASSIGN(const Result<bool> over_cap, judge(&connection, facts, *worst_case, at, zone, rules, run));
      if (!over_cap) return Result<Reservation>(tl::unexpected(over_cap.error()));
      reservation.over_cap = *over_cap;
    }
    TRY_ASSIGN(reservation.id, insert_call(connection, facts, at, zone.day_of(at), worst_case));
    TRY(insert_share(connection, reservation.id, facts.team));
    return Result<Reservation>(reservation);
  };
  return database_->write("reserve", work, [&](const Result<Reservation>& made) {
    if (instead_of != nullptr) database_->held.erase(instead_of->id);
    database_->held.emplace(made->id, worst_case.value_or(NanoUsd{}));
  });
}

Result<void> Ledger::check(const CallFacts& facts, NanoUsd worst_case, const domain::BudgetRules& rules) {
  const std::scoped_lock lock(database_->mutex);
  const auto work = [&]() -> db::Outcome<Result<bool>> {
    Charged run{database_->run_spent, {}};
    for (const auto& [id, amount] : database_->held) run.reserved += amount;
    if (!database_->connection) return judge(nullptr, facts, worst_case, database_->clock.now(), {}, rules, run);
    const db::Connection& connection = *database_->connection;
    TRY_ASSIGN(const auto transaction, db::Transaction::begin(connection, db::TransactionKind::deferred));
    TRY_ASSIGN(const UnixMillis at, ledger_time(connection, database_->clock));
    TRY_ASSIGN(const TimeZone zone, zone_of(connection));
    return judge(&connection, facts, worst_case, at, zone, rules, run);
  };
  TRY(to_result(work(), database_->path));
  return {};
}

Result<void> Ledger::close(const char* attempt, const Reservation& reservation, const Closing& closing) {
  const auto work = [&](const db::Connection& connection) -> db::Outcome<NanoUsd> {
    TRY_ASSIGN(const UnixMillis at, ledger_time(connection, database_->clock));
    return close_own(connection, reservation.id, at, closing);
  };
  TRY(database_->write(attempt, work, [&](const Result<NanoUsd>& charged) {
    if (database_->held.erase(reservation.id) == 1) database_->run_spent += *charged;
  }));
  return {};
}

Result<void> Ledger::settle(const Reservation& reservation, const std::optional<domain::Usage>& usage,
                            std::optional<NanoUsd> cost, Booking booking) {
  return close("settle", reservation, {CallState::settled, counted(usage), cost, booking == Booking::estimated});
}

Result<void> Ledger::release(const Reservation& reservation) {
  return close("release", reservation, {CallState::released, std::nullopt, std::nullopt});
}

OpenMoney Ledger::left_open() const {
  const std::scoped_lock lock(database_->mutex);
  OpenMoney open;
  for (const auto& [id, amount] : database_->held) {
    open.ids.push_back(id);
    open.amount += amount;
  }
  return open;
}

}  // namespace rustassistant::ledger
