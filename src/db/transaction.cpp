// SPDX-License-Identifier: MIT
#include "rustassistant/db/transaction.hpp"

namespace rustassistant::db {

Outcome<Transaction> Transaction::begin(const Connection& connection, TransactionKind kind) {
  TRY(connection.execute(kind == TransactionKind::immediate ? "BEGIN IMMEDIATE" : "BEGIN"));
  return Transaction(connection);
}

Transaction::~Transaction() {
  // SQLite itself rolls back after some errors; then this one fails, and nothing is left to undo.
  if (connection_ != nullptr) static_cast<void>(connection_->execute("ROLLBACK"));
}

Outcome<void> Transaction::commit() {
  TRY(connection_->execute("COMMIT"));
  connection_ = nullptr;
  return {};
}

}  // namespace rustassistant::db
