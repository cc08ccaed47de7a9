// SPDX-License-Identifier: MIT
#include "database.hpp"
#include "figures.hpp"

namespace rustassistant::ledger {

namespace {

constexpr std::string_view kColumns =
    "SELECT call.id, at, month, day, state, call.closed_at, reserved, cost, charged, estimated, by_hand, "
    "call.provider, type, call.model, repo, repo_path, path, extension, request_bytes, input_tokens, cached_tokens, "
    "cache_write_tokens, output_tokens, reasoning_tokens, ifnull(call.tag, (SELECT value FROM setting WHERE name = "
    "'ledger_id') || ':' || call.id || ':' || at), batch.tag, endpoint, remote, input, items, made_at, held_until, "
    "language, prompt_hash, schema_version, config_hash, context_hash, content_hash, parts FROM call LEFT JOIN "
    "batch_call ON "
    "batch_call.call = call.id AND state = 0 LEFT JOIN batch ON batch.id = batch_call.batch AND stage < 2 ORDER BY "
    "call.id";

CallBatch batch_at(const db::Statement& row) {
  return {std::string(row.text(25)), std::string(row.text(26)),
          std::string(row.text(27)), std::string(row.text(28)),
          row.integer(29),           {row.integer(30)},
          {row.integer(31)},         std::string(row.text(32)),
          std::string(row.text(33)), std::string(row.text(34)),
          std::string(row.text(35)), std::string(row.text(36)),
          std::string(row.text(37)), std::string(db::characters(row.blob(38)))};
}

CallRecord record_at(const db::Statement& row) {
  CallRecord call;
  call.id = row.integer(0);
  call.at = {row.integer(1)};
  call.month = static_cast<int>(row.integer(2));
  call.day = static_cast<int>(row.integer(3));
  call.state = static_cast<CallState>(row.integer(4));
  if (const auto closed = row.optional_integer(5)) call.closed_at = UnixMillis{*closed};
  call.reserved = amount_at(row, 6);
  call.cost = amount_at(row, 7);
  call.charged = {row.integer(8)};
  call.estimated = row.integer(9) != 0;
  call.by_hand = row.integer(10) != 0;
  call.facts = {static_cast<domain::Provider>(row.integer(11)),
                std::string(row.text(13)),
                static_cast<domain::AnalysisType>(row.integer(12)),
                std::string(row.text(14)),
                std::string(row.text(15)),
                std::string(row.text(16)),
                std::string(row.text(17)),
                row.optional_integer(18)};
  call.input_tokens = row.optional_integer(19);
  call.cached_tokens = row.optional_integer(20);
  call.cache_write_tokens = row.optional_integer(21);
  call.output_tokens = row.optional_integer(22);
  call.reasoning_tokens = row.optional_integer(23);
  call.tag = row.text(24);
  if (!row.text(25).empty()) call.batch = batch_at(row);
  return call;
}

db::Outcome<void> read_calls(const db::Connection& connection, const Ledger::OnCall& on_call) {
  TRY_ASSIGN(auto rows, connection.prepare(kColumns));
  return db::for_each(rows, [&] { on_call(record_at(rows)); });
}

db::Outcome<LedgerHead> read_head(const db::Connection& connection) {
  LedgerHead head;
  TRY_ASSIGN(head.id, setting_of(connection, "ledger_id"));
  TRY_ASSIGN(head.settings, read_settings(connection));
  TRY_ASSIGN(head.timezone, setting_of(connection, "timezone"));
  TRY_ASSIGN(head.timezone_rule, setting_of(connection, "timezone_rule"));
  TRY_ASSIGN(auto rows, connection.prepare("SELECT former, repo FROM repo_former ORDER BY former"));
  TRY(db::for_each(rows, [&] { head.former_repos.emplace_back(rows.text(0), rows.text(1)); }));
  return head;
}

}  // namespace

Result<void> Ledger::for_each_call(const OnCall& on_call) {
  return database_->read([&](const db::Connection& connection) { return read_calls(connection, on_call); });
}

Result<void> Ledger::read_all(const std::function<void(const LedgerHead&)>& on_head, const OnCall& on_call) {
  const auto read = [&](const db::Connection& connection) -> db::Outcome<bool> {
    TRY_ASSIGN(const LedgerHead head, read_head(connection));
    on_head(head);
    TRY(read_calls(connection, on_call));
    return true;
  };
  TRY_ASSIGN(const bool exists, database_->read(read));
  if (!exists) on_head({"", {}, "UTC", "UTC", {}});
  return {};
}

}  // namespace rustassistant::ledger
