// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <utility>

#include "rustassistant/db/connection.hpp"
#include "rustassistant/db/transaction.hpp"
#include "rustassistant/ledger/ledger.hpp"

namespace rustassistant::ledger {

// A failure as an Error of the ledger, with what the user can do about it.
[[nodiscard]] Error describe(const db::Failure& failure, const std::string& path);

template <typename T>
[[nodiscard]] Result<T> to_result(db::Outcome<T> outcome, const std::string& path) {
  if (!outcome) return tl::unexpected(describe(outcome.error(), path));
  if constexpr (std::is_void_v<T>) {
    return {};
  } else {
    return *std::move(outcome);
  }
}
template <typename T>
[[nodiscard]] Result<T> to_result(db::Outcome<Result<T>> outcome, const std::string& path) {
  if (!outcome) return tl::unexpected(describe(outcome.error(), path));
  return *std::move(outcome);
}

// The file behind a ledger, and what this object spent through it. write() and read() take the lock, so that the object
// may be used from several threads.
struct Ledger::Database {
  Database(std::string file, const Clock& its_clock) : path(std::move(file)), clock(its_clock) {}

  // A ledger that may be missing, which leaves it unopened, and one that nobody may write to.
  [[nodiscard]] static Result<std::unique_ptr<Database>> open_as_it_is(const std::string& path, const Clock& clock);

  // Opens the file and brings its schema to the newest version.
  [[nodiscard]] db::Outcome<void> open(db::OpenMode mode);

  // Runs `work(connection)`, which returns db::Outcome<T> or db::Outcome<Result<T>>, as the only writer. The
  // transaction is committed unless there is an error in either; then `booked(value)` runs, still under the lock.
  // `attempt` completes "cannot …" for a ledger that does not exist.
  template <typename Work, typename Booked>
  [[nodiscard]] auto write(const char* attempt, Work work, Booked booked) {
    using Outcome = std::invoke_result_t<Work, const db::Connection&>;
    using Answer = decltype(to_result(std::declval<Outcome>(), std::declval<const std::string&>()));
    const std::scoped_lock lock(mutex);
    if (!connection) return Answer(no_ledger(attempt));
    const auto in_transaction = [&]() -> Outcome {
      TRY_ASSIGN(auto transaction, db::Transaction::begin(*connection, db::TransactionKind::immediate));
      Outcome outcome = work(*connection);
      if (is_done(outcome)) TRY(transaction.commit());
      return outcome;
    };
    Answer answer = to_result(in_transaction(), path);
    if (answer) booked(answer);
    return answer;
  }
  template <typename Work>
  [[nodiscard]] auto write(const char* attempt, Work work) {
    return write(attempt, std::move(work), [](const auto&) {});
  }

  // Runs `work(connection)` as of one moment; where there is no ledger, the answer is that of an empty one.
  template <typename Work>
  [[nodiscard]] auto read(Work work) {
    using Outcome = std::invoke_result_t<Work, const db::Connection&>;
    const std::scoped_lock lock(mutex);
    const auto in_transaction = [&]() -> Outcome {
      if (!connection) return Outcome();
      TRY_ASSIGN(auto transaction, db::Transaction::begin(*connection, db::TransactionKind::deferred));
      return work(*connection);
    };
    return to_result(in_transaction(), path);
  }

  const std::string path;
  const Clock& clock;
  std::mutex mutex;
  std::optional<db::Connection> connection;  // none: there is no ledger
  NanoUsd run_spent;                         // by settled calls of this object
  std::map<std::int64_t, NanoUsd> held;      // reservations of this object that it did not close
  FirstCommit first_commit;                  // may be empty
  std::set<std::string> identified;          // repositories that were looked at

 private:
  template <typename T>
  static bool is_done(const db::Outcome<T>& outcome) {
    return outcome.has_value();
  }
  template <typename T>
  static bool is_done(const db::Outcome<Result<T>>& outcome) {
    return outcome && *outcome;
  }
  [[nodiscard]] tl::unexpected<Error> no_ledger(const char* attempt) const;
};

}  // namespace rustassistant::ledger
