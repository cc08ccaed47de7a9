// SPDX-License-Identifier: MIT
#include "rustassistant/db/statement.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <utility>

#include "sqlite_failure.hpp"

namespace rustassistant::db {

KeptStatements::~KeptStatements() {
  for (sqlite3_stmt* const handle : handles_) sqlite3_finalize(handle);
}

sqlite3_stmt* KeptStatements::take(std::string_view sql) {
  for (sqlite3_stmt*& handle : handles_) {
    if (handle != nullptr && sqlite3_sql(handle) == sql) return std::exchange(handle, nullptr);
  }
  return nullptr;
}

bool KeptStatements::put_back(sqlite3_stmt* handle) {
  const auto place = std::ranges::find(handles_, nullptr);
  if (place == handles_.end()) return false;
  sqlite3_reset(handle);
  sqlite3_clear_bindings(handle);
  *place = handle;
  return true;
}

void Statement::Leave::operator()(sqlite3_stmt* handle) const noexcept {
  if (kept == nullptr || !kept->put_back(handle)) sqlite3_finalize(handle);
}

Outcome<bool> Statement::step() {
  sqlite3_stmt* const handle = handle_.get();
  sqlite3* const connection = sqlite3_db_handle(handle);
  if (bind_status_ != SQLITE_OK) return sqlite_failure(connection, bind_status_);
  const int status = sqlite3_step(handle);
  if (status == SQLITE_ROW) return true;
  if (status != SQLITE_DONE) {
    auto failure = sqlite_failure(connection, status);
    reset();
    return failure;
  }
  reset();
  return false;
}

Outcome<void> Statement::run() {
  return for_each(*this, [] {});
}

void Statement::reset() {
  sqlite3_reset(handle_.get());
  bind_status_ = SQLITE_OK;
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(handle_.get(), column);
}

std::optional<std::int64_t> Statement::optional_integer(int column) const {
  if (is_null(column)) return std::nullopt;
  return integer(column);
}

std::string_view Statement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(handle_.get(), column));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

Blob Statement::blob(int column) const {
  const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(handle_.get(), column));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

namespace {

// Keeps the first thing that went wrong.
void note(int& status, int outcome) {
  if (status == SQLITE_OK) status = outcome;
}

}  // namespace

void Statement::bind_one(int index, std::int64_t value) {
  note(bind_status_, sqlite3_bind_int64(handle_.get(), index, value));
}

void Statement::bind_one(int index, std::optional<std::int64_t> value) {
  if (value) return bind_one(index, *value);
  bind_one(index, Null{});
}

void Statement::bind_one(int index, std::string_view value) {
  // A null pointer would bind NULL, where an empty text is meant.
  const char* bytes = value.data() == nullptr ? "" : value.data();
  note(bind_status_, sqlite3_bind_text64(handle_.get(), index, bytes, value.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void Statement::bind_one(int index, Blob value) {
  if (value.empty()) return note(bind_status_, sqlite3_bind_zeroblob(handle_.get(), index, 0));
  note(bind_status_, sqlite3_bind_blob64(handle_.get(), index, value.data(), value.size(), SQLITE_STATIC));
}

void Statement::bind_one(int index, Null) {
  note(bind_status_, sqlite3_bind_null(handle_.get(), index));
}

}  // namespace rustassistant::db
