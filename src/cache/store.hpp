// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "access_records.hpp"
#include "entry_reader.hpp"
#include "entry_writer.hpp"
#include "rustassistant/cache/sqlite_cache.hpp"
#include "rustassistant/db/connection.hpp"
#include "set_aside.hpp"
#include "settled_file.hpp"

namespace rustassistant::cache {

// The state behind SqliteCache, which holds the lock around every call.
//
// A look-up reads the file through a *snapshot*: without locks, and without the -wal and -shm files that SQLite would
// have to create and remove again, which takes longer than the look-up itself. That is sound only while nobody writes,
// so a snapshot is taken of a file whose log is absent or empty and whose last change is settled, and its answer
// counts only if the file has the same stamp afterwards: a writer would have left a log, or moved it into the file and
// so changed its time. In every other case, and for every write, a *live* connection with the usual locks takes its
// place for good.
class SqliteCache::Store {
 public:
  enum class Purpose : std::uint8_t { read, write };
  using Lookup = std::function<db::Outcome<Found>(const db::Connection&, KeyLookup&)>;

  Store(CacheOptions options, const Clock& clock);

  [[nodiscard]] Result<void> open();
  [[nodiscard]] Result<std::optional<Entry>> find(const Lookup& lookup);
  [[nodiscard]] Result<std::vector<EntryInfo>> related(const Nearness& nearness);
  [[nodiscard]] Result<std::int64_t> put(const PackedEntry& packed, Durability durability);
  [[nodiscard]] Result<std::shared_ptr<const codec::Compressor>> compressor();
  [[nodiscard]] Result<std::vector<Imported>> import(std::span<const PackedEntry> entries);
  [[nodiscard]] Result<std::vector<ImportVerdict>> compare(std::span<const PackedEntry> entries);
  [[nodiscard]] Result<Stretch> entries_above(std::int64_t id);
  void note(Access access);
  [[nodiscard]] Result<Statistics> statistics(std::optional<std::uint32_t> repo);
  // Work on the whole of the cache, with the access records of all processes taken in first where it may write. Where
  // there is no cache: nothing.
  template <typename T>
  [[nodiscard]] Result<T> maintain(Purpose purpose, const std::function<db::Outcome<T>(const db::Connection&)>& work);
  [[nodiscard]] Result<void> close();
  [[nodiscard]] Notices take_notices() { return std::exchange(notices_, {}); }

  [[nodiscard]] std::mutex& mutex() { return mutex_; }
  [[nodiscard]] const CacheOptions& options() const { return options_; }
  [[nodiscard]] UnixMillis now() const { return clock_.now(); }
  [[nodiscard]] const Clock& clock() const { return clock_; }

 private:
  struct Session {
    db::Connection connection;
    KeyLookup lookup;
    std::optional<FileIdentity> file;  // that was opened
    std::optional<FileStamp> stamp;    // of a snapshot
    std::optional<EntryWriter> writer = std::nullopt;
    db::Synchronous synchronous = db::Synchronous::normal;
  };

  // Runs `work` on a session; again where a snapshot proved unreliable or damage was mended. Nothing where there is no
  // cache.
  template <typename T>
  [[nodiscard]] Result<std::optional<T>> run(Purpose purpose, const std::function<db::Outcome<T>(Session&)>& work);
  [[nodiscard]] Result<Session*> session_for(Purpose purpose);
  void end_session();
  [[nodiscard]] db::Outcome<void> open_session(db::OpenMode mode, std::optional<FileStamp> stamp);
  [[nodiscard]] Result<Session*> live_session(Purpose purpose);
  [[nodiscard]] static db::Outcome<void> prepare_writer(Session& session);
  [[nodiscard]] static db::Outcome<void> set_synchronous(Session& session, db::Synchronous synchronous);
  [[nodiscard]] bool try_snapshot();
  [[nodiscard]] Result<void> replace_file(const std::optional<FileIdentity>& damaged, const db::Failure& why);
  void tell_of_network();
  [[nodiscard]] bool is_writable() const;
  [[nodiscard]] bool is_legacy() const;

  void remove_damaged(const Lookup& lookup);
  [[nodiscard]] std::int64_t flush_accesses();
  void fold();
  void prune();

  CacheOptions options_;
  std::string access_path_;
  const Clock& clock_;
  std::mutex mutex_;
  std::optional<Session> session_;
  std::shared_ptr<const codec::Compressor> compressor_;  // made when it is first needed
  std::vector<Access> accesses_;                         // not yet in the file
  Notices notices_;
  bool on_network_;
  bool told_of_network_ = false;
  bool live_only_ = false;  // a snapshot proved unreliable
  bool changed_ = false;    // the database was written to
  bool stored_ = false;     // an answer was
  bool closed_ = false;
};

}  // namespace rustassistant::cache
