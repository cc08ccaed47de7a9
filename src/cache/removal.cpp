// SPDX-License-Identifier: MIT
#include "removal.hpp"

#include "rustassistant/db/transaction.hpp"
#include "rustassistant/sys/signals.hpp"
#include "trace.hpp"
#include "upkeep.hpp"

namespace rustassistant::cache {
namespace {

constexpr std::string_view kFind =
    "SELECT raw_size, stored_size, cost, key_prefix, repo, path, variant, generation_ms, created FROM entry "
    "WHERE id = ?1 AND last_accessed = ?2";
constexpr std::string_view kRemove = "DELETE FROM entry WHERE id = ?1";
constexpr std::string_view kRemember =
    "INSERT OR REPLACE INTO evicted (key_prefix, at, place, cost, generation_ms, raw_size, stored_size, created) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
// The newest stay: as many as take a hundredth of what is kept.
constexpr std::string_view kForgetOldest =
    "DELETE FROM evicted WHERE key_prefix IN (SELECT key_prefix FROM evicted ORDER BY at DESC LIMIT -1 OFFSET "
    "(SELECT min(4096, max(64, CAST(total(stored_bytes) AS INTEGER) / 5000)) FROM counter))";

// Remembers answers that leave to make room. Builtin answers cost nothing to have again.
class Evictions {
 public:
  static db::Outcome<Evictions> prepare(const db::Connection& connection, UnixMillis at) {
    TRY_ASSIGN(auto remember, connection.prepare(kRemember));
    return Evictions(std::move(remember), at);
  }

  db::Outcome<void> note(const db::Statement& found) {
    const std::int64_t cost = found.optional_integer(2).value_or(0);
    if (cost <= 0) return {};
    const std::int64_t place = place_of(found.integer(4), found.text(5), found.integer(6));
    remember_.bind(found.integer(3), at_.value, place, cost, found.integer(7), found.integer(0), found.integer(1),
                   found.integer(8));
    return remember_.run();
  }

 private:
  Evictions(db::Statement remember, UnixMillis at) : remember_(std::move(remember)), at_(at) {}

  db::Statement remember_;
  UnixMillis at_;
};

void count(const db::Statement& found, Removal& removal) {
  ++removal.entries;
  removal.raw_bytes += found.integer(0);
  removal.stored_bytes += found.integer(1);
  if (const auto cost = found.optional_integer(2)) {
    removal.cost += NanoUsd{*cost};
  } else {
    ++removal.unknown_costs;
  }
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

db::Outcome<void> remove_entries(const db::Connection& connection, std::span<const Leaving> leaving, Removal& removal,
                                 const Reason& eviction) {
  TRY_ASSIGN(auto find, connection.prepare(kFind));
  TRY_ASSIGN(auto remove, connection.prepare(kRemove));
  std::optional<Evictions> evictions;
  if (eviction) {
    TRY_ASSIGN(evictions, Evictions::prepare(connection, eviction->at));
  }
  TRY_ASSIGN(auto transaction, db::Transaction::begin(connection, db::TransactionKind::immediate));
  Removal counted = removal;
  for (const Leaving& entry : leaving) {
    // Found, then deleted: RETURNING makes a table in memory for each row.
    TRY_ASSIGN(const bool is_there, find.bind(entry.id, entry.last_accessed).step());
    if (!is_there) continue;
    count(find, counted);
    if (evictions) TRY(evictions->note(find));
    find.reset();
    TRY(remove.bind(entry.id).run());
  }
  if (evictions) TRY(connection.execute(std::string(kForgetOldest)));
  TRY(transaction.commit());
  removal = counted;
  return {};
}

db::Outcome<void> count_entries(const db::Connection& connection, std::span<const Leaving> leaving, Removal& removal) {
  TRY_ASSIGN(auto find, connection.prepare(kFind));
  for (const Leaving& entry : leaving) {
    find.bind(entry.id, entry.last_accessed);
    TRY(db::for_each(find, [&] { count(find, removal); }));
  }
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
