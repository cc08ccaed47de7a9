// SPDX-License-Identifier: MIT
#pragma once

#include "rustassistant/db/connection.hpp"

namespace rustassistant::db {

// `deferred` reads as of its first statement; `immediate` is the only writer from the start.
enum class TransactionKind : std::uint8_t { deferred, immediate };

// Rolls back unless committed. Must not outlive its connection, nor be nested.
class Transaction {
 public:
  [[nodiscard]] static Outcome<Transaction> begin(const Connection& connection, TransactionKind kind);
  ~Transaction();
  Transaction(Transaction&& other) noexcept : connection_(other.connection_) { other.connection_ = nullptr; }
  Transaction& operator=(Transaction&&) = delete;
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  [[nodiscard]] Outcome<void> commit();

 private:
  explicit Transaction(const Connection& connection) : connection_(&connection) {}

  const Connection* connection_;
};

}  // namespace rustassistant::db
