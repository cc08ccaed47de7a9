// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rustassistant/base/clock.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/cache/file_facts.hpp"
#include "rustassistant/cache/findings.hpp"
#include "rustassistant/cache/history.hpp"
#include "rustassistant/cache/maintenance.hpp"
#include "rustassistant/cache/packed_entry.hpp"
#include "rustassistant/cache/replayed.hpp"
#include "rustassistant/cache/result_cache.hpp"
#include "rustassistant/cache/seen_file.hpp"

namespace rustassistant::cache {

struct CacheOptions {
  std::string path;           // of cache.db; cache.access is next to it
  int compression_level = 3;  // of zstd
  // Bytes: a run that stored and leaves more than `high_watermark` in use lets the entries worth least be removed
  // (cost_aware) down to `low_watermark`, for at most 50 ms; the next one continues. Entries younger than a minute
  // stay. 0: nothing ever leaves.
  std::int64_t high_watermark = 0;
  std::int64_t low_watermark = 0;
  // Whether machines share the file system, which makes the cache slower and a notice due; nothing: is found out.
  std::optional<bool> on_network = std::nullopt;
  std::chrono::milliseconds busy_timeout{10'000};  // how long to wait for processes that hold the database
  // Told what happened to the cache that its user should know, a sentence to show as a warning, when it happens and
  // until the destructor returns. Must not call the cache. May be empty.
  std::function<void(const std::string&)> notify = {};
  // Where answers that were paid for are kept if they cannot be stored, nor kept beside the database. Empty: nowhere.
  std::string spare_spool = {};
};

// The cache in one SQLite file.
//
// Nothing is created, locked or written before the first put(): a process that only looks up opens the file as it
// stands. What was found at `path`:
//   nothing                        an empty cache; created (0600, its folder 0700) by the first put
//   a cache of ours                opened; one of an older version is upgraded in place
//   damage, or a foreign file      moved to <path>.damaged-<UTC time> (with -wal and -shm), and a notice says so; what
//                                  can be read is saved into a new file
//   a newer version                Error (storage); untouched
//   a symbolic link, no access     Error (storage)
//   a file or folder without write permission   looks up only; put() is an Error (storage)
// Damage that shows later is handled the same way in the middle of the call, which then continues with what was saved.
//
// An answer that was paid for is not lost where put() cannot store it, because others hold the database or the disk is
// full: it is kept in <path>.unstored, answers from memory, and is stored by the next run; put() then returns 0.
class SqliteCache final : public ResultCache {
 public:
  // `clock` must outlive the cache.
  [[nodiscard]] static Result<std::unique_ptr<SqliteCache>> open(CacheOptions options, const Clock& clock);
  ~SqliteCache() override;

  [[nodiscard]] Result<std::optional<Entry>> find(const domain::CacheKey& key) override;
  [[nodiscard]] Result<std::optional<Entry>> find_model_answer(const AnswerQuery& query) override;
  [[nodiscard]] Result<std::vector<EntryInfo>> related(const ContentHash& content_hash, std::string_view repo_id,
                                                       std::string_view path, std::size_t most) override;
  [[nodiscard]] Result<std::int64_t> put(const Entry& entry, Durability durability) override;
  [[nodiscard]] Result<void> put_all(std::span<const Entry> entries) override;
  [[nodiscard]] Result<std::optional<LastAnswer>> find_last_answer(const EntryInfo& info) override;
  void note_hit(const EntryInfo& entry, std::string_view repo_id) override;
  void note_miss(domain::AnalysisType type, std::string_view repo_id) override;
  [[nodiscard]] Result<Statistics> statistics(std::string_view repo_id = {}) override;

  // What happened from one day to another (UTC, both included); look-ups of one repository (8 hex digits), or of all.
  // As of the last statistics(), which takes in the notes of other processes.
  [[nodiscard]] Result<CacheHistory> history(int from_day, int to_day, std::string_view repo_id = {});
  // Plays what is recorded of the uses of this cache against a cache of another size, and one of the size in force; of
  // answers that had cost something. Sizes are watermarks, 0: nothing ever leaves.
  struct Watermarks {
    std::int64_t high = 0;
    std::int64_t low = 0;
  };
  [[nodiscard]] Result<WhatIf> what_if(const Watermarks& asked, const Watermarks& present);

  // What pack() should be given for entries of this cache.
  [[nodiscard]] Result<std::shared_ptr<const codec::Compressor>> compressor();
  // Brings in entries from elsewhere, in one transaction; the newer one of a key stays. What became of each, in their
  // order.
  [[nodiscard]] Result<std::vector<Imported>> import(std::span<const PackedEntry> entries);
  // The same without writing: each entry is compared with what is stored, not with the others.
  [[nodiscard]] Result<std::vector<ImportVerdict>> compare(std::span<const PackedEntry> entries);

