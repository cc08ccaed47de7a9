// SPDX-License-Identifier: MIT
#include "rustassistant/db/failure.hpp"

#include <cerrno>
#include <cstring>
#include <string>

#include "sqlite_failure.hpp"

namespace rustassistant::db {

Problem problem_of(int code, int system_error) {
  const bool no_room = system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG;
  if ((code & 0xff) == SQLITE_IOERR && no_room) return Problem::full;
  switch (code & 0xff) {
    case SQLITE_NOTADB:
      return Problem::not_a_database;
    case SQLITE_CORRUPT:
      return Problem::corrupt;
    case SQLITE_ERROR:
      return Problem::unfit_schema;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return Problem::cannot_open;
    case SQLITE_IOERR:
      return Problem::io_error;
    case SQLITE_READONLY:
      return Problem::read_only;
    case SQLITE_FULL:
      return Problem::full;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return Problem::busy;
    default:
      return Problem::other;
  }
}

tl::unexpected<Failure> fail(Problem problem, std::string what, std::string hint) {
  return tl::unexpected<Failure>(Failure{{Errc::storage, std::move(what), std::move(hint)}, problem});
}

tl::unexpected<Failure> sqlite_failure(sqlite3* handle, int code) {
  const char* path = handle == nullptr ? nullptr : sqlite3_db_filename(handle, "main");
  // A misuse or a lack of memory leaves no message of its own in the handle.
  const bool own_message = handle != nullptr && (sqlite3_errcode(handle) & 0xff) == (code & 0xff);
  const char* message = own_message ? sqlite3_errmsg(handle) : sqlite3_errstr(code);
  std::string what = "'" + std::string(path == nullptr ? "" : path) + "': " + message;
  if (own_message && (code & 0xff) == SQLITE_IOERR) {
    what += " (SQLite's code " + std::to_string(sqlite3_extended_errcode(handle)) + ", " +
            std::strerror(sqlite3_system_errno(handle)) + ")";
  }
  const int system_error = own_message ? sqlite3_system_errno(handle) : 0;
  return fail(problem_of(code, system_error), std::move(what));
}

}  // namespace rustassistant::db
