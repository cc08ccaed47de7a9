// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "rustassistant/db/transaction.hpp"
#include "rustassistant/queue/queue.hpp"
#include "rustassistant/sys/set_aside.hpp"
#include "session.hpp"

namespace rustassistant::queue {

// The file behind a queue. write() and read() take the lock, so that the object may be used from several threads.
class Queue::Database {
 public:
  Database(std::string path, Clock& clock, std::function<void(const std::string&)> notify);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  [[nodiscard]] Clock& clock() const { return clock_; }
  [[nodiscard]] const std::string& lock_path() const { return lock_path_; }
  // Whether that much time has passed since this said so last. To be called within write().
  [[nodiscard]] bool is_time_for(std::chrono::milliseconds interval);

  // Runs `work(session)`, which returns db::Outcome<T>, as the only writer, and commits unless it fails. It may be
  // called again, on an empty database, where the file proves to be damaged. The file is made where there is none.
  template <typename Work>
  [[nodiscard]] auto write(const Work& work) {
    using Outcome = std::invoke_result_t<Work, Session&>;
    return run<Outcome>(IfMissing::create, [&](Session& session) -> Outcome {
      TRY_ASSIGN(auto transaction, db::Transaction::begin(session.connection(), db::TransactionKind::immediate));
      Outcome outcome = work(session);
      if (outcome) TRY(transaction.commit());
      return outcome;
    });
  }

  // The same as of one moment, without writing; where there is no file, a default value.
  template <typename Work>
  [[nodiscard]] auto read(const Work& work) {
    using Outcome = std::invoke_result_t<Work, Session&>;
    return run<Outcome>(IfMissing::empty, [&](Session& session) -> Outcome {
      TRY_ASSIGN(const auto transaction, db::Transaction::begin(session.connection(), db::TransactionKind::deferred));
      return work(session);
    });
  }

  // Whether there is a file, which is then open. Error: it cannot be used.
  [[nodiscard]] Result<bool> prepare(IfMissing if_missing);

 private:
  template <typename Outcome, typename Work>
  [[nodiscard]] Result<typename Outcome::value_type> run(IfMissing if_missing, const Work& work) {
    const std::scoped_lock lock(mutex_);
    for (bool again = false;; again = true) {
      TRY_ASSIGN(const bool there, ready(if_missing));
      if (!there) return Result<typename Outcome::value_type>();
      Outcome outcome = work(*session_);
      if (outcome) {
        if constexpr (std::is_void_v<typename Outcome::value_type>) {
          return {};
        } else {
          return *std::move(outcome);
        }
      }
      if (again || !is_damage(outcome.error())) return tl::unexpected(described(outcome.error()));
      TRY(replace(outcome.error()));
    }
  }

  [[nodiscard]] static bool is_damage(const db::Failure& failure);
  [[nodiscard]] static Error described(const db::Failure& failure);
  [[nodiscard]] Result<bool> ready(IfMissing if_missing);
  [[nodiscard]] db::Outcome<void> open(db::OpenMode mode);
  [[nodiscard]] Result<void> replace(const db::Failure& why);
  void close();

  const std::string path_;
  const std::string lock_path_;
  Clock& clock_;
  const std::function<void(const std::string&)> notify_;
  std::mutex mutex_;
  std::optional<Session> session_;
  std::optional<sys::FileIdentity> file_;                      // that is open
  std::optional<std::chrono::steady_clock::time_point> said_;  // by is_time_for()
};

}  // namespace rustassistant::queue
