// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "rustassistant/db/failure.hpp"
#include "rustassistant/db/statement.hpp"

struct sqlite3;

namespace rustassistant::db {

// How commits reach the disk: `full` flushes at each one, `normal` keeps the file whole but may lose the last ones in a
// power cut.
enum class Synchronous : std::uint8_t { normal, full };

enum class OpenMode : std::uint8_t {
  create,      // read and write; an absent file is created with mode 0600, in an existing folder
  read_write,  // read and write; the file must exist
  read_only,   // through the usual locks, so that concurrent writers are seen
  in_memory,   // read and write; no file, whatever the path, and gone with the connection
  snapshot,    // the file as it is, without locks and without its write-ahead log: for files that nobody writes to
};

// How a file that is written to is kept whole.
enum class Journal : std::uint8_t {
  write_ahead,  // readers and a writer do not wait for each other; needs memory that all processes share
  rollback,     // where they do not, as on network file systems
  // In memory, by one process alone, which the file waits for: for work that makes room on a full disk. A process that
  // dies in the middle leaves a damaged file.
  memory,
};

struct OpenOptions {
  OpenMode mode = OpenMode::create;
  std::chrono::milliseconds busy_timeout{10'000};
  Synchronous synchronous = Synchronous::normal;
  Journal journal = Journal::write_ahead;  // of a file that is created; `memory`: of any
};

// What a database says about itself.
struct Identity {
  std::int32_t application_id = 0;
  std::int32_t user_version = 0;
  bool empty = true;  // without any table
};

// One connection to an SQLite file. May be moved between threads, but used by one at a time. Statements
// must not outlive it. Untrusted files: defensive mode, untrusted schema, no memory map, no extension, no following of
// a symbolic link at the end of the path.
class Connection {
 public:
  [[nodiscard]] static Outcome<Connection> open(const std::string& path, const OpenOptions& options);

  [[nodiscard]] Outcome<Statement> prepare(std::string_view sql) const;
  // As prepare(), for what runs often: compiled once, and kept between its uses. For constant texts.
  [[nodiscard]] Outcome<Statement> prepare_kept(std::string_view sql) const;
  // One or more statements without parameters; rows are dropped.
  [[nodiscard]] Outcome<void> execute(const std::string& sql) const;

  // The first column of the first row; 0 where there is none.
  [[nodiscard]] Outcome<std::int64_t> integer(std::string_view sql) const;

  // As of one moment only within a transaction: another process may be creating the database.
  [[nodiscard]] Outcome<Identity> identity() const;
  [[nodiscard]] Outcome<bool> has_table(std::string_view name) const;
  [[nodiscard]] Outcome<void> set_synchronous(Synchronous synchronous) const;
  // For a file of ours that was kept in another way, because it came from elsewhere. While another process has it open
  // it stays as it is.
  [[nodiscard]] Outcome<void> set_journal(Journal journal) const;
  // Moves the write-ahead log into the file and empties it; waits for readers at most the busy timeout. False: not all
  // of it.
  [[nodiscard]] Outcome<bool> checkpoint() const;

  // What closing does when this is the last connection to the file: moves the write-ahead log into it and removes the
  // log (as at first), or leaves both as they are. Statements that are prepared already are compiled again when they
  // run.
  enum class AtClose : bool { fold_log, leave_log };
  void set_at_close(AtClose action) const;

  // As long as what this returns lives, a statement that runs while `stop` says true fails soon (Problem::other).
  class Stopping {
   public:
    explicit Stopping(sqlite3* handle) : handle_(handle) {}
    ~Stopping();
    Stopping(const Stopping&) = delete;
    Stopping& operator=(const Stopping&) = delete;

   private:
    sqlite3* handle_;
  };
  [[nodiscard]] Stopping stop_when(bool (*stop)()) const;

  [[nodiscard]] std::int64_t last_row_id() const;
  // Rows changed by the statement that ran last.
  [[nodiscard]] std::int64_t changes() const;
  [[nodiscard]] bool is_read_only() const;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  friend sqlite3* handle_of(const Connection& connection);
  struct Close {
    void operator()(sqlite3* handle) const noexcept;
  };
  using Handle = std::unique_ptr<sqlite3, Close>;
  Connection(std::string path, Handle handle) : path_(std::move(path)), handle_(std::move(handle)) {}
  [[nodiscard]] Outcome<void> configure(const OpenOptions& options) const;

  std::string path_;
  // While waiting for a lock; where SQLite finds it, wherever this object moves.
  std::unique_ptr<int> most_naps_ = std::make_unique<int>(0);
  Handle handle_;
  // Ends before the handle, and stays where statements find it, wherever this object moves.
  std::unique_ptr<KeptStatements> kept_ = std::make_unique<KeptStatements>();
};

}  // namespace rustassistant::db
