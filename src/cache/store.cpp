// SPDX-License-Identifier: MIT
#include "store.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "access_file.hpp"
#include "access_fold.hpp"
#include "dictionaries.hpp"
#include "rustassistant/db/migrator.hpp"
#include "rustassistant/db/transaction.hpp"
#include "rustassistant/sys/file_system.hpp"
#include "rustassistant/sys/files.hpp"
#include "salvage.hpp"
#include "schema.hpp"
#include "statistics_query.hpp"
#include "upkeep.hpp"

namespace rustassistant::cache {

namespace {

constexpr std::size_t kKeptAccesses = 256;                       // in memory
constexpr std::int64_t kFoldAboveBytes = std::int64_t{1} << 20;  // of cache.access, even by a run that stored nothing
constexpr int kAttempts = 3;
constexpr int kAttemptsAtMovingFile = 20;

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, std::max<std::size_t>(slash, 1));
}

// Of a kind that leaves entries to be saved.
bool is_partial_damage(db::Problem problem) {
  return problem == db::Problem::corrupt || problem == db::Problem::unfit_schema;
}

bool is_damage(db::Problem problem) {
  return is_partial_damage(problem) || problem == db::Problem::not_a_database || problem == db::Problem::foreign;
}

std::int64_t size_of(const std::string& path) {
  std::error_code missing;
  const auto size = std::filesystem::file_size(path, missing);
  return missing ? 0 : static_cast<std::int64_t>(size);
}

tl::unexpected<Error> unusable(Error error) {
  return fail_while("cannot use the cache", std::move(error));
}

}  // namespace

SqliteCache::Store::Store(CacheOptions options, const Clock& clock)
    : options_(std::move(options)),
      access_path_(sys::joined(folder_of(options_.path), "cache.access")),
      clock_(clock),
      on_network_(options_.on_network.value_or(sys::network_file_system_at(options_.path).has_value())),
      live_only_(on_network_) {}  // what another machine writes shows late in a file's time

Result<void> SqliteCache::Store::open() {
  TRY(session_for(Purpose::read));
  return {};
}

bool SqliteCache::Store::is_writable() const {
  const bool folder = ::access(folder_of(options_.path).c_str(), W_OK | X_OK) == 0;
  return folder && (::access(options_.path.c_str(), W_OK) == 0 || errno == ENOENT);
}

// Gives up the session. Its log is folded only while the path still names its file: a log is found by its name.
void SqliteCache::Store::end_session() {
  if (!session_) return;
  const sys::FileHandle lock = session_->stamp ? sys::FileHandle() : lock_against_move(options_.path, MoveLock::shared);
  if (identity_of(options_.path) == session_->file)
    session_->connection.set_at_close(db::Connection::AtClose::fold_log);
  session_.reset();
}

db::Outcome<void> SqliteCache::Store::open_session(db::OpenMode mode, std::optional<FileStamp> stamp) {
  end_session();
  const sys::FileHandle lock = stamp ? sys::FileHandle() : lock_against_move(options_.path, MoveLock::shared);
  const auto journal = on_network_ ? db::Journal::rollback : db::Journal::write_ahead;
  TRY_ASSIGN(auto connection, db::Connection::open(options_.path, {.mode = mode, .journal = journal}));
  const auto file = identity_of(options_.path);
  if (mode == db::OpenMode::create || mode == db::OpenMode::read_write) {
    TRY(db::migrate(connection, schema()));
    if (!connection.is_read_only()) TRY(connection.set_journal(journal));
  } else {
    TRY_ASSIGN(const std::int32_t version, db::schema_version(connection, schema()));
    if (version != schema().version()) {
      return db::fail(db::Problem::read_only, "'" + options_.path + "' is of an older version and cannot be upgraded");
    }
  }
  TRY_ASSIGN(auto lookup, KeyLookup::prepare(connection));
  connection.set_at_close(db::Connection::AtClose::leave_log);
  session_.emplace(Session{std::move(connection), std::move(lookup), file, stamp});
  return {};
}

