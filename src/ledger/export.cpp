// SPDX-License-Identifier: MIT
#include "books.hpp"
#include "rustassistant/db/transaction.hpp"

namespace rustassistant::ledger {

db::Outcome<void> Ledger::Books::for_each_call(const std::function<void(const CallRecord&)>& take) {
  if (!is_open()) return {};
  TRY_ASSIGN(auto transaction, db::Transaction::begin(*connection_, db::TransactionKind::deferred));
  TRY_ASSIGN(auto rows,
             connection_->prepare("SELECT id, at, month, day, state, closed_at, reserved, cost, charged, estimated, "
                                  "by_hand, provider, type, model, repo, repo_path, path, extension, request_bytes, "
                                  "input_tokens, cached_tokens, cache_write_tokens, output_tokens, reasoning_tokens "
                                  "FROM call ORDER BY id"));
  const auto amount = [&rows](int column) {
    const auto value = rows.optional_integer(column);
    return value ? std::optional(NanoUsd{*value}) : std::nullopt;
  };
  while (true) {
    TRY_ASSIGN(const bool row, rows.step());
    if (!row) return {};
    CallRecord call;
    call.id = rows.integer(0);
    call.at = {rows.integer(1)};
    call.month = static_cast<int>(rows.integer(2));
    call.day = static_cast<int>(rows.integer(3));
    call.state = static_cast<CallState>(rows.integer(4));
    if (const auto closed = rows.optional_integer(5)) call.closed_at = UnixMillis{*closed};
    call.reserved = amount(6);
    call.cost = amount(7);
    call.charged = {rows.integer(8)};
    call.estimated = rows.integer(9) != 0;
    call.by_hand = rows.integer(10) != 0;
    call.facts = {static_cast<domain::Provider>(rows.integer(11)),
                  std::string(rows.text(13)),
                  static_cast<domain::AnalysisType>(rows.integer(12)),
                  std::string(rows.text(14)),
                  std::string(rows.text(15)),
                  std::string(rows.text(16)),
                  std::string(rows.text(17)),
                  rows.optional_integer(18)};
    call.input_tokens = rows.optional_integer(19);
    call.cached_tokens = rows.optional_integer(20);
    call.cache_write_tokens = rows.optional_integer(21);
    call.output_tokens = rows.optional_integer(22);
    call.reasoning_tokens = rows.optional_integer(23);
    take(call);
  }
}

}  // namespace rustassistant::ledger
