// SPDX-License-Identifier: MIT
#include "team.hpp"

#include <algorithm>

#include "rustassistant/db/transaction.hpp"

namespace rustassistant::cache {

db::Outcome<void> put_origin(const db::Connection& connection, std::int64_t entry, const EntryOrigin& origin,
                             UnixMillis now) {
  TRY_ASSIGN(auto insert, connection.prepare("INSERT OR REPLACE INTO origin VALUES (?1, ?2, ?3, ?4)"));
  return insert.bind(entry, std::string_view(origin.writer), origin.written.value, now.value).run();
}

db::Outcome<std::optional<EntryOrigin>> origin_of(const db::Connection& connection, std::int64_t entry) {
  TRY_ASSIGN(auto query, connection.prepare("SELECT writer, written, received FROM origin WHERE entry = ?1"));
  TRY_ASSIGN(const bool row, query.bind(entry).step());
  if (!row) return std::nullopt;
  return EntryOrigin{std::string(query.text(0)), {query.integer(1)}, {query.integer(2)}};
}

db::Outcome<std::vector<domain::CacheKey>> outbox(const db::Connection& connection, std::int64_t most) {
  TRY_ASSIGN(auto query, connection.prepare("SELECT key FROM outbox LIMIT ?1"));
  query.bind(most);
  std::vector<domain::CacheKey> keys;
  TRY(db::for_each(query, [&] {
    const db::Blob blob = query.blob(0);
    domain::CacheKey key{};
    if (blob.size() != key.size()) return;
    std::copy(blob.begin(), blob.end(), key.begin());
    keys.push_back(key);
  }));
  return keys;
}

db::Outcome<bool> change_outbox(const db::Connection& connection, std::span<const domain::CacheKey> add,
                                std::span<const domain::CacheKey> remove) {
  TRY_ASSIGN(auto insert, connection.prepare("INSERT INTO outbox VALUES (?1) ON CONFLICT DO NOTHING"));
  TRY_ASSIGN(auto erase, connection.prepare("DELETE FROM outbox WHERE key = ?1"));
  TRY_ASSIGN(auto transaction, db::Transaction::begin(connection, db::TransactionKind::immediate));
  for (const domain::CacheKey& key : add) TRY(insert.bind(db::Blob(key)).run());
  for (const domain::CacheKey& key : remove) TRY(erase.bind(db::Blob(key)).run());
  TRY(transaction.commit());
  return true;
}

db::Outcome<bool> add_team_day(const db::Connection& connection, int day, const TeamSums& sums) {
  TRY_ASSIGN(auto insert,
             connection.prepare("INSERT INTO team_day VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET "
                                "hits = hits + excluded.hits, misses = misses + excluded.misses, "
                                "rejected = rejected + excluded.rejected, stored = stored + excluded.stored"));
  TRY(insert.bind(std::int64_t{day}, sums.hits, sums.misses, sums.rejected, sums.stored).run());
  return true;
}

db::Outcome<TeamStanding> team_standing(const db::Connection& connection) {
  TRY_ASSIGN(
      auto query,
      connection.prepare("SELECT sum(hits), sum(misses), sum(rejected), sum(stored), (SELECT count(*) FROM origin), "
                         "(SELECT count(*) FROM outbox) FROM team_day"));
  TRY(query.step());
  return TeamStanding{
      {query.integer(0), query.integer(1), query.integer(2), query.integer(3)}, query.integer(4), query.integer(5)};
}

db::Outcome<void> forget_team(const db::Connection& connection) {
  return connection.execute("DELETE FROM outbox; DELETE FROM team_day");
}

}  // namespace rustassistant::cache
