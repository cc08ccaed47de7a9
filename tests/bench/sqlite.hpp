// SPDX-License-Identifier: MIT
#pragma once

#include <sqlite3.h>

#include <string>

#include "measure.hpp"

namespace bench {

// SQLite with nothing around it, for floors.
class Sqlite {
 public:
  // Opens or makes the database, and runs `setup` after switching to a write-ahead log.
  Sqlite(const std::string& path, const char* setup) {
    if (sqlite3_open(path.c_str(), &database_) != SQLITE_OK) fail("cannot open the floor's database");
    run("PRAGMA journal_mode=WAL");
    run(setup);
  }
  Sqlite(const Sqlite&) = delete;
  Sqlite& operator=(const Sqlite&) = delete;
  ~Sqlite() { sqlite3_close(database_); }

  void run(const char* sql) const {
    if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(sqlite3_errmsg(database_));
  }
  // For whoever finalizes it before this ends.
  [[nodiscard]] sqlite3_stmt* prepare(const char* sql) const {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database_, sql, -1, &statement, nullptr) != SQLITE_OK) fail(sqlite3_errmsg(database_));
    return statement;
  }

 private:
  sqlite3* database_ = nullptr;
};

}  // namespace bench
