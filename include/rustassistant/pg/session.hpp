// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>

#include "rustassistant/pg/connection.hpp"

namespace rustassistant::pg {

// One connection that serves a process: opened when first asked for, and again after it was lost. Safe to use from
// several threads, which wait for each other.
class Session {
 public:
  // What is asked of every connection before it is used, such as whether the schema is one that can be used.
  using Greeting = std::function<Outcome<void>(Connection& connection, std::chrono::milliseconds limit)>;

  Session(Target target, Reach reach, Greeting greeting = {});

  // A statement that does no harm when it is carried out twice: it is sent once more where it met with others, or found
  // a connection that was lost since the last one. Opening takes no more than the reach's limit; all of it together no
  // more than `within`.
  [[nodiscard]] Outcome<Rows> run(const std::string& sql, std::span<const Value> values,
                                  std::chrono::milliseconds within, Form form = Form::text);

  [[nodiscard]] const Target& target() const { return target_; }

 private:
  [[nodiscard]] Outcome<void> connect(std::chrono::milliseconds within);
  [[nodiscard]] Outcome<Rows> run_alone(const std::string& sql, std::span<const Value> values,
                                        std::chrono::milliseconds within, Form form);

  const Target target_;
  const Reach reach_;
  const Greeting greeting_;
  std::mutex mutex_;
  std::condition_variable freed_;
  bool is_busy_ = false;
  std::optional<Connection> connection_;  // of whoever made it busy
};

}  // namespace rustassistant::pg
