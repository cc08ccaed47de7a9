// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "rustassistant/base/clock.hpp"
#include "rustassistant/domain/breaker.hpp"
#include "rustassistant/sys/locks.hpp"

namespace rustassistant::app {

// A domain::Breaker that all processes of a home share, in its file `remote-<8 hex of SHA-256 of the service's name>`.
// It is changed under a lock and replaced as a whole. Without a home, or where it cannot be written, the state lives in
// this object alone. Safe to use from several threads.
class SharedBreaker {
 public:
  // `service` tells it apart from others, such as "openai https://api.openai.com:443". `clock` must outlive this.
  SharedBreaker(std::optional<std::string> home, std::string_view service, Clock& clock);

  // As it stands; takes no lock.
  [[nodiscard]] domain::Breaker read() const;

  // Replaces the state by what `change` makes of it. Calls whose process has died are taken out before.
  domain::Breaker change(const std::function<domain::Breaker(domain::Breaker)>& change);

  // A call that is under way as long as this lives. The kernel ends it with the process.
  class Call {
   public:
    [[nodiscard]] std::int64_t number() const { return number_; }

   private:
    friend class SharedBreaker;
    std::int64_t number_ = 0;
    std::optional<sys::ByteLock> alive_;
  };
  [[nodiscard]] Call begin_call() const;

 private:
  [[nodiscard]] bool is_under_way(std::int64_t call) const;

  std::string path_;  // empty: no home
  std::string lock_path_;
  std::int64_t lock_offset_ = 0;
  Clock& clock_;
  mutable std::mutex mutex_;
  std::optional<domain::Breaker> memory_;  // where the file cannot be written
};

}  // namespace rustassistant::app
