// SPDX-License-Identifier: MIT
#include "rustassistant/search/index.hpp"
#include "store.hpp"

namespace rustassistant::search {
namespace {

constexpr std::size_t kKeySize = 8;  // bytes

std::vector<ChunkKey> keys_of(db::Blob blob) {
  std::vector<ChunkKey> keys(blob.size() / kKeySize);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    for (std::size_t k = 0; k < kKeySize; ++k) keys[i] = keys[i] << 8U | blob[i * kKeySize + k];
  }
  return keys;
}

// From four columns.
VectorMaker maker_in(const db::Statement& query) {
  VectorMaker maker;
  maker.model = query.text(0);
  maker.hash = query.text(1);
  maker.pooling = query.text(2);
  maker.dimension = query.integer(3);
  return maker;
}

db::Outcome<std::optional<VectorMaker>> read_maker(const db::Connection& connection) {
  TRY_ASSIGN(auto query, connection.prepare("SELECT model, hash, pooling, dimension FROM vector_maker"));
  TRY_ASSIGN(const bool row, query.step());
  if (!row) return std::nullopt;
  VectorMaker maker = maker_in(query);
  query.reset();
  return maker;
}

db::Outcome<void> insert(const db::Connection& connection, std::span<const VectorBlock> blocks) {
  TRY_ASSIGN(auto statement, connection.prepare("INSERT INTO vector (keys, vectors) VALUES (?1, ?2)"));
  for (const VectorBlock& block : blocks) {
    const std::string keys = packed(block.keys);
    TRY(statement.bind(db::bytes(keys), db::bytes(block.vectors)).run());
  }
  return {};
}

db::Outcome<void> begin_again(const db::Connection& connection, const VectorMaker& maker) {
  TRY(connection.execute("DELETE FROM vector"));
  TRY_ASSIGN(auto statement, connection.prepare("INSERT OR REPLACE INTO vector_maker (id, model, hash, pooling, "
                                                "dimension) VALUES (1, ?1, ?2, ?3, ?4)"));
  return statement
      .bind(std::string_view(maker.model), std::string_view(maker.hash), std::string_view(maker.pooling),
            maker.dimension)
      .run();
}

}  // namespace

std::string packed(std::span<const ChunkKey> keys) {
  std::string bytes;
  bytes.reserve(keys.size() * kKeySize);
  for (const ChunkKey key : keys) {
    for (std::size_t k = kKeySize; k-- > 0;) bytes += static_cast<char>(static_cast<unsigned char>(key >> (8 * k)));
  }
  return bytes;
}

Result<std::unordered_map<std::int64_t, std::vector<ChunkKey>>> Index::chunk_keys() {
  using Keys = std::unordered_map<std::int64_t, std::vector<ChunkKey>>;
  return store_->run(db::TransactionKind::deferred, [](const db::Connection& connection) -> db::Outcome<Keys> {
    Keys keys;
    TRY_ASSIGN(auto query, connection.prepare("SELECT file, keys FROM chunk_key"));
    TRY(db::for_each(query, [&] { keys.emplace(query.integer(0), keys_of(query.blob(1))); }));
    return keys;
  });
}

Result<std::optional<KnownModel>> Index::known_model() {
  using Known = std::optional<KnownModel>;
  return store_->run(db::TransactionKind::deferred, [](const db::Connection& connection) -> db::Outcome<Known> {
    TRY_ASSIGN(auto query, connection.prepare("SELECT model, hash, pooling, dimension, identity FROM known_model"));
    TRY_ASSIGN(const bool row, query.step());
    if (!row) return Known();
    KnownModel known{std::string(query.text(4)), maker_in(query)};
    query.reset();
    return Known(std::move(known));
  });
}

Result<void> Index::remember(const KnownModel& model) {
  return store_->run(db::TransactionKind::immediate, [&](const db::Connection& connection) -> db::Outcome<void> {
    TRY_ASSIGN(auto statement, connection.prepare("INSERT OR REPLACE INTO known_model (id, identity, model, hash, "
                                                  "pooling, dimension) VALUES (1, ?1, ?2, ?3, ?4, ?5)"));
    const VectorMaker& maker = model.maker;
    return statement
        .bind(std::string_view(model.identity), std::string_view(maker.model), std::string_view(maker.hash),
              std::string_view(maker.pooling), maker.dimension)
        .run();
  });
}

Result<std::optional<VectorMaker>> Index::vector_maker() {
  return store_->run(db::TransactionKind::deferred, read_maker);
}

Result<void> Index::for_each_block(const std::function<void(std::span<const ChunkKey>, std::string_view)>& visit) {
  return store_->run(db::TransactionKind::deferred, [&](const db::Connection& connection) -> db::Outcome<void> {
    TRY_ASSIGN(auto query, connection.prepare("SELECT keys, vectors FROM vector"));
    return db::for_each(query, [&] {
      const std::vector<ChunkKey> keys = keys_of(query.blob(0));
      visit(keys, db::characters(query.blob(1)));
    });
  });
}

Result<void> Index::add_vectors(const VectorMaker& maker, std::span<const VectorBlock> blocks) {
  return store_->run(db::TransactionKind::immediate, [&](const db::Connection& connection) -> db::Outcome<void> {
    TRY_ASSIGN(const auto before, read_maker(connection));
    if (!before || !before->makes_the_same_as(maker)) TRY(begin_again(connection, maker));
    return insert(connection, blocks);
  });
}

Result<void> Index::replace_vectors(const VectorMaker& maker, std::span<const VectorBlock> blocks) {
  return store_->run(db::TransactionKind::immediate, [&](const db::Connection& connection) -> db::Outcome<void> {
    TRY(begin_again(connection, maker));
    return insert(connection, blocks);
  });
}

}  // namespace rustassistant::search