  // What is kept of files' dependencies; nothing where there is none of that version.
  [[nodiscard]] Result<std::optional<FileFacts>> find_facts(const ContentHash& content, std::string_view language,
                                                            int version);
  // Keeps such facts, used today.
  [[nodiscard]] Result<void> put_facts(std::span<const FileFacts> facts);

  // What was seen of a repository's files (8 hex digits), sorted by path.
  [[nodiscard]] Result<std::vector<SeenFile>> seen_files(std::string_view repo_id);
  // Keeps `seen` in place of what was known of these paths, and forgets `gone`.
  [[nodiscard]] Result<void> put_seen(std::string_view repo_id, std::span<const SeenFile> seen,
                                      std::span<const std::string> gone);
  // Marks stored answers as such that nobody had asked for yet; Statistics::warmed counts them.
  [[nodiscard]] Result<void> mark_warmed(std::span<const domain::CacheKey> keys);

  // What came from a team's store, by the id of an entry; nothing: it was made here. Writes nothing to the database.
  [[nodiscard]] Result<std::optional<EntryOrigin>> origin_of(std::int64_t id);
  // Keys of answers that are still to be sent there, at most `most`.
  [[nodiscard]] Result<std::vector<domain::CacheKey>> outbox(std::int64_t most);
  [[nodiscard]] Result<void> change_outbox(std::span<const domain::CacheKey> add,
                                           std::span<const domain::CacheKey> remove);
  // Adds what a run got and gave on a day (UTC).
  [[nodiscard]] Result<void> add_team_day(int day, const TeamSums& sums);
  [[nodiscard]] Result<TeamStanding> team_standing();

  // For each file of a repository (8 hex digits), the answers about its content, wherever that was: of each type the
  // newest of a model and the newest of builtin. Of a type without any, those about the content that the newest answer
  // of it under the file's path is about. Damaged ones are left out. Writes nothing to the database.
  [[nodiscard]] Result<std::vector<std::vector<Entry>>> answers_about(std::string_view repo_id,
                                                                      std::span<const PlacedContent> files);
  // What reports found in a repository: which findings, as of the last report on a day before `day`, and how many, from
  // one day to another. Days are in UTC.
  [[nodiscard]] Result<std::optional<SeenFindings>> seen_findings(std::string_view repo_id, int day);
  [[nodiscard]] Result<std::vector<FindingCount>> finding_counts(std::string_view repo_id, int from_day, int to_day);
  // Keeps both in place of what is known of a day, and which findings of the last day before it.
  [[nodiscard]] Result<void> put_findings(std::string_view repo_id, int day, const SeenFindings& seen,
                                          std::span<const FindingCount> counts);

  // For a walk over all of it: the entries that come after an id, as many as make up a megabyte; 0 begins. What another
  // process stores or removes meanwhile may or may not be among them.
  struct Stretch {
    std::vector<Entry> entries;
    std::int64_t last = 0;     // where the next stretch begins; equal to the id that was given: there are no more
    std::int64_t damaged = 0;  // entries that cannot be read
  };
  [[nodiscard]] Result<Stretch> entries_above(std::int64_t id);

  // Maintenance, in transactions of bounded size; a prune leaves a row in pruning_stats. Where there is no cache there
  // is nothing to do. A process that is asked to stop (sys/signals.hpp) ends it between two transactions, with that as
  // the Error; what was done is kept. clear() and prune() work with a full disk, too: then alone on the file, and a
  // process killed meanwhile leaves damage. Where even that needs room, because all is in the write-ahead log, clear()
  // of everything removes the file.
  [[nodiscard]] Result<Removal> clear(const EntryFilter& filter, DryRun dry_run);
  [[nodiscard]] Result<Removal> prune(const PruneRequest& request);
  [[nodiscard]] Result<std::vector<PastPruning>> past_prunings(int most);
  // Only looks; with a repair, removes bad entries and counts again, and where the file itself is damaged saves what
  // can be read of it into a new one.
  [[nodiscard]] Result<Verification> verify(Repair repair);
  // Compresses all documents again, with a dictionary made from them where that is worth while, and returns the space.
  // Other processes continue meanwhile. May be interrupted at any time; the next one of the same level goes on.
  [[nodiscard]] Result<Optimization> optimize(const OptimizeRequest& request);

  [[nodiscard]] Result<void> close() override;

 private:
  class State;
  explicit SqliteCache(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace rustassistant::cache
