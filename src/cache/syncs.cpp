// SPDX-License-Identifier: MIT
#include "syncs.hpp"

#include <algorithm>

#include "rustassistant/db/transaction.hpp"
#include "stored_forms.hpp"

namespace rustassistant::cache {
namespace {

// False: it is no SHA-256.
bool read_digest(db::Blob blob, codec::Sha256Digest& digest) {
  if (blob.size() != digest.size()) return false;
  std::copy(blob.begin(), blob.end(), digest.begin());
  return true;
}

}  // namespace

db::Outcome<std::vector<SeenFile>> seen_files(const db::Connection& connection, std::uint32_t repo) {
  TRY_ASSIGN(auto query,
             connection.prepare("SELECT path, content, interfaces FROM seen_file WHERE repo = ?1 ORDER BY path"));
  query.bind(std::int64_t{repo});
  std::vector<SeenFile> files;
  TRY(db::for_each(query, [&] {
    SeenFile file{std::string(query.text(0)), {}, {}};
    if (read_digest(query.blob(1), file.content) && read_digest(query.blob(2), file.interfaces))
      files.push_back(std::move(file));
  }));
  return files;
}

db::Outcome<bool> put_seen(const db::Connection& connection, std::uint32_t repo, std::span<const SeenFile> seen,
                           std::span<const std::string> gone) {
  TRY_ASSIGN(auto insert, connection.prepare("INSERT INTO seen_file (repo, path, content, interfaces) "
                                             "VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET "
                                             "content = excluded.content, interfaces = excluded.interfaces"));
  TRY_ASSIGN(auto remove, connection.prepare("DELETE FROM seen_file WHERE repo = ?1 AND path = ?2"));
  TRY_ASSIGN(auto transaction, db::Transaction::begin(connection, db::TransactionKind::immediate));
  for (const std::string& path : gone) TRY(remove.bind(std::int64_t{repo}, std::string_view(path)).run());
  for (const SeenFile& file : seen) {
    insert.bind(std::int64_t{repo}, std::string_view(file.path), db::Blob(file.content), db::Blob(file.interfaces));
    TRY(insert.run());
  }
  TRY(transaction.commit());
  return true;
}

db::Outcome<void> forget_seen(const db::Connection& connection) {
  return connection.execute("DELETE FROM seen_file");
}

db::Outcome<bool> mark_warmed(const db::Connection& connection, std::span<const domain::CacheKey> keys) {
  TRY_ASSIGN(auto insert, connection.prepare("INSERT INTO warmed (entry) SELECT id FROM entry "
                                             "WHERE key_prefix = ?1 AND key_rest = ?2 ON CONFLICT DO NOTHING"));
  TRY_ASSIGN(auto transaction, db::Transaction::begin(connection, db::TransactionKind::immediate));
  for (const domain::CacheKey& key : keys) TRY(insert.bind(prefix_of(key), rest_of(key)).run());
  TRY(transaction.commit());
  return true;
}

db::Outcome<WarmedCounts> count_warmed(const db::Connection& connection, std::optional<std::int64_t> repo) {
  WarmedCounts counts;
  const auto add = [&](std::string_view sql) -> db::Outcome<void> {
    TRY_ASSIGN(auto query, connection.prepare(sql));
    TRY(query.bind(repo).step());
    counts.used += query.integer(0);
    counts.superseded += query.integer(1);
    counts.unused += query.integer(2);
    return {};
  };
  TRY(
      add("SELECT sum(e.access_count > 0), sum(e.access_count = 0 AND e.superseded <> 0), "
          "sum(e.access_count = 0 AND e.superseded = 0) FROM warmed w CROSS JOIN entry e ON e.id = w.entry "
          "WHERE ?1 IS NULL OR e.repo = ?1"));
  TRY(add("SELECT sum(used), sum(superseded), sum(unused) FROM warmed_past WHERE ?1 IS NULL OR repo = ?1"));
  return counts;
}

}  // namespace rustassistant::cache
