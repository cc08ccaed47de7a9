// SPDX-License-Identifier: MIT
#include "rustassistant/pg/session.hpp"

#include <algorithm>
#include <utility>

#include "rustassistant/base/result.hpp"
#include "wait.hpp"

namespace rustassistant::pg {

Session::Session(Target target, Reach reach, Greeting greeting)
    : target_(std::move(target)), reach_(std::move(reach)), greeting_(std::move(greeting)) {}

Outcome<void> Session::connect(std::chrono::milliseconds within) {
  Reach reach = reach_;
  reach.limit = std::min(reach.limit, within);
  const Deadline deadline(within);
  TRY_ASSIGN(Connection opened, Connection::open(target_, reach));
  if (greeting_) TRY(greeting_(opened, deadline.left()));
  connection_.emplace(std::move(opened));
  return {};
}

Outcome<Rows> Session::run_alone(const std::string& sql, std::span<const Value> values,
                                 std::chrono::milliseconds within, Form form) {
  const Deadline deadline(within);
  for (bool is_second = false;; is_second = true) {
    const bool was_open = connection_ && connection_->is_open();
    if (!was_open) TRY(connect(deadline.left()));
    auto rows = connection_->run(sql, values, deadline.left(), form);
    if (rows || is_second || deadline.left().count() == 0) return rows;
    const bool was_stale = was_open && rows.error().fault == Fault::unreachable && !connection_->is_open();
    if (!was_stale && rows.error().fault != Fault::conflict) return rows;
  }
}

Outcome<Rows> Session::run(const std::string& sql, std::span<const Value> values, std::chrono::milliseconds within,
                           Form form) {
  const Deadline deadline(within);
  {
    std::unique_lock lock(mutex_);
    if (!freed_.wait_for(lock, within, [this] { return !is_busy_; }))
      return tl::unexpected(Failure{Fault::timeout, "no answer in " + std::to_string(within.count()) + " ms"});
    is_busy_ = true;
  }
  auto rows = run_alone(sql, values, deadline.left(), form);
  {
    const std::scoped_lock lock(mutex_);
    is_busy_ = false;
  }
  freed_.notify_one();
  return rows;
}

}  // namespace rustassistant::pg