// Whether a session on a snapshot was opened. Why not is found out by the live connection that is tried next.
bool SqliteCache::Store::try_snapshot() {
  const auto stamp = live_only_ ? std::nullopt : complete_file(options_.path);
  if (!stamp || !(is_settled(*stamp, file_time_ns()) || !is_writable())) return false;
  return open_session(db::OpenMode::snapshot, stamp).has_value() && complete_file(options_.path) == stamp;
}

Result<SqliteCache::Store::Session*> SqliteCache::Store::session_for(Purpose purpose) {
  if (closed_) return fail(Errc::storage, "the cache is closed");
  const bool usable =
      session_ && (!session_->stamp || (purpose == Purpose::read && complete_file(options_.path) == session_->stamp));
  if (!usable && !(purpose == Purpose::read && try_snapshot())) return live_session(purpose);
  if (purpose == Purpose::write && session_->connection.is_read_only()) {
    return fail(Errc::storage, "cannot store in the cache: " + sys::quoted(options_.path) + " is read-only");
  }
  return &*session_;
}

// Once, by a run that stores.
void SqliteCache::Store::tell_of_network() {
  if (!on_network_ || std::exchange(told_of_network_, true)) return;
  notices_.texts.push_back("the cache " + sys::quoted(options_.path) +
                           " is on a network file system: it is slower there, and whole only if that keeps locks; "
                           "RUSTASSISTANT_HOME may name a local folder");
}

Result<SqliteCache::Store::Session*> SqliteCache::Store::live_session(Purpose purpose) {
  bool create = purpose == Purpose::write;
  if (create) tell_of_network();
  if (create) TRY(sys::create_private_folder(folder_of(options_.path)));
  int replaced = 0;
  for (int attempt = 1;; ++attempt) {
    const bool writable = is_writable();
    if (create && !writable) {
      return fail(Errc::storage, "cannot store in the cache: no permission to write " + sys::quoted(options_.path));
    }
    const auto file = identity_of(options_.path);
    const auto mode = !writable ? db::OpenMode::read_only : create ? db::OpenMode::create : db::OpenMode::read_write;
    const auto opened = open_session(mode, std::nullopt);
    if (opened) return &*session_;
    if (opened.error().problem == db::Problem::missing && !create) return nullptr;
    // Another process put another file in its place meanwhile, or is about to.
    const bool moving = identity_of(options_.path) != file || opened.error().problem == db::Problem::io_error;
    if (moving && attempt < kAttemptsAtMovingFile) continue;
    if (!writable || !is_damage(opened.error().problem) || ++replaced == kAttempts) return unusable(opened.error());
    TRY(replace_file(file, opened.error()));
    create = true;
  }
}

bool SqliteCache::Store::is_legacy() const {
  const auto connection = db::Connection::open(options_.path, {db::OpenMode::read_only});
  if (!connection) return false;
  return connection->has_table("cache_entries").value_or(false) ||
         connection->has_table("file_analysis").value_or(false);
}

// Moves the damaged file away, unless another process did, and saves what can be read.
Result<void> SqliteCache::Store::replace_file(const std::optional<FileIdentity>& damaged, const db::Failure& why) {
  end_session();
  if (!damaged) return {};
  const bool legacy = why.problem == db::Problem::foreign && is_legacy();
  const std::string target =
      options_.path + (legacy ? std::string(".legacy") : ".damaged-" + compact_time(clock_.now()));
  TRY_ASSIGN(const std::optional<std::string> moved, set_aside(options_.path, *damaged, target));
  if (!moved) return {};
  if (legacy) {
    notices_.legacy_path = *moved;
    notices_.texts.push_back("a cache of an older tool was found and moved to " + sys::quoted(*moved) +
                             "; its entries can be migrated from there");
    return {};
  }
  std::int64_t saved = 0;
  if (is_partial_damage(why.problem) && open_session(db::OpenMode::create, std::nullopt)) {
    saved = salvage(*moved, session_->connection, options_.compression_level);
    changed_ = changed_ || saved > 0;
  }
  notices_.texts.push_back("the cache could not be used (" + why.what + "); it was moved to " + sys::quoted(*moved) +
                           ", and " + std::to_string(saved) + " entries were saved from it");
  return {};
}

