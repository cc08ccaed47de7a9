// SPDX-License-Identifier: MIT
#include "rustassistant/db/connection.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>

#include "connection_handle.hpp"
#include "rustassistant/base/percent.hpp"
#include "sqlite_failure.hpp"

namespace rustassistant::db {

namespace {

struct Free {
  void operator()(char* text) const noexcept { std::free(text); }
};

// The path with the links of its folder followed, for SQLite refuses a link in any component and we only at the end.
Outcome<std::string> with_real_folder(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, std::max<std::size_t>(slash, 1));
  const std::unique_ptr<char, Free> real(::realpath(folder.c_str(), nullptr));
  if (real == nullptr) {
    const Problem problem = errno == ENOENT ? Problem::missing : Problem::cannot_open;
    return fail(problem, "cannot open '" + path + "': " + std::strerror(errno));
  }
  const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
  std::string resolved = real.get();
  if (resolved != "/") resolved += '/';
  return resolved + name;
}

// Creates the file private to its user: SQLite itself would let others read it. Its log inherits the mode.
Outcome<void> create_private(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (descriptor >= 0) {
    // Closing frees all POSIX locks of this process on the file; just created, there are none.
    ::close(descriptor);
    return {};
  }
  if (errno == EEXIST) return {};
  const Problem problem = errno == EROFS || errno == EACCES ? Problem::read_only
                          : errno == ENOSPC                 ? Problem::full
                                                            : Problem::cannot_open;
  return fail(problem, "cannot create '" + path + "': " + std::strerror(errno));
}

Outcome<void> check_file(const std::string& path, OpenMode mode) {
  struct stat facts{};
  if (::lstat(path.c_str(), &facts) != 0) {
    if (errno != ENOENT) return fail(Problem::cannot_open, "cannot open '" + path + "': " + std::strerror(errno));
    if (mode == OpenMode::create) return create_private(path);
    return fail(Problem::missing, "cannot open '" + path + "': no such file");
  }
  if (S_ISLNK(facts.st_mode)) return fail(Problem::cannot_open, "cannot open '" + path + "': it is a symbolic link");
  if (!S_ISREG(facts.st_mode))
    return fail(Problem::not_a_database, "cannot open '" + path + "': it is not a regular file");
  return {};
}

// A path as an SQLite URI that takes the file as it is.
std::string snapshot_uri(const std::string& path) {
  const auto stays = [](char c) { return c != '%' && c != '?' && c != '#'; };
  return "file:" + percent_encoded(path, stays) + "?immutable=1";
}

// Once, before anything else of SQLite. Pages are taken one by one, for most processes need fewer than the twenty it
// would begin with. Where SQLite is in use already, it stays as it is.
void configure_library() {
  [[maybe_unused]] static const bool done = [] {
    sqlite3_config(SQLITE_CONFIG_PAGECACHE, nullptr, 0, 0);
    return true;
  }();
}

constexpr int kNapMs = 2;

// Waits for others to give up their locks. In short naps of one length: SQLite's own grow to a tenth of a second, and
// who naps that long hardly ever meets the moment between two commits of busy neighbors.
int wait_for_lock(void* most_naps, int naps) {
  if (naps >= *static_cast<const int*>(most_naps)) return 0;
  sqlite3_sleep(kNapMs);
  return 1;
}

std::string journal_mode(Journal journal) {
  switch (journal) {
    case Journal::write_ahead:
      return "wal";
    case Journal::rollback:
      return "delete";
    case Journal::memory:
      break;
  }
  return "memory";
}

// For sqlite3_progress_handler: not 0 stops what runs.
int says_stop(void* stop) {
  return reinterpret_cast<bool (*)()>(stop)() ? 1 : 0;
}

bool writes(OpenMode mode) {
  return mode == OpenMode::create || mode == OpenMode::read_write || mode == OpenMode::in_memory;
}

// Turns an empty file into a database. SQLite does not wait for other processes at this step, so we do.
Outcome<void> initialise(const Connection& connection, const OpenOptions& options) {
  TRY(connection.execute("PRAGMA auto_vacuum=INCREMENTAL"));
  constexpr int kPauseMs = 5;
  for (std::int64_t waited = 0;; waited += kPauseMs) {
    const Outcome<void> done = connection.execute("PRAGMA journal_mode=" + journal_mode(options.journal));
    if (done || done.error().problem != Problem::busy || waited >= options.busy_timeout.count()) return done;
    sqlite3_sleep(kPauseMs);
  }
}

}  // namespace

sqlite3* handle_of(const Connection& connection) {
  return connection.handle_.get();
}

void Connection::Close::operator()(sqlite3* handle) const noexcept {
  sqlite3_close_v2(handle);
}

