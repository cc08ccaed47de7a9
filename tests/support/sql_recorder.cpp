// SPDX-License-Identifier: MIT
#include "support/sql_recorder.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <utility>

namespace rustassistant::test {
namespace {

struct Recorded {
  std::mutex mutex;
  std::set<std::string> statements;
  std::function<void(std::string_view)> hook;
};

Recorded& recorded() {
  static Recorded one;
  return one;
}

int on_trace(unsigned /*event*/, void* /*context*/, void* statement, void* text) {
  const auto* const words = static_cast<const char*>(text);
  if (std::string_view(words).starts_with("--")) return 0;  // within a trigger
  const char* const sql = sqlite3_sql(static_cast<sqlite3_stmt*>(statement));
  std::function<void(std::string_view)> hook;
  {
    const std::scoped_lock lock(recorded().mutex);
    recorded().statements.insert(sql);
    hook = recorded().hook;
  }
  if (hook) hook(sql);
  return 0;
}

int on_open(sqlite3* connection, char** /*error*/, const void* /*api*/) {
  return sqlite3_trace_v2(connection, SQLITE_TRACE_STMT, on_trace, nullptr);
}

using EntryPoint = void (*)();

struct Close {
  void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
};
struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

}  // namespace

SqlRecorder::SqlRecorder() {
  const std::scoped_lock lock(recorded().mutex);
  recorded().statements.clear();
  recorded().hook = nullptr;
  sqlite3_auto_extension(reinterpret_cast<EntryPoint>(on_open));
}

SqlRecorder::~SqlRecorder() {
  sqlite3_cancel_auto_extension(reinterpret_cast<EntryPoint>(on_open));
  const std::scoped_lock lock(recorded().mutex);
  recorded().hook = nullptr;
}

std::set<std::string> SqlRecorder::statements() const {
  const std::scoped_lock lock(recorded().mutex);
  return recorded().statements;
}

void SqlRecorder::on_statement(std::function<void(std::string_view)> hook) {
  const std::scoped_lock lock(recorded().mutex);
  recorded().hook = std::move(hook);
}

std::vector<std::string> plan_of(const std::string& database, const std::string& sql) {
  constexpr int kDetail = 3;
  sqlite3* opened = nullptr;
  const int status = sqlite3_open_v2(database.c_str(), &opened, SQLITE_OPEN_READONLY, nullptr);
  const std::unique_ptr<sqlite3, Close> connection(opened);
  sqlite3_stmt* prepared = nullptr;
  const std::string explain = "EXPLAIN QUERY PLAN " + sql;
  if (status != SQLITE_OK || sqlite3_prepare_v2(opened, explain.c_str(), -1, &prepared, nullptr) != SQLITE_OK) {
    throw std::runtime_error(std::string(sqlite3_errmsg(opened)) + ": " + sql);
  }
  const std::unique_ptr<sqlite3_stmt, Finalize> statement(prepared);
  std::vector<std::string> lines;
  while (sqlite3_step(prepared) == SQLITE_ROW) {
    lines.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(prepared, kDetail)));
  }
  return lines;
}

std::vector<std::string> of_rows(const std::set<std::string>& statements) {
  constexpr auto kVerbs = std::to_array<std::string_view>({"SELECT", "UPDATE", "DELETE", "INSERT", "WITH"});
  std::vector<std::string> chosen;
  for (const std::string& sql : statements) {
    const bool reads_rows =
        std::any_of(kVerbs.begin(), kVerbs.end(), [&](std::string_view verb) { return sql.starts_with(verb); });
    if (reads_rows) chosen.push_back(sql);
  }
  return chosen;
}

}  // namespace rustassistant::test
