// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "entry_reader.hpp"
#include "entry_writer.hpp"
#include "rustassistant/cache/sqlite_cache.hpp"
#include "rustassistant/db/connection.hpp"
#include "rustassistant/sys/set_aside.hpp"
#include "settled_file.hpp"

namespace rustassistant::cache {

// Whether a file that failed so is to be replaced.
[[nodiscard]] bool is_damage(db::Problem problem);

// A sound session on the database file, whatever happens to the file meanwhile. Used by one thread at a time.
//
// A look-up reads the file through a *snapshot*: without locks, and without the -wal and -shm files that SQLite would
// have to create and remove again, which takes longer than the look-up itself. That is sound only while nobody writes,
// so a snapshot is taken of a file whose log is absent or empty and whose last change is settled, and its answer
// counts only if the file has the same stamp afterwards: a writer would have left a log, or moved it into the file and
// so changed its time. In every other case, and for every write, a *live* connection with the usual locks takes its
// place for good.
class Sessions {
 public:
  enum class Purpose : std::uint8_t {
    read,    // nothing is created or locked where that can be avoided
    write,   // the file is created where it is missing
    shrink,  // as write, to make room: where the disk is full, the change is journaled in memory
  };
  struct Session {
    db::Connection connection;
    KeyLookup lookup;
    std::optional<sys::FileIdentity> file;  // that was opened
    std::optional<FileStamp> stamp;         // of a snapshot
    bool cramped = false;                   // journaled in memory, because the disk is full
    std::optional<EntryWriter> writer = std::nullopt;
    db::Synchronous synchronous = db::Synchronous::normal;
    bool keeps_sums = false;  // its triggers exist

    // Makes the triggers that keep the sums where that has not happened. Nothing is to be written before.
    [[nodiscard]] db::Outcome<void> keep_sums();
    // Prepares `writer` where that has not happened.
    [[nodiscard]] db::Outcome<void> prepare_writer();
    [[nodiscard]] db::Outcome<void> set_synchronous(db::Synchronous wanted);
  };

  // Both must outlive this.
  Sessions(const CacheOptions& options, const Clock& clock);

  // Opens what is at the path for reading. Nothing there is no error.
  [[nodiscard]] Result<void> open();

  // Runs `work`, a function from Session& to db::Outcome<T>, on a session: again where a snapshot proved unreliable,
  // the file was moved away, or damage was repaired. Nothing where there is no cache. Error (storage, or that of an
  // interruption): the work failed, or no session can be had.
  template <typename Work>
  [[nodiscard]] auto run(Purpose purpose, const Work& work) {
    using T = typename std::invoke_result_t<Work, Session&>::value_type;
    return run_until_sound<T>(purpose, work);
  }

  // Ends the session, and everything with it: later calls are Errors. With `fold_log`, the write-ahead log is moved
  // into the file first, unless a reader still needs it.
  enum class AtEnd : bool { leave_log, fold_log };
  [[nodiscard]] Result<void> close(AtEnd at_end);

  // Whether work failed because the disk is full, though the change was journaled in memory: not even the write-ahead
  // log can be moved into the file.
  [[nodiscard]] bool is_out_of_room() const { return out_of_room_; }
  // Removes the database with all that it holds, which needs no room.
  [[nodiscard]] Result<void> discard();

  [[nodiscard]] bool is_closed() const { return closed_; }

  [[nodiscard]] bool exists() const;
  [[nodiscard]] bool is_writable() const;
  // Whether entries were saved into a new file: it has to be closed as one that was written to.
  [[nodiscard]] bool salvaged() const { return salvaged_; }

 private:
  template <typename T, typename Work>
  [[nodiscard]] Result<std::optional<T>> run_until_sound(Purpose purpose, const Work& work) {
    for (int attempt = 1;; ++attempt) {
      TRY_ASSIGN(Session* const session, session_for(purpose));
      if (session == nullptr) return std::nullopt;
      db::Outcome<T> outcome = work(*session);
      TRY_ASSIGN(const bool again, must_repeat(purpose, attempt, outcome ? nullptr : &outcome.error()));
      if (again) continue;
      if (!outcome) return unusable(outcome.error());
      return std::optional<T>(*std::move(outcome));
    }
  }
  [[nodiscard]] tl::unexpected<Error> unusable(const db::Failure& failure);
  [[nodiscard]] Result<bool> must_repeat(Purpose purpose, int attempt, const db::Failure* failure);

  [[nodiscard]] Result<Session*> session_for(Purpose purpose);
  [[nodiscard]] Result<Session*> live_session(Purpose purpose);
  [[nodiscard]] bool try_snapshot();
  [[nodiscard]] db::Outcome<void> open_session(db::OpenMode mode, std::optional<FileStamp> stamp);
  void end_session();
  [[nodiscard]] Result<void> replace_file(const std::optional<sys::FileIdentity>& damaged, const db::Failure& why);
  [[nodiscard]] Error not_writable() const;
  [[nodiscard]] db::Journal journal() const;
  void tell_of_network();
  void tell(const std::string& text) const;

  const CacheOptions& options_;
  const Clock& clock_;
  std::optional<Session> session_;
  bool on_network_;
  bool network_told_ = false;
  bool live_only_ = false;  // a snapshot proved unreliable
  bool disk_full_ = false;  // there was no room for a log
  bool out_of_room_ = false;
  bool salvaged_ = false;
  bool closed_ = false;
};

}  // namespace rustassistant::cache
