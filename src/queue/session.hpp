// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string_view>
#include <utility>

#include "rustassistant/db/connection.hpp"

namespace rustassistant::queue {

// A connection, and the statements that were prepared on it: preparing one takes longer than running it.
class Session {
 public:
  explicit Session(db::Connection connection) : connection_(std::move(connection)) {}

  [[nodiscard]] const db::Connection& connection() const { return connection_; }
  // `sql` is a literal: it must live as long as this.
  [[nodiscard]] db::Outcome<db::Statement*> statement(std::string_view sql) {
    const auto known = statements_.find(sql);
    if (known != statements_.end()) return &known->second;
    TRY_ASSIGN(auto prepared, connection_.prepare(sql));
    return &statements_.emplace(sql, std::move(prepared)).first->second;
  }

 private:
  db::Connection connection_;
  std::map<std::string_view, db::Statement> statements_;  // after the connection: they must not outlive it
};

}  // namespace rustassistant::queue