template <typename T>
Result<std::optional<T>> SqliteCache::Store::run(Purpose purpose, const std::function<db::Outcome<T>(Session&)>& work) {
  for (int attempt = 1;; ++attempt) {
    TRY_ASSIGN(Session* const session, session_for(purpose));
    if (session == nullptr) return std::nullopt;
    db::Outcome<T> outcome = work(*session);
    const bool changed_meanwhile = session->stamp && complete_file(options_.path) != session->stamp;
    const bool damage = !outcome && is_damage(outcome.error().problem);
    if (changed_meanwhile || (damage && session->stamp)) {
      live_only_ = true;
      end_session();
      continue;
    }
    // Another process set the file aside: what was written to it would be missed in the one that took its place.
    if (purpose == Purpose::write && identity_of(options_.path) != session->file && attempt < kAttemptsAtMovingFile) {
      end_session();
      continue;
    }
    if (outcome) return std::optional<T>(*std::move(outcome));
    if (!damage || attempt >= kAttempts) return unusable(outcome.error());
    TRY(replace_file(session->file, outcome.error()));
  }
}

Result<std::optional<Entry>> SqliteCache::Store::find(const Lookup& lookup) {
  const auto work = [&lookup](Session& session) { return lookup(session.connection, session.lookup); };
  TRY_ASSIGN(auto found, run<Found>(Purpose::read, work));
  if (!found) return std::nullopt;
  if (!found->damaged.empty()) remove_damaged(lookup);
  return std::move(found->entry);
}

// Looks again as the only writer: the entry may have been replaced in the meantime.
void SqliteCache::Store::remove_damaged(const Lookup& lookup) {
  const auto removed = run<bool>(Purpose::write, [&lookup](Session& session) -> db::Outcome<bool> {
    TRY_ASSIGN(auto transaction, db::Transaction::begin(session.connection, db::TransactionKind::immediate));
    TRY_ASSIGN(const Found found, lookup(session.connection, session.lookup));
    TRY_ASSIGN(auto removal, session.connection.prepare("DELETE FROM entry WHERE id = ?1"));
    for (const std::int64_t id : found.damaged) TRY(removal.bind(id).run());
    TRY(transaction.commit());
    return !found.damaged.empty();
  });
  if (!removed || !removed->value_or(false)) return;
  changed_ = true;
  notices_.texts.emplace_back("a damaged entry was removed from the cache");
}

Result<std::vector<EntryInfo>> SqliteCache::Store::related(const Nearness& nearness) {
  const auto work = [&](Session& session) { return related_entries(session.connection, nearness); };
  TRY_ASSIGN(auto entries, run<std::vector<EntryInfo>>(Purpose::read, work));
  return std::move(entries).value_or(std::vector<EntryInfo>());
}

db::Outcome<void> SqliteCache::Store::prepare_writer(Session& session) {
  if (session.writer) return {};
  TRY_ASSIGN(session.writer, EntryWriter::prepare(session.connection));
  return {};
}

db::Outcome<void> SqliteCache::Store::set_synchronous(Session& session, db::Synchronous synchronous) {
  if (session.synchronous != synchronous) TRY(session.connection.set_synchronous(synchronous));
  session.synchronous = synchronous;
  return {};
}

