// SPDX-License-Identifier: MIT
#include "shared_breaker.hpp"

#include <utility>
#include <vector>

#include "keys.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/log.hpp"

namespace rustassistant::app {
namespace {

constexpr std::int64_t kMostBytes = 64 << 10;
constexpr unsigned kPrivate = 0600;

}  // namespace

SharedBreaker::SharedBreaker(std::optional<std::string> home, std::string_view service, Clock& clock)
    : lock_offset_(lock_offset(codec::sha256(std::string("remote\n").append(service)))), clock_(clock) {
  if (!home) return;
  path_ = sys::joined(*home, "remote-" + codec::sha256_hex(service).substr(0, 8));
  lock_path_ = sys::joined(*home, "inflight.lock");
}

domain::Breaker SharedBreaker::read() const {
  {
    const std::scoped_lock lock(mutex_);
    if (memory_) return *memory_;
  }
  if (path_.empty()) return {};
  const auto text = sys::read_file_if_exists(path_, kMostBytes);
  return text && *text ? domain::breaker_from(**text) : domain::Breaker{};
}

domain::Breaker SharedBreaker::change(const std::function<domain::Breaker(domain::Breaker)>& change) {
  std::optional<sys::ByteLock> lock;
  if (!path_.empty()) lock = sys::ByteLock::acquire(lock_path_, lock_offset_, clock_, nullptr);
  const domain::Breaker before = read();
  domain::Breaker alive = before;
  std::erase_if(alive.asking, [&](std::int64_t call) { return !is_under_way(call); });
  domain::Breaker after = change(std::move(alive));
  if (after == before) return after;
  if (!path_.empty()) {
    const auto written = sys::write_file_atomically(path_, domain::to_text(after), kPrivate);
    if (written) return after;
    sys::log_info(written.error().what);
  }
  const std::scoped_lock memory_lock(mutex_);
  memory_ = after;
  return after;
}

SharedBreaker::Call SharedBreaker::begin_call() const {
  Call call;
  call.number_ = sys::random_offset();
  if (!path_.empty()) call.alive_ = sys::ByteLock::acquire(lock_path_, call.number_, clock_, nullptr);
  return call;
}

// In this object's memory alone nothing can die.
bool SharedBreaker::is_under_way(std::int64_t call) const {
  return path_.empty() || sys::ByteLock::is_held(lock_path_, call);
}

}  // namespace rustassistant::app