Outcome<Connection> Connection::open(const std::string& path, const OpenOptions& options) {
  configure_library();
  std::string resolved = ":memory:";
  if (options.mode != OpenMode::in_memory) {
    TRY_ASSIGN(resolved, with_real_folder(path));
    TRY(check_file(resolved, options.mode));
  }
  const bool snapshot = options.mode == OpenMode::snapshot;
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE;
  flags |= writes(options.mode) ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
  if (snapshot) flags |= SQLITE_OPEN_URI;

  sqlite3* raw = nullptr;
  const std::string name = snapshot ? snapshot_uri(resolved) : resolved;
  const int status = sqlite3_open_v2(name.c_str(), &raw, flags, nullptr);
  Connection connection(path, Handle(raw));
  const int system_error = status != SQLITE_OK && raw != nullptr ? sqlite3_system_errno(raw) : 0;
  if ((status & 0xff) == SQLITE_CANTOPEN && system_error != 0)
    return fail(Problem::cannot_open, "cannot open '" + path + "': " + std::strerror(system_error));
  if (status != SQLITE_OK) return sqlite_failure(raw, status);
  TRY(connection.configure(options));
  return connection;
}

Outcome<void> Connection::configure(const OpenOptions& options) const {
  sqlite3* const handle = handle_.get();
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  if (options.mode == OpenMode::snapshot || options.mode == OpenMode::in_memory) return {};
  *most_naps_ = static_cast<int>(options.busy_timeout.count() / kNapMs);
  sqlite3_busy_handler(handle, wait_for_lock, most_naps_.get());
  // Exclusively from the first access on: else SQLite would need a file for the memory that processes share.
  if (options.journal == Journal::memory) TRY(execute("PRAGMA locking_mode=EXCLUSIVE; PRAGMA temp_store=MEMORY"));
  TRY(execute("PRAGMA cache_size=-8000"));
  if (!writes(options.mode)) return {};
  TRY(set_synchronous(options.synchronous));
  TRY_ASSIGN(const std::int64_t pages, integer("PRAGMA page_count"));
  if (is_read_only()) return {};
  return pages == 0 ? initialise(*this, options) : Outcome<void>();
}

Outcome<Statement> Connection::prepare(std::string_view sql) const {
  sqlite3_stmt* statement = nullptr;
  const int status = sqlite3_prepare_v2(handle_.get(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
  if (status != SQLITE_OK) return sqlite_failure(handle_.get(), status);
  return Statement(statement);
}

Outcome<Statement> Connection::prepare_kept(std::string_view sql) const {
  if (sqlite3_stmt* const compiled = kept_->take(sql)) return Statement(compiled, kept_.get());
  TRY_ASSIGN(Statement statement, prepare(sql));
  return Statement(statement.handle_.release(), kept_.get());
}

Outcome<void> Connection::execute(const std::string& sql) const {
  const int status = sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (status != SQLITE_OK) return sqlite_failure(handle_.get(), status);
  return {};
}

Outcome<std::int64_t> Connection::integer(std::string_view sql) const {
  TRY_ASSIGN(Statement statement, prepare(sql));
  TRY_ASSIGN(const bool row, statement.step());
  return row ? statement.integer(0) : 0;
}

Outcome<Identity> Connection::identity() const {
  TRY_ASSIGN(const std::int64_t application_id, integer("PRAGMA application_id"));
  TRY_ASSIGN(const std::int64_t user_version, integer("PRAGMA user_version"));
  TRY_ASSIGN(const std::int64_t tables, integer("SELECT EXISTS (SELECT 1 FROM sqlite_schema)"));
  return Identity{static_cast<std::int32_t>(application_id), static_cast<std::int32_t>(user_version), tables == 0};
}

Outcome<bool> Connection::has_table(std::string_view name) const {
  TRY_ASSIGN(Statement statement, prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1"));
  return statement.bind(name).step();
}

Outcome<void> Connection::set_synchronous(Synchronous synchronous) const {
  return execute(synchronous == Synchronous::full ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
}

Outcome<void> Connection::set_journal(Journal journal) const {
  TRY_ASSIGN(Statement query, prepare("PRAGMA journal_mode"));
  TRY_ASSIGN(const bool row, query.step());
  const bool is_so = row && query.text(0) == journal_mode(journal);
  query.reset();
  if (is_so) return {};
  Outcome<void> done = execute("PRAGMA journal_mode=" + journal_mode(journal));
  if (!done && done.error().problem == Problem::busy) return {};
  return done;
}

Outcome<bool> Connection::checkpoint() const {
  TRY_ASSIGN(Statement statement, prepare("PRAGMA wal_checkpoint(TRUNCATE)"));
  TRY_ASSIGN(const bool row, statement.step());
  return row && statement.integer(0) == 0;
}

void Connection::set_at_close(AtClose action) const {
  sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, action == AtClose::leave_log ? 1 : 0, nullptr);
}

Connection::Stopping Connection::stop_when(bool (*stop)()) const {
  constexpr int kSteps = 1000;  // of SQLite's virtual machine, between two questions
  sqlite3_progress_handler(handle_.get(), kSteps, says_stop, reinterpret_cast<void*>(stop));
  return Stopping(handle_.get());
}

Connection::Stopping::~Stopping() {
  sqlite3_progress_handler(handle_, 0, nullptr, nullptr);
}

std::int64_t Connection::last_row_id() const {
  return sqlite3_last_insert_rowid(handle_.get());
}
std::int64_t Connection::changes() const {
  return sqlite3_changes64(handle_.get());
}
bool Connection::is_read_only() const {
  return sqlite3_db_readonly(handle_.get(), "main") == 1;
}

}  // namespace rustassistant::db
