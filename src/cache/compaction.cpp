// SPDX-License-Identifier: MIT
#include "compaction.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "removal.hpp"
#include "rustassistant/db/transaction.hpp"
#include "rustassistant/sys/signals.hpp"
#include "worth.hpp"

namespace rustassistant::cache {
namespace {

constexpr std::int64_t kMostEntries = 200;
constexpr std::int64_t kMostBytes = 1'000'000;
constexpr std::int64_t kRemembered = 60;  // bytes of a row of `evicted`, with what its page wastes

constexpr std::int64_t kReadOnce = 20'000'000;  // bytes, holes included

struct Place {
  std::int64_t entry = 0;
  std::int64_t blob = 0;
};

db::Outcome<std::vector<Place>> next_places(const db::Connection& connection) {
  TRY_ASSIGN(auto query, connection.prepare(
                             "SELECT id, blob, stored_size FROM entry NOT INDEXED WHERE id > ifnull((SELECT above FROM "
                             "compaction), 0) ORDER BY id LIMIT ?1"));
  query.bind(kMostEntries);
  std::vector<Place> places;
  std::int64_t bytes = 0;
  TRY(db::for_each(query, [&] {
    places.push_back({query.integer(0), query.integer(1)});
    bytes += query.integer(2);
    return bytes < kMostBytes;
  }));
  return places;
}

// Writes what stays into a file without holes. Fails where there is no room for that, or where others write.
bool rewrite(const db::Connection& connection) {
  const auto stopped = connection.stop_when(sys::stop_requested);
  // What fits into memory is read once, and not again for each page that is written; of more, nothing would be left.
  const auto used = used_bytes(connection);
  if (used && *used <= kReadOnce && !connection.execute("PRAGMA cache_size=-16000")) return false;
  return connection.execute("VACUUM").has_value();
}

}  // namespace

db::Outcome<void> begin_compacting(const db::Connection& connection) {
  return connection.execute("INSERT INTO compaction (id, above) VALUES (1, 0) ON CONFLICT DO NOTHING");
}

db::Outcome<bool> is_compacting(const db::Connection& connection) {
  TRY_ASSIGN(auto query, connection.prepare("SELECT 1 FROM compaction"));
  return query.step();
}

db::Outcome<void> shrink_to(const db::Connection& connection, std::int64_t bytes,
                            const std::function<bool()>& is_over) {
  for (bool more = true; more && !(is_over && is_over()) && !sys::stop_requested();) {
    TRY_ASSIGN(const std::int64_t used, used_bytes(connection));
    if (used <= bytes) break;
    TRY_ASSIGN(more, compact_some(connection));
  }
  if (!is_over) return return_space(connection);
  return connection.execute("PRAGMA incremental_vacuum(" + std::to_string(kPagesAtOnce) + ")");
}

db::Outcome<Occupancy> occupancy(const db::Connection& connection) {
  Occupancy now;
  TRY_ASSIGN(now.used, used_bytes(connection));
  TRY_ASSIGN(auto query, connection.prepare("SELECT sum(stored_bytes), sum(entries) FROM counter"));
  TRY(query.step());
  now.rows = kBesides * query.integer(1);
  now.live = query.integer(0) + now.rows;
  TRY_ASSIGN(const std::int64_t evicted, connection.integer("SELECT count(*) FROM evicted"));
  now.remembered = kRemembered * evicted;
  return now;
}

db::Outcome<void> return_since(const db::Connection& connection, const Occupancy& before,
                               std::optional<std::int64_t> bytes) {
  TRY_ASSIGN(const Occupancy now, occupancy(connection));
  const double share = before.live <= 0 ? 0 : static_cast<double>(now.live) / static_cast<double>(before.live);
  const auto proportional = static_cast<std::int64_t>(share * static_cast<double>(before.used)) + before.used / 100 +
                            now.remembered - before.remembered;
  const std::int64_t wanted = std::min(proportional, bytes.value_or(proportional));
  if (now.used <= wanted || sys::stop_requested()) return return_space(connection);
  return rewrite(connection) ? connection.execute("DELETE FROM compaction") : shrink_to(connection, wanted);
}

db::Outcome<bool> compact_some(const db::Connection& connection) {
  TRY_ASSIGN(auto copy, connection.prepare(
                            "INSERT INTO blob (dictionary, digest, data, units) SELECT dictionary, digest, data, units "
                            "FROM blob WHERE id = ?1"));
  TRY_ASSIGN(auto move, connection.prepare("UPDATE entry SET blob = ?2 WHERE id = ?1"));
  TRY_ASSIGN(auto remove, connection.prepare("DELETE FROM blob WHERE id = ?1"));
  TRY_ASSIGN(auto note, connection.prepare("INSERT OR REPLACE INTO compaction (id, above) VALUES (1, ?1)"));
  TRY_ASSIGN(auto transaction, db::Transaction::begin(connection, db::TransactionKind::immediate));
  TRY_ASSIGN(const auto places, next_places(connection));
  for (const Place& place : places) {
    TRY(copy.bind(place.blob).run());
    if (connection.changes() == 0) continue;  // it is missing, which `cache verify` tells
    TRY(move.bind(place.entry, connection.last_row_id()).run());
    TRY(remove.bind(place.blob).run());
  }
  if (places.empty()) TRY(connection.execute("DELETE FROM compaction"));
  if (!places.empty()) TRY(note.bind(places.back().entry).run());
  TRY(transaction.commit());
  return !places.empty();
}

}  // namespace rustassistant::cache
