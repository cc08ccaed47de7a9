// SPDX-License-Identifier: MIT
#include "removal.hpp"

#include "rustassistant/db/transaction.hpp"
#include "rustassistant/sys/signals.hpp"
#include "upkeep.hpp"

namespace rustassistant::cache {
namespace {

constexpr std::string_view kCountRemoved =
    "SELECT raw_size, stored_size, cost FROM entry WHERE id = ?1 AND last_accessed = ?2";
constexpr std::string_view kRemove =
    "DELETE FROM entry WHERE id = ?1 AND last_accessed = ?2 RETURNING raw_size, stored_size, cost";

// By one of these statements. Builtin answers cost nothing to have again.
db::Outcome<void> count_one(db::Statement& statement, const Leaving& leaving, Removal& removal) {
  statement.bind(leaving.id, leaving.last_accessed);
  return db::for_each(statement, [&] {
    ++removal.entries;
    removal.raw_bytes += statement.integer(0);
    removal.stored_bytes += statement.integer(1);
    if (const auto cost = statement.optional_integer(2)) {
      removal.cost += NanoUsd{*cost};
    } else {
      ++removal.unknown_costs;
    }
  });
}

}  // namespace

db::Outcome<void> check_not_stopped() {
  if (!sys::stop_requested()) return {};
  return tl::unexpected(db::Failure{sys::stop_error(), db::Problem::other});
}

db::Outcome<std::int64_t> used_bytes(const db::Connection& connection) {
  TRY_ASSIGN(const std::int64_t pages, connection.integer("PRAGMA page_count"));
  TRY_ASSIGN(const std::int64_t unused, connection.integer("PRAGMA freelist_count"));
  TRY_ASSIGN(const std::int64_t size, connection.integer("PRAGMA page_size"));
  return (pages - unused) * size;
}

db::Outcome<void> remove_entries(const db::Connection& connection, std::span<const Leaving> leaving, Removal& removal) {
  TRY_ASSIGN(auto remove, connection.prepare(kRemove));
  TRY_ASSIGN(auto transaction, db::Transaction::begin(connection, db::TransactionKind::immediate));
  Removal counted = removal;
  for (const Leaving& entry : leaving) TRY(count_one(remove, entry, counted));
  TRY(transaction.commit());
  removal = counted;
  return {};
}

db::Outcome<void> count_entries(const db::Connection& connection, std::span<const Leaving> leaving, Removal& removal) {
  TRY_ASSIGN(auto count, connection.prepare(kCountRemoved));
  for (const Leaving& entry : leaving) TRY(count_one(count, entry, removal));
  return {};
}

db::Outcome<void> expect_many_changes(const db::Connection& connection) {
  return connection.execute("PRAGMA wal_autocheckpoint=8000");
}

db::Outcome<void> return_space(const db::Connection& connection) {
  while (true) {
    TRY_ASSIGN(const std::int64_t before, connection.integer("PRAGMA freelist_count"));
    if (before == 0 || sys::stop_requested()) return {};
    TRY(connection.execute("PRAGMA incremental_vacuum(" + std::to_string(kPagesAtOnce) + ")"));
    TRY_ASSIGN(const std::int64_t after, connection.integer("PRAGMA freelist_count"));
    if (after >= before) return {};  // a file of another kind, which keeps its pages
  }
}

}  // namespace rustassistant::cache
