// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace rustassistant::test {

// Sees every SQL statement that this process begins to run on connections that are opened while it lives. One at a
// time.
class SqlRecorder {
 public:
  SqlRecorder();
  ~SqlRecorder();
  SqlRecorder(const SqlRecorder&) = delete;
  SqlRecorder& operator=(const SqlRecorder&) = delete;

  // The texts so far, without values, sorted.
  [[nodiscard]] std::set<std::string> statements() const;
  // Called with each text before it runs, by whatever thread runs it: to come in between two steps.
  void on_statement(std::function<void(std::string_view)> hook);
};

// How SQLite would run a statement on a database: the lines of EXPLAIN QUERY PLAN, and its triggers left out. Throws
// where the statement does not fit the tables.
[[nodiscard]] std::vector<std::string> plan_of(const std::string& database, const std::string& sql);

// Those of the texts that read or change rows: no PRAGMA, no BEGIN, no CREATE.
[[nodiscard]] std::vector<std::string> of_rows(const std::set<std::string>& statements);

}  // namespace rustassistant::test
