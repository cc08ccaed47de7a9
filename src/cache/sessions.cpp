// SPDX-License-Identifier: MIT
#include "sessions.hpp"

#include <unistd.h>

#include <cerrno>
#include <utility>

#include "rustassistant/db/migrator.hpp"
#include "rustassistant/sys/file_system.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/paths.hpp"
#include "salvage.hpp"
#include "schema.hpp"

namespace rustassistant::cache {
namespace {

constexpr int kAttempts = 3;
constexpr int kAttemptsAtMovingFile = 20;

// Of a kind that leaves entries to be saved.
bool is_partial_damage(db::Problem problem) {
  return problem == db::Problem::corrupt || problem == db::Problem::unfit_schema;
}

}  // namespace

bool is_damage(db::Problem problem) {
  return is_partial_damage(problem) || problem == db::Problem::not_a_database || problem == db::Problem::foreign;
}

db::Outcome<void> Sessions::Session::keep_sums() {
  if (keeps_sums) return {};
  TRY(connection.execute(std::string(kTriggers.front().content)));
  keeps_sums = true;
  return {};
}

db::Outcome<void> Sessions::Session::prepare_writer() {
  if (writer) return {};
  TRY_ASSIGN(writer, EntryWriter::prepare(connection));
  return {};
}

db::Outcome<void> Sessions::Session::set_synchronous(db::Synchronous wanted) {
  if (synchronous != wanted) TRY(connection.set_synchronous(wanted));
  synchronous = wanted;
  return {};
}

Sessions::Sessions(const CacheOptions& options, const Clock& clock)
    : options_(options),
      clock_(clock),
      on_network_(options_.on_network.value_or(sys::network_file_system_at(options_.path).has_value())),
      live_only_(on_network_) {}  // what another machine writes shows late in a file's time

Result<void> Sessions::open() {
  TRY(session_for(Purpose::read));
  return {};
}

Result<void> Sessions::close(AtEnd at_end) {
  if (closed_) return {};
  db::Outcome<bool> moved = true;
  if (at_end == AtEnd::fold_log && session_) moved = session_->connection.checkpoint();
  end_session();
  closed_ = true;
  // Busy: a reader still needs the log, and the last process to close moves it.
  if (!moved && moved.error().problem != db::Problem::busy) return unusable(moved.error());
  return {};
}

Result<void> Sessions::discard() {
  end_session();
  if (const auto file = sys::identity_of(options_.path)) TRY(sys::remove_with_logs(options_.path, *file));
  disk_full_ = out_of_room_ = false;
  return {};
}

bool Sessions::exists() const {
  return sys::exists(options_.path);
}

bool Sessions::is_writable() const {
  const bool folder = ::access(sys::folder_of(options_.path).c_str(), W_OK | X_OK) == 0;
  return folder && (::access(options_.path.c_str(), W_OK) == 0 || errno == ENOENT);
}

// To be called where is_writable() is false.
Error Sessions::not_writable() const {
  const std::string folder = sys::folder_of(options_.path);
  const std::string& refused = ::access(folder.c_str(), W_OK | X_OK) == 0 ? options_.path : folder;
  const int error = ::access(refused.c_str(), W_OK) == 0 ? EACCES : errno;
  return {Errc::storage,
          "cannot store in the cache: cannot write " + sys::quoted(refused) + ": " + sys::errno_text(error),
          "make it writable, or set RUSTASSISTANT_HOME to another folder"};
}

tl::unexpected<Error> Sessions::unusable(const db::Failure& failure) {
  if (failure.code != Errc::storage) return tl::unexpected<Error>(failure);
  const bool full = failure.problem == db::Problem::full;
  out_of_room_ = disk_full_ && full;
  auto error = fail_while("cannot use the cache", failure);
  if (full) error.value().hint = "free some space, or remove every entry with `rustassistant cache clear --all`";
  return error;
}

void Sessions::tell(const std::string& text) const {
  if (options_.notify) options_.notify(text);
}

// Once, by a run that stores.
void Sessions::tell_of_network() {
  if (!on_network_ || std::exchange(network_told_, true)) return;
  tell("the cache " + sys::quoted(options_.path) +
       " is on a network file system: it is slower there, and safe only if that supports locks; set RUSTASSISTANT_HOME "
       "to "
       "a local folder");
}

db::Journal Sessions::journal() const {
  return on_network_ ? db::Journal::rollback : db::Journal::write_ahead;
}

// Gives up the session. Its log is folded only while the path still names its file: a log is found by its name.
void Sessions::end_session() {
  if (!session_) return;
  const sys::FileHandle lock =
      session_->stamp ? sys::FileHandle() : sys::lock_against_move(options_.path, sys::MoveLock::shared);
  if (sys::identity_of(options_.path) == session_->file)
    session_->connection.set_at_close(db::Connection::AtClose::fold_log);
  session_.reset();
}

db::Outcome<void> Sessions::open_session(db::OpenMode mode, std::optional<FileStamp> stamp) {
  end_session();
  const sys::FileHandle lock = stamp ? sys::FileHandle() : sys::lock_against_move(options_.path, sys::MoveLock::shared);
  const db::Journal kept = disk_full_ ? db::Journal::memory : journal();
  TRY_ASSIGN(
      auto connection,
      db::Connection::open(options_.path, {.mode = mode, .busy_timeout = options_.busy_timeout, .journal = kept}));
  const auto file = sys::identity_of(options_.path);
  if (mode == db::OpenMode::create || mode == db::OpenMode::read_write) {
    TRY(db::migrate(connection, schema()));
    if (!connection.is_read_only()) TRY(connection.set_journal(kept));
  } else {
    TRY_ASSIGN(const std::int32_t version, db::schema_version(connection, schema()));
    if (version != schema().version()) {
      return db::fail(db::Problem::read_only, "'" + options_.path + "' is of an older version and cannot be upgraded");
    }
  }
  connection.set_at_close(db::Connection::AtClose::leave_log);
  TRY_ASSIGN(auto lookup, KeyLookup::prepare(connection));
  session_.emplace(Session{std::move(connection), std::move(lookup), file, stamp, disk_full_});
  if (mode == db::OpenMode::create && !session_->connection.is_read_only()) return session_->keep_sums();
  return {};
}

// Whether a session on a snapshot was opened. Why not is found out by the live connection that is tried next.
bool Sessions::try_snapshot() {
  const auto stamp = live_only_ ? std::nullopt : complete_file(options_.path);
  if (!stamp || !(is_settled(*stamp, file_time_ns()) || !is_writable())) return false;
  return open_session(db::OpenMode::snapshot, stamp).has_value() && complete_file(options_.path) == stamp;
}

// Null where there is no cache and none is to be created.
Result<Sessions::Session*> Sessions::session_for(Purpose purpose) {
  if (closed_) return fail(Errc::storage, "the cache is closed");
  if (purpose != Purpose::read) tell_of_network();
  // What adds to the file is never journaled in memory, and where that did not help, the log can still be read.
  if (std::exchange(out_of_room_, false) || purpose == Purpose::write) disk_full_ = false;
  // Whether a snapshot is still what the file holds is seen after the work, by must_repeat().
  const bool usable =
      session_ && !(purpose == Purpose::write && session_->cramped) && (!session_->stamp || purpose == Purpose::read);
  if (!usable && !(purpose == Purpose::read && try_snapshot())) return live_session(purpose);
  if (purpose == Purpose::read) return &*session_;
  if (session_->connection.is_read_only()) return tl::unexpected(not_writable());
  if (const auto kept = session_->keep_sums(); !kept) return unusable(kept.error());
  return &*session_;
}

Result<Sessions::Session*> Sessions::live_session(Purpose purpose) {
  bool create = purpose != Purpose::read;
  if (create) TRY(sys::create_private_folder(sys::folder_of(options_.path)));
  int replaced = 0;
  for (int attempt = 1;; ++attempt) {
    const bool writable = is_writable();
    if (create && !writable) return tl::unexpected(not_writable());
    const auto file = sys::identity_of(options_.path);
    const auto mode = !writable ? db::OpenMode::read_only : create ? db::OpenMode::create : db::OpenMode::read_write;
    const auto opened = open_session(mode, std::nullopt);
    if (opened) return &*session_;
    const db::Failure& failure = opened.error();
    if (failure.problem == db::Problem::missing && !create) return nullptr;
    const bool is_full = failure.problem == db::Problem::full && purpose != Purpose::write;
    if (is_full && !std::exchange(disk_full_, true)) continue;
    // Another process put another file in its place meanwhile, or is about to.
    const bool moving = sys::identity_of(options_.path) != file || failure.problem == db::Problem::io_error;
    if (moving && attempt < kAttemptsAtMovingFile) continue;
    if (!writable || !is_damage(failure.problem) || ++replaced == kAttempts) return unusable(failure);
    TRY(replace_file(file, failure));
    create = true;
  }
}

// Whether the work has to be done again, on another session.
Result<bool> Sessions::must_repeat(Purpose purpose, int attempt, const db::Failure* failure) {
  const bool changed_meanwhile = session_->stamp && complete_file(options_.path) != session_->stamp;
  const bool damage = failure != nullptr && is_damage(failure->problem);
  if (changed_meanwhile || (damage && session_->stamp)) {
    live_only_ = true;
    end_session();
    return true;
  }
  // Another process set the file aside: what was written to it would be missed in the one that took its place.
  if (purpose != Purpose::read && sys::identity_of(options_.path) != session_->file &&
      attempt < kAttemptsAtMovingFile) {
    end_session();
    return true;
  }
  const bool full = failure != nullptr && failure->problem == db::Problem::full;
  if (full && purpose == Purpose::shrink && !std::exchange(disk_full_, true)) {
    end_session();
    return true;
  }
  if (!damage || attempt >= kAttempts) return false;
  TRY(replace_file(session_->file, *failure));
  return true;
}

// Moves the damaged file away, unless another process did, and saves what can be read.
Result<void> Sessions::replace_file(const std::optional<sys::FileIdentity>& damaged, const db::Failure& why) {
  end_session();
  if (!damaged) return {};
  TRY_ASSIGN(const std::optional<std::string> moved,
             sys::set_aside(options_.path, *damaged, options_.path + ".damaged-" + sys::compact_time(clock_.now())));
  if (!moved) return {};
  std::int64_t saved = 0;
  if (is_partial_damage(why.problem) && open_session(db::OpenMode::create, std::nullopt)) {
    saved = salvage(*moved, session_->connection, options_.compression_level);
    salvaged_ = salvaged_ || saved > 0;
  }
  tell("the cache could not be used (" + why.what + "); it was moved to " + sys::quoted(*moved) + ", and " +
       std::to_string(saved) + " entries were recovered from it");
  return {};
}

}  // namespace rustassistant::cache
