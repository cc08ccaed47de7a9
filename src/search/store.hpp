// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "rustassistant/db/transaction.hpp"
#include "rustassistant/search/index.hpp"
#include "rustassistant/sys/set_aside.hpp"

namespace rustassistant::search {

// The file behind an index.
class Index::Store {
 public:
  Store(std::string path, Access access, const std::string& made_by, const Clock& clock,
        std::function<void(const std::string&)> notify);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // False: there is nothing to read.
  [[nodiscard]] Result<bool> open();

  // Runs `work(connection)`, which returns db::Outcome<T>, in a transaction that is committed unless it fails. Damage
  // that shows replaces the file.
  template <typename Work>
  [[nodiscard]] auto run(db::TransactionKind kind, const Work& work) {
    using Outcome = std::invoke_result_t<Work, const db::Connection&>;
    const auto within = [&]() -> Outcome {
      TRY_ASSIGN(auto transaction, db::Transaction::begin(*connection_, kind));
      Outcome outcome = work(*connection_);
      if (outcome) TRY(transaction.commit());
      return outcome;
    };
    using Value = typename Outcome::value_type;
    Outcome outcome = within();
    if (!outcome) return Result<Value>(tl::unexpected(failed(outcome.error())));
    if constexpr (std::is_void_v<Value>) {
      return Result<Value>();
    } else {
      return Result<Value>(*std::move(outcome));
    }
  }

  [[nodiscard]] const Clock& clock() const { return clock_; }
  [[nodiscard]] bool take_replaced() { return std::exchange(replaced_, false); }

 private:
  [[nodiscard]] db::Outcome<bool> open_once();
  [[nodiscard]] db::Outcome<db::Connection> connect() const;
  // The error to hand on; the file is replaced where that helps.
  [[nodiscard]] Error failed(const db::Failure& failure);
  [[nodiscard]] Result<void> replace(const db::Failure& why);
  void close();

  const std::string path_;
  const Access access_;
  const std::string made_by_;
  const Clock& clock_;
  const std::function<void(const std::string&)> notify_;
  std::optional<db::Connection> connection_;
  std::optional<sys::FileIdentity> file_;  // that is open
  bool replaced_ = false;
};

}  // namespace rustassistant::search
