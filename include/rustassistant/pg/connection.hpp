// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "rustassistant/pg/failure.hpp"
#include "rustassistant/pg/target.hpp"

// libpq's own.
struct pg_conn;
struct pg_result;

namespace rustassistant::pg {

// How servers are reached.
struct Reach {
  // The addresses of a name, in numbers; the error is a sentence. A static executable must not let libpq ask for them.
  using Resolve = std::function<tl::expected<std::vector<std::string>, std::string>(const std::string& name,
                                                                                    std::chrono::milliseconds limit)>;
  Resolve resolve;
  // The CA certificates to trust where the URL names none, or why there are none.
  tl::expected<std::string, std::string> ca_bundle;
  std::chrono::milliseconds limit = std::chrono::seconds(1);  // for names, connection, TLS and log-in together
  std::function<bool()> stop = {};                            // asked several times a second; may be empty
};

// A parameter of a statement: text, bytes (of type bytea) or NULL.
struct Value {
  std::optional<std::string_view> content;
  bool is_bytes = false;

  [[nodiscard]] static Value text(std::string_view content) { return {content, false}; }
  [[nodiscard]] static Value bytes(std::string_view content) { return {content, true}; }
  [[nodiscard]] static Value null() { return {}; }
};

// How values of rows come: as PostgreSQL writes them, or as bytes, big endian, with bytea as it is.
enum class Form : bool { text, binary };

// What a statement returned.
class Rows {
 public:
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] bool is_null(std::size_t row, int column) const;
  // Lives as long as this; NULL is empty.
  [[nodiscard]] std::string_view value(std::size_t row, int column) const;
  // Rows that were inserted, updated or deleted.
  [[nodiscard]] std::size_t affected() const;

 private:
  friend class Connection;
  struct Free {
    void operator()(pg_result* result) const noexcept;
  };
  explicit Rows(pg_result* result) : result_(result) {}
  std::unique_ptr<pg_result, Free> result_;
};

// A connection to a PostgreSQL, or to a pool before one: it keeps no state between statements that a pool could lose
// (no named statements, no session settings). Every wait has a limit; a statement that did not finish in time, or a
// connection that broke, leaves it unusable (is_open). For one thread at a time. Knows neither what is stored nor why.
class Connection {
 public:
  // Tries the hosts and their addresses in turn until one lets this user in.
  [[nodiscard]] static Outcome<Connection> open(const Target& target, const Reach& reach);

  // One statement with its parameters, which are $1, $2 … in it.
  [[nodiscard]] Outcome<Rows> run(const std::string& sql, std::span<const Value> values,
                                  std::chrono::milliseconds limit, Form form = Form::text);
  // Several statements at once, without parameters; the rows are those of the last.
  [[nodiscard]] Outcome<Rows> run_script(const std::string& sql, std::chrono::milliseconds limit);

  [[nodiscard]] bool is_open() const { return handle_ != nullptr; }
  // Of the server, 150018 for 15.18; 0 where it is not known.
  [[nodiscard]] int server_version() const;

 private:
  struct Close {
    void operator()(pg_conn* connection) const noexcept;
  };
  using Handle = std::unique_ptr<pg_conn, Close>;
  struct Attempt;
  explicit Connection(Handle handle, std::function<bool()> stop);
  [[nodiscard]] static Outcome<Connection> try_address(const Attempt& attempt, const Target& target,
                                                       const Reach& reach);
  [[nodiscard]] Outcome<Rows> await(std::chrono::milliseconds limit);

  Handle handle_;
  std::function<bool()> stop_;
};

// Takes from the environment what libpq would read there (the variables PG…): what a connection does is decided by its
// URL alone. To be called before there are other threads.
void forget_environment();

}  // namespace rustassistant::pg
