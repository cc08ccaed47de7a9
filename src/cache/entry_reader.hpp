// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "dictionaries.hpp"
#include "rustassistant/cache/entry.hpp"
#include "rustassistant/cache/result_cache.hpp"
#include "rustassistant/db/connection.hpp"

// Rows back to entries.
namespace rustassistant::cache {

// What a look-up found. `damaged` are the ids of rows that should have been an answer but failed their digest.
struct Found {
  std::optional<Entry> entry;
  std::vector<std::int64_t> damaged;
};

// The statement that looks a key up, prepared once for each connection.
class KeyLookup {
 public:
  [[nodiscard]] static db::Outcome<KeyLookup> prepare(const db::Connection& connection);
  // On the connection that it was prepared for.
  [[nodiscard]] db::Outcome<Found> find(const db::Connection& connection, const domain::CacheKey& key);
  // As first_entry_above().
  [[nodiscard]] db::Outcome<Found> next(const db::Connection& connection, std::int64_t above);

 private:
  explicit KeyLookup(db::Statement statement) : statement_(std::move(statement)) {}

  db::Statement statement_;
  Documents documents_;
};

// As ResultCache::find_model_answer().
[[nodiscard]] db::Outcome<Found> find_model_answer(const db::Connection& connection, const AnswerQuery& query);

// As ResultCache::related().
struct Nearness {
  ContentHash content_hash;
  std::uint32_t repo;
  std::string_view path;
  std::size_t most;
};
[[nodiscard]] db::Outcome<std::vector<EntryInfo>> related_entries(const db::Connection& connection,
                                                                  const Nearness& nearness);

// The first entry whose id is above `id`, for a walk over all of them; where both members are empty, there is none.
[[nodiscard]] db::Outcome<Found> first_entry_above(const db::Connection& connection, Documents& documents,
                                                   std::int64_t id);

}  // namespace rustassistant::cache
