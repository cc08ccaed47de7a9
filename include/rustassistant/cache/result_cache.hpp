// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/result.hpp"
#include "rustassistant/cache/entry.hpp"
#include "rustassistant/cache/last_answer.hpp"
#include "rustassistant/cache/statistics.hpp"

namespace rustassistant::cache {

// How surely a store survives a power cut: what was paid for is flushed to the disk before put() returns; what is cheap
// to make again is only kept whole.
enum class Durability : std::uint8_t { paid, cheap };

// Which stored model answers would do in place of the one that a key names.
struct AnswerQuery {
  domain::KeyFactors factors;           // of the question; provider, endpoint and model are not read
  std::span<const std::string> models;  // of any of these models; empty: of any
};

// Remembers answers already paid for. Safe to use from several threads, and by several processes at once.
// A damaged entry is removed and reported as a miss; only an unusable store is an Error (storage).
class ResultCache {
 public:
  virtual ~ResultCache() = default;

  // The entry with that key, verified byte by byte. Writes nothing to the database.
  [[nodiscard]] virtual Result<std::optional<Entry>> find(const domain::CacheKey& key) = 0;

  // The newest answer that a provider other than builtin gave and that fits the query. Writes nothing to the database.
  [[nodiscard]] virtual Result<std::optional<Entry>> find_model_answer(const AnswerQuery& query) = 0;

  // Entries near a question, for those who want to know why it is not answered: of the same path in the same repository
  // (8 hex digits), then of the same content, each newest first, at most `most`. Reads every entry's metadata. Writes
  // nothing to the database.
  [[nodiscard]] virtual Result<std::vector<EntryInfo>> related(const ContentHash& content_hash,
                                                               std::string_view repo_id, std::string_view path,
                                                               std::size_t most) = 0;

  // Stores a result of at most kMaxResultBytes, in place of one with the same key, and returns its id. `info.id`,
  // `info.raw_size` and `info.stored_size` are not read; `info.created` and `info.last_accessed` are kept as given.
  // With units it is the last answer about its path from then on; they are stored with it or not at all, and leave with
  // it.
  [[nodiscard]] virtual Result<std::int64_t> put(const Entry& entry, Durability durability) = 0;
  // The same for several results that were paid for and can be had again: they are flushed to the disk at once. Error:
  // none of them is stored.
  [[nodiscard]] virtual Result<void> put_all(std::span<const Entry> entries) = 0;

  // The last answer about a path: `info` names its repository, its path, and the factors of the question, of which the
  // content's hash is not read. Takes the same time however much is stored. Writes nothing to the database.
  [[nodiscard]] virtual Result<std::optional<LastAnswer>> find_last_answer(const EntryInfo& info) = 0;

  // Notes that a look-up was answered by `entry`, or by nothing, for a repository (8 hex digits). Never fails: what
  // cannot be noted is lost. Notes are kept in memory for a while; close() writes them.
  virtual void note_hit(const EntryInfo& entry, std::string_view repo_id) = 0;
  virtual void note_miss(domain::AnalysisType type, std::string_view repo_id) = 0;

  // In constant time, whatever the number of entries; of one repository (8 hex digits), or, with nothing, of all. Notes
  // of other processes are taken in first, where that can be written.
  [[nodiscard]] virtual Result<Statistics> statistics(std::string_view repo_id = {}) = 0;

  // Ends the work: notes are written, and after a store everything is moved into the one database file. Later calls are
  // Errors. The destructor does the same, but cannot report.
  [[nodiscard]] virtual Result<void> close() = 0;
};

}  // namespace rustassistant::cache