Result<std::int64_t> SqliteCache::Store::put(const PackedEntry& packed, Durability durability) {
  const auto synchronous = durability == Durability::paid ? db::Synchronous::full : db::Synchronous::normal;
  const auto work = [&](Session& session) -> db::Outcome<std::int64_t> {
    TRY(prepare_writer(session));
    TRY(set_synchronous(session, synchronous));
    TRY_ASSIGN(auto transaction, db::Transaction::begin(session.connection, db::TransactionKind::immediate));
    TRY_ASSIGN(const std::int64_t id, session.writer->write(session.connection, packed));
    TRY(transaction.commit());
    return id;
  };
  TRY_ASSIGN(const auto id, run<std::int64_t>(Purpose::write, work));
  changed_ = true;
  stored_ = true;
  return id.value_or(0);
}

Result<std::shared_ptr<const codec::Compressor>> SqliteCache::Store::compressor() {
  if (compressor_) return compressor_;
  using Shared = std::shared_ptr<const codec::Dictionary>;
  TRY_ASSIGN(auto dictionary, run<Shared>(Purpose::read, [](Session& session) -> db::Outcome<Shared> {
               return current_dictionary(session.connection);
             }));
  compressor_ = std::make_shared<const codec::Compressor>(options_.compression_level,
                                                          std::move(dictionary).value_or(builtin_dictionary()));
  return compressor_;
}

Result<std::vector<Imported>> SqliteCache::Store::import(std::span<const PackedEntry> entries) {
  const auto work = [&](Session& session) -> db::Outcome<std::vector<Imported>> {
    TRY(prepare_writer(session));
    TRY(set_synchronous(session, db::Synchronous::normal));
    TRY_ASSIGN(auto transaction, db::Transaction::begin(session.connection, db::TransactionKind::immediate));
    std::vector<Imported> imported;
    for (const PackedEntry& entry : entries) {
      TRY_ASSIGN(const auto verdict, session.writer->judge(entry));
      imported.push_back({verdict.import});
      if (verdict.import == ImportVerdict::present || verdict.import == ImportVerdict::superseded) continue;
      TRY_ASSIGN(const std::int64_t id, session.writer->write(session.connection, entry));
      imported.back() = {verdict.import, id, verdict.id};
    }
    TRY(transaction.commit());
    return imported;
  };
  TRY_ASSIGN(auto imported, run<std::vector<Imported>>(Purpose::write, work));
  changed_ = true;
  return std::move(imported).value_or(std::vector<Imported>());
}

Result<std::vector<ImportVerdict>> SqliteCache::Store::compare(std::span<const PackedEntry> entries) {
  const auto work = [&](Session& session) -> db::Outcome<std::vector<ImportVerdict>> {
    TRY(prepare_writer(session));
    std::vector<ImportVerdict> imports;
    for (const PackedEntry& entry : entries) {
      TRY_ASSIGN(const auto verdict, session.writer->judge(entry));
      imports.push_back(verdict.import);
    }
    return imports;
  };
  TRY_ASSIGN(auto imports, run<std::vector<ImportVerdict>>(Purpose::read, work));
  return std::move(imports).value_or(std::vector<ImportVerdict>(entries.size(), ImportVerdict::added));
}

Result<SqliteCache::Stretch> SqliteCache::Store::entries_above(std::int64_t id) {
  constexpr std::int64_t kBytes = 1'000'000;
  constexpr std::int64_t kEntries = 1000;
  const auto work = [id](Session& session) -> db::Outcome<Stretch> {
    TRY_ASSIGN(auto walk, EntryWalk::prepare(session.connection));
    Stretch stretch;
    stretch.last = id;
    std::int64_t bytes = 0;
    for (std::int64_t i = 0; i < kEntries && bytes < kBytes; ++i) {
      TRY_ASSIGN(Found found, walk.above(session.connection, stretch.last));
      if (found.id() == 0) break;
      stretch.last = found.id();
      if (!found.entry) {
        ++stretch.damaged;
        continue;
      }
      bytes += found.entry->info.raw_size;
      stretch.entries.push_back(*std::move(found.entry));
    }
    return stretch;
  };
  TRY_ASSIGN(auto stretch, run<Stretch>(Purpose::read, work));
  return std::move(stretch).value_or(Stretch{{}, id, 0});
}

