// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

#include "rustassistant/db/failure.hpp"

struct sqlite3_stmt;

namespace rustassistant::db {

// A value to bind. Texts and blobs are not copied: they must live until the statement is reset.
struct Null {};
using Blob = std::span<const std::uint8_t>;

// The same bytes as text, and back; nothing is copied.
[[nodiscard]] inline std::string_view characters(Blob bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
[[nodiscard]] inline Blob bytes(std::string_view characters) {
  return {reinterpret_cast<const std::uint8_t*>(characters.data()), characters.size()};
}

// Compiled statements of one connection that nobody uses at the moment, to be taken again by their text. A few; what
// finds no place is compiled anew the next time.
class KeptStatements {
 public:
  KeptStatements() = default;
  ~KeptStatements();
  KeptStatements(const KeptStatements&) = delete;
  KeptStatements& operator=(const KeptStatements&) = delete;

  // Null where there is none of this text.
  [[nodiscard]] sqlite3_stmt* take(std::string_view sql);
  // Reset and without what was bound. False: there is no room, and the statement stays the caller's.
  [[nodiscard]] bool put_back(sqlite3_stmt* handle);

 private:
  std::array<sqlite3_stmt*, 16> handles_{};
};

// A prepared statement, to be run any number of times. Used by one thread at a time.
//   statement.bind(key, 7);   TRY(for_each(statement, [&] { sum += statement.integer(0); }));
class Statement {
 public:
  // Binds all parameters from the first on and makes the statement ready to run. A value that cannot be bound is
  // reported by step().
  template <typename... Values>
  Statement& bind(const Values&... values) {
    reset();
    int index = 0;
    (bind_one(++index, values), ...);
    return *this;
  }

  // True: there is a row. False: done; the statement is then reset, and its locks are given up.
  [[nodiscard]] Outcome<bool> step();
  // Runs to the end.
  [[nodiscard]] Outcome<void> run();
  // Gives up what the statement holds; done by bind() and at the end of the rows, too.
  void reset();

  // Columns of the current row, from 0; views live until the next step or reset. NULL reads as 0 or empty.
  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::optional<std::int64_t> optional_integer(int column) const;
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] Blob blob(int column) const;

 private:
  friend class Connection;
  // Gives the statement back to where it is kept, or ends it.
  struct Leave {
    KeptStatements* kept = nullptr;
    void operator()(sqlite3_stmt* handle) const noexcept;
  };
  explicit Statement(sqlite3_stmt* handle, KeptStatements* kept = nullptr) : handle_(handle, Leave{kept}) {}

  void bind_one(int index, std::int64_t value);
  void bind_one(int index, int value) { bind_one(index, std::int64_t{value}); }
  void bind_one(int index, std::optional<std::int64_t> value);
  void bind_one(int index, std::string_view value);
  void bind_one(int index, Blob value);
  void bind_one(int index, Null value);

  std::unique_ptr<sqlite3_stmt, Leave> handle_;
  int bind_status_ = 0;
};

// Calls `visit` for each row of a statement whose parameters are bound. `visit` returns nothing, or whether to go on,
// or an Outcome<void> whose failure ends the walk and is handed on. The statement is reset afterwards.
template <typename Visit>
[[nodiscard]] Outcome<void> for_each(Statement& statement, Visit&& visit) {
  while (true) {
    TRY_ASSIGN(const bool row, statement.step());
    if (!row) return {};
    using Returned = decltype(visit());
    if constexpr (std::is_void_v<Returned>) {
      visit();
    } else {
      Returned returned = visit();
      if (returned) continue;
      statement.reset();
      if constexpr (std::is_same_v<Returned, bool>)
        return {};
      else
        return returned;
    }
  }
}

}  // namespace rustassistant::db
