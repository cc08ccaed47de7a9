// SPDX-License-Identifier: MIT
#include <string>

#include "closing.hpp"
#include "database.hpp"
#include "figures.hpp"

// Calls that the user closes.
namespace rustassistant::ledger {
namespace {

Error not_open(std::int64_t id, const std::optional<CallState>& state) {
  return {Errc::usage,
          "call " + std::to_string(id) + (state ? " is already " + std::string(name_of(*state)) : " does not exist"),
          "`rustassistant budget status` lists the calls that are unsettled"};
}

db::Outcome<Result<OpenCall>> open_call(const db::Connection& connection, std::int64_t id) {
  TRY_ASSIGN(auto query,
             connection.prepare("SELECT id, at, provider, model, repo_path, path, reserved, state FROM call "
                                "WHERE id = ?1"));
  TRY_ASSIGN(const bool exists, query.bind(id).step());
  if (!exists) return Result<OpenCall>(tl::unexpected(not_open(id, std::nullopt)));
  const auto state = static_cast<CallState>(query.integer(7));
  if (state != CallState::reserved) return Result<OpenCall>(tl::unexpected(not_open(id, state)));
  return Result<OpenCall>(OpenCall{id,
                                   {query.integer(1)},
                                   static_cast<domain::Provider>(query.integer(2)),
                                   std::string(query.text(3)),
                                   std::string(query.text(4)),
                                   std::string(query.text(5)),
                                   amount_at(query, 6)});
}

using Calls = std::vector<OpenCall>;

db::Outcome<Result<Calls>> close_all(const db::Connection& connection, std::span<const std::int64_t> ids, UnixMillis at,
                                     std::optional<NanoUsd> cost) {
  Calls closed;
  for (const std::int64_t id : ids) {
    TRY_ASSIGN(Result<OpenCall> call, open_call(connection, id));
    if (!call) return Result<Calls>(tl::unexpected(std::move(call).error()));
    TRY(close_call(connection, id, at,
                   {cost ? CallState::settled : CallState::released, std::nullopt, cost, false, true}));
    closed.push_back(*std::move(call));
  }
  return Result<Calls>(std::move(closed));
}

}  // namespace

Result<std::vector<OpenCall>> Ledger::settle_by_hand(std::span<const std::int64_t> ids, std::optional<NanoUsd> cost) {
  return database_->write("settle", [&](const db::Connection& connection) -> db::Outcome<Result<Calls>> {
    TRY_ASSIGN(const UnixMillis at, ledger_time(connection, database_->clock));
    return close_all(connection, ids, at, cost);
  });
}

Result<std::vector<OpenCall>> Ledger::settle_all_by_hand(std::chrono::milliseconds older_than,
                                                         std::optional<NanoUsd> cost) {
  return database_->write("settle", [&](const db::Connection& connection) -> db::Outcome<Result<Calls>> {
    TRY_ASSIGN(const UnixMillis at, ledger_time(connection, database_->clock));
    // What a batch holds is not the user's to know yet.
    TRY_ASSIGN(auto rows, connection.prepare("SELECT id FROM call INDEXED BY call_open WHERE state = 0 AND at <= ?1 "
                                             "AND NOT EXISTS (SELECT 1 FROM batch_call AS held JOIN batch ON batch.id "
                                             "= held.batch WHERE held.call = call.id AND batch.stage < 2 AND "
                                             "batch.held_until > ?2) ORDER BY id"));
    std::vector<std::int64_t> ids;
    rows.bind(at.value - older_than.count(), at.value);
    TRY(db::for_each(rows, [&] { ids.push_back(rows.integer(0)); }));
    return close_all(connection, ids, at, cost);
  });
}

}  // namespace rustassistant::ledger
