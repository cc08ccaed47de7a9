// SPDX-License-Identifier: MIT
#include "rustassistant/db/failure.hpp"

#include <catch2/catch.hpp>
#include <cerrno>

#include "sqlite_failure.hpp"

namespace rustassistant::db {

TEST_CASE("each result code of SQLite means what a caller may react to") {
  struct Row {
    int code;
    int system_error;
    Problem problem;
  };
  for (const Row& row : {
           Row{SQLITE_NOTADB, 0, Problem::not_a_database},
           {SQLITE_CORRUPT, 0, Problem::corrupt},
           {SQLITE_CORRUPT_INDEX, 0, Problem::corrupt},
           {SQLITE_ERROR, 0, Problem::unfit_schema},
           {SQLITE_CANTOPEN, 0, Problem::cannot_open},
           {SQLITE_CANTOPEN_SYMLINK, 0, Problem::cannot_open},
           {SQLITE_PERM, 0, Problem::cannot_open},
           {SQLITE_AUTH, 0, Problem::cannot_open},
           {SQLITE_IOERR, 0, Problem::io_error},
           {SQLITE_IOERR_READ, EIO, Problem::io_error},
           {SQLITE_IOERR_WRITE, ENOSPC, Problem::full},
           {SQLITE_IOERR_TRUNCATE, EDQUOT, Problem::full},
           {SQLITE_IOERR_WRITE, EFBIG, Problem::full},
           {SQLITE_CANTOPEN, ENOSPC, Problem::cannot_open},
           {SQLITE_READONLY, 0, Problem::read_only},
           {SQLITE_READONLY_DBMOVED, 0, Problem::read_only},
           {SQLITE_FULL, 0, Problem::full},
           {SQLITE_BUSY, 0, Problem::busy},
           {SQLITE_BUSY_SNAPSHOT, 0, Problem::busy},
           {SQLITE_LOCKED, 0, Problem::busy},
           {SQLITE_PROTOCOL, 0, Problem::busy},
           {SQLITE_NOMEM, 0, Problem::other},
           {SQLITE_CONSTRAINT, ENOSPC, Problem::other},
       }) {
    CAPTURE(row.code, row.system_error);
    CHECK(problem_of(row.code, row.system_error) == row.problem);
  }
}

TEST_CASE("a result code without a database is told in SQLite's words") {
  const auto failure = sqlite_failure(nullptr, SQLITE_IOERR_WRITE).value();
  CHECK(failure.code == Errc::storage);
  CHECK(failure.what == "'': disk I/O error");
  CHECK(failure.problem == Problem::io_error);
}

TEST_CASE("a code that is not what the database failed with last has no message of its own") {
  sqlite3* handle = nullptr;
  REQUIRE(sqlite3_open(":memory:", &handle) == SQLITE_OK);
  CHECK(sqlite3_exec(handle, "SELECT absent", nullptr, nullptr, nullptr) == SQLITE_ERROR);
  CHECK(sqlite_failure(handle, SQLITE_ERROR).value().what == "'': no such column: absent");
  CHECK(sqlite_failure(handle, SQLITE_MISUSE).value().what == "'': bad parameter or other API misuse");
  CHECK(sqlite_failure(handle, SQLITE_IOERR).value().what == "'': disk I/O error");
  sqlite3_close(handle);
}

}  // namespace rustassistant::db
