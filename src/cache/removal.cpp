// SPDX-License-Identifier: MIT
#include "removal.hpp"

#include "rustassistant/db/transaction.hpp"
#include "rustassistant/sys/signals.hpp"
#include "trace.hpp"
#include "upkeep.hpp"

namespace rustassistant::cache {
namespace {

constexpr std::string_view kCountRemoved =
    "SELECT raw_size, stored_size, cost FROM entry WHERE id = ?1 AND last_accessed = ?2";
constexpr std::string_view kRemove =
    "DELETE FROM entry WHERE id = ?1 AND last_accessed = ?2 RETURNING raw_size, stored_size, cost";
constexpr std::string_view kFindPaid =
    "SELECT key_prefix, repo, path, variant, cost, generation_ms, raw_size, stored_size, created FROM entry "
    "WHERE id = ?1 AND last_accessed = ?2 AND cost > 0";
constexpr std::string_view kRemember =
    "INSERT OR REPLACE INTO evicted (key_prefix, at, place, cost, generation_ms, raw_size, stored_size, created) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
// The newest stay: as many as take a hundredth of what is kept.
constexpr std::string_view kForgetOldest =
    "DELETE FROM evicted WHERE key_prefix IN (SELECT key_prefix FROM evicted ORDER BY at DESC LIMIT -1 OFFSET "
    "(SELECT min(4096, max(64, CAST(total(stored_bytes) AS INTEGER) / 5000)) FROM counter))";

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

// Remembers answers that leave to make room.
class Evictions {
 public:
  static db::Outcome<Evictions> prepare(const db::Connection& connection, UnixMillis at) {
    TRY_ASSIGN(auto find, connection.prepare(kFindPaid));
    TRY_ASSIGN(auto remember, connection.prepare(kRemember));
    return Evictions(std::move(find), std::move(remember), at);
  }

  db::Outcome<void> note(const Leaving& leaving) {
    find_.bind(leaving.id, leaving.last_accessed);
    return db::for_each(find_, [&]() -> db::Outcome<void> {
      const std::int64_t place = place_of(find_.integer(1), find_.text(2), find_.integer(3));
      remember_.bind(find_.integer(0), at_.value, place, find_.integer(4), find_.integer(5), find_.integer(6),
                     find_.integer(7), find_.integer(8));
      return remember_.run();
    });
  }

 private:
  Evictions(db::Statement find, db::Statement remember, UnixMillis at)
      : find_(std::move(find)), remember_(std::move(remember)), at_(at) {}

  db::Statement find_;
  db::Statement remember_;
  UnixMillis at_;
};

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
  TRY_ASSIGN(auto remove, connection.prepare(kRemove));
  std::optional<Evictions> evictions;
  if (eviction) {
    TRY_ASSIGN(evictions, Evictions::prepare(connection, eviction->at));
  }
  TRY_ASSIGN(auto transaction, db::Transaction::begin(connection, db::TransactionKind::immediate));
  Removal counted = removal;
  for (const Leaving& entry : leaving) {
    if (evictions) TRY(evictions->note(entry));
    TRY(count_one(remove, entry, counted));
  }
  if (evictions) TRY(connection.execute(std::string(kForgetOldest)));
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
