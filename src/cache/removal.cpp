// SPDX-License-Identifier: MIT
#include "removal.hpp"

#include "rustassistant/db/transaction.hpp"

namespace rustassistant::cache {
namespace {

// Builtin answers cost nothing to have again.
constexpr std::string_view kFigures =
    "SELECT e.raw_size, e.stored_size, e.cost FROM entry e WHERE e.id = ?1 AND e.last_accessed = ?2";

db::Outcome<bool> count_one(db::Statement& figures, const Leaving& leaving, Removal& removal) {
  TRY_ASSIGN(const bool row, figures.bind(leaving.id, leaving.last_accessed).step());
  if (!row) return false;
  ++removal.entries;
  removal.raw_bytes += figures.integer(0);
  removal.stored_bytes += figures.integer(1);
  if (const auto cost = figures.optional_integer(2)) {
    removal.cost += NanoUsd{*cost};
  } else {
    ++removal.unknown_costs;
  }
  figures.reset();
  return true;
}

}  // namespace

db::Outcome<std::int64_t> used_bytes(const db::Connection& connection) {
  TRY_ASSIGN(const std::int64_t pages, connection.integer("PRAGMA page_count"));
  TRY_ASSIGN(const std::int64_t unused, connection.integer("PRAGMA freelist_count"));
  TRY_ASSIGN(const std::int64_t size, connection.integer("PRAGMA page_size"));
  return (pages - unused) * size;
}

db::Outcome<void> remove_entries(const db::Connection& connection, std::span<const Leaving> leaving, Removal& removal) {
  TRY_ASSIGN(auto figures, connection.prepare(kFigures));
  TRY_ASSIGN(auto remove, connection.prepare("DELETE FROM entry WHERE id = ?1"));
  TRY_ASSIGN(auto transaction, db::Transaction::begin(connection, db::TransactionKind::immediate));
  Removal counted = removal;
  for (const Leaving& entry : leaving) {
    TRY_ASSIGN(const bool stands, count_one(figures, entry, counted));
    if (stands) TRY(remove.bind(entry.id).run());
  }
  TRY(transaction.commit());
  removal = counted;
  return {};
}

db::Outcome<void> count_entries(const db::Connection& connection, std::span<const Leaving> leaving, Removal& removal) {
  TRY_ASSIGN(auto figures, connection.prepare(kFigures));
  for (const Leaving& entry : leaving) TRY(count_one(figures, entry, removal));
  return {};
}

db::Outcome<void> return_space(const db::Connection& connection) {
  while (true) {
    TRY_ASSIGN(const std::int64_t before, connection.integer("PRAGMA freelist_count"));
    if (before == 0) return {};
    TRY(connection.execute("PRAGMA incremental_vacuum(" + std::to_string(kPagesAtOnce) + ")"));
    TRY_ASSIGN(const std::int64_t after, connection.integer("PRAGMA freelist_count"));
    if (after >= before) return {};  // a file of another kind, which keeps its pages
  }
}

}  // namespace rustassistant::cache