void SqliteCache::Store::note(Access access) {
  accesses_.push_back(access);
  if (accesses_.size() >= kKeptAccesses) static_cast<void>(flush_accesses());
}

// The size of cache.access, as far as it was written to.
std::int64_t SqliteCache::Store::flush_accesses() {
  if (accesses_.empty()) return 0;
  return append_accesses(access_path_, std::exchange(accesses_, {}));
}

// Takes the records of all processes into the database. What cannot be written because others hold it is put back.
void SqliteCache::Store::fold() {
  const auto accesses = take_accesses(access_path_);
  if (accesses.empty()) return;
  bool folded = false;
  const auto done = run<bool>(Purpose::write, [&](Session& session) -> db::Outcome<bool> {
    const auto outcome = fold_accesses(session.connection, accesses);
    if (!outcome && is_damage(outcome.error().problem)) return tl::unexpected(outcome.error());
    folded = outcome || outcome.error().problem == db::Problem::other;
    return true;
  });
  changed_ = true;
  if (!done || !folded) static_cast<void>(append_accesses(access_path_, accesses));
}

Result<Statistics> SqliteCache::Store::statistics(std::optional<std::uint32_t> repo) {
  static_cast<void>(flush_accesses());
  if (sys::exists(options_.path) && is_writable()) fold();
  TRY_ASSIGN(const auto read, run<Statistics>(Purpose::read, [repo](Session& session) {
               return read_statistics(session.connection, repo);
             }));
  Statistics statistics = read.value_or(Statistics{});
  for (const char* suffix : {"", "-wal"}) statistics.file_bytes += size_of(options_.path + suffix);
  return statistics;
}

template <typename T>
Result<T> SqliteCache::Store::maintain(Purpose purpose,
                                       const std::function<db::Outcome<T>(const db::Connection&)>& work) {
  if (!sys::exists(options_.path)) return T{};
  if (purpose == Purpose::write) {
    static_cast<void>(flush_accesses());
    fold();
    changed_ = true;
  }
  compressor_.reset();
  TRY_ASSIGN(auto done, run<T>(purpose, [&work](Session& session) { return work(session.connection); }));
  return std::move(done).value_or(T{});
}
template Result<Removal> SqliteCache::Store::maintain(
    Purpose, const std::function<db::Outcome<Removal>(const db::Connection&)>&);
template Result<Optimization> SqliteCache::Store::maintain(
    Purpose, const std::function<db::Outcome<Optimization>(const db::Connection&)>&);
template Result<bool> SqliteCache::Store::maintain(Purpose,
                                                   const std::function<db::Outcome<bool>(const db::Connection&)>&);
template Result<Verification> SqliteCache::Store::maintain(
    Purpose, const std::function<db::Outcome<Verification>(const db::Connection&)>&);
template Result<std::vector<PastPruning>> SqliteCache::Store::maintain(
    Purpose, const std::function<db::Outcome<std::vector<PastPruning>>(const db::Connection&)>&);

// What fails is tried again by the next run that stores.
void SqliteCache::Store::prune() {
  if (!stored_ || options_.high_watermark == 0) return;
  static_cast<void>(run<bool>(Purpose::write, [this](Session& session) -> db::Outcome<bool> {
    TRY(prune_after_store(session.connection, options_.high_watermark, options_.low_watermark, clock_));
    return true;
  }));
}

Result<void> SqliteCache::Store::close() {
  if (closed_) return {};
  const bool many = flush_accesses() > kFoldAboveBytes && sys::exists(options_.path) && is_writable();
  if (changed_ || many) fold();
  prune();
  db::Outcome<bool> moved = true;
  if (changed_ && session_) moved = session_->connection.checkpoint();
  end_session();
  closed_ = true;
  // Busy: a reader still needs the log, and the last process to close moves it.
  if (!moved && moved.error().problem != db::Problem::busy) return unusable(moved.error());
  return {};
}

}  // namespace rustassistant::cache
