// SPDX-License-Identifier: MIT
#include "facts.hpp"

#include <algorithm>
#include <vector>

#include "rustassistant/codec/zstd.hpp"
#include "rustassistant/db/transaction.hpp"

namespace rustassistant::cache {
namespace {

constexpr std::size_t kMaxFactsBytes = 64U << 20U;

}  // namespace

db::Outcome<std::optional<FileFacts>> find_facts(const db::Connection& connection, const ContentHash& content,
                                                 std::string_view language, int version) {
  TRY_ASSIGN(auto query, connection.prepare("SELECT interface, facts, used FROM file_dependencies "
                                            "WHERE content = ?1 AND language = ?2 AND version = ?3"));
  TRY_ASSIGN(const bool found, query.bind(db::Blob(content), language, version).step());
  if (!found) return std::nullopt;
  FileFacts facts{content, std::string(language), version, {}, {}, query.integer(2)};
  const db::Blob interface = query.blob(0);
  auto bytes = codec::decompress(db::characters(query.blob(1)), kMaxFactsBytes);
  if (!bytes || interface.size() != facts.interface_hash.size()) return std::nullopt;
  std::copy(interface.begin(), interface.end(), facts.interface_hash.begin());
  facts.bytes = *std::move(bytes);
  return facts;
}

db::Outcome<bool> put_facts(const db::Connection& connection, std::span<const FileFacts> facts, std::int64_t today) {
  const codec::Compressor compressor(1);
  TRY_ASSIGN(auto insert,
             connection.prepare("INSERT INTO file_dependencies (content, language, version, interface, facts, used) "
                                "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET version = excluded.version, "
                                "interface = excluded.interface, facts = excluded.facts, used = excluded.used"));
  TRY_ASSIGN(auto forget, connection.prepare("DELETE FROM file_dependencies WHERE used < ?1"));
  TRY_ASSIGN(auto transaction, db::Transaction::begin(connection, db::TransactionKind::immediate));
  for (const FileFacts& one : facts) {
    const std::string frame = compressor.compress(one.bytes);
    insert.bind(db::Blob(one.content), std::string_view(one.language), one.version, db::Blob(one.interface_hash),
                db::bytes(frame), one.used);
    TRY(insert.run());
  }
  TRY(forget.bind(today - kFactsKeptDays).run());
  TRY(transaction.commit());
  return true;
}

db::Outcome<void> forget_facts(const db::Connection& connection) {
  return connection.execute("DELETE FROM file_dependencies");
}

db::Outcome<std::int64_t> damaged_facts(const db::Connection& connection, RemoveDamaged remove) {
  TRY_ASSIGN(auto query, connection.prepare("SELECT content, language, facts FROM file_dependencies"));
  std::vector<std::pair<std::string, std::string>> damaged;
  TRY(db::for_each(query, [&] {
    if (codec::decompress(db::characters(query.blob(2)), kMaxFactsBytes)) return;
    damaged.emplace_back(db::characters(query.blob(0)), query.text(1));
  }));
  if (remove == RemoveDamaged::yes) {
    TRY_ASSIGN(auto removal, connection.prepare("DELETE FROM file_dependencies WHERE content = ?1 AND language = ?2"));
    for (const auto& [content, language] : damaged)
      TRY(removal.bind(db::bytes(content), std::string_view(language)).run());
  }
  return static_cast<std::int64_t>(damaged.size());
}

}  // namespace rustassistant::cache
