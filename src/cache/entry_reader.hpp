// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "dictionaries.hpp"
#include "rustassistant/cache/entry.hpp"
#include "rustassistant/cache/findings.hpp"
#include "rustassistant/cache/result_cache.hpp"
#include "rustassistant/db/connection.hpp"

// Rows back to entries.
namespace rustassistant::cache {

// What a look-up found. `damaged` are the ids of rows that should have been an answer but failed their digest.
struct Found {
  std::optional<Entry> entry;
  std::vector<std::int64_t> damaged;

  // Of the entry, or of the first that is damaged; 0: neither.
  [[nodiscard]] std::int64_t id() const { return entry ? entry->info.id : damaged.empty() ? 0 : damaged.front(); }
};

// The statement that looks a key up, prepared once for each connection.
class KeyLookup {
 public:
  [[nodiscard]] static db::Outcome<KeyLookup> prepare(const db::Connection& connection);
  // On the connection that it was prepared for.
  [[nodiscard]] db::Outcome<Found> find(const db::Connection& connection, const domain::CacheKey& key);

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

// As SqliteCache::answers_about().
[[nodiscard]] db::Outcome<std::vector<std::vector<Entry>>> answers_about(const db::Connection& connection,
                                                                         std::uint32_t repo,
                                                                         std::span<const PlacedContent> files);

// For a walk over all entries, by their ids. The statement is prepared once.
class EntryWalk {
 public:
  [[nodiscard]] static db::Outcome<EntryWalk> prepare(const db::Connection& connection);
  // The first entry whose id is above `id`; the id of what is found is 0 where there is none. On the connection that it
  // was prepared for.
  [[nodiscard]] db::Outcome<Found> above(const db::Connection& connection, std::int64_t id);

 private:
  explicit EntryWalk(db::Statement statement) : statement_(std::move(statement)) {}

  db::Statement statement_;
  Documents documents_;
};

}  // namespace rustassistant::cache
