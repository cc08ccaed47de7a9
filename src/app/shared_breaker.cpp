// SPDX-License-Identifier: MIT
#include "shared_breaker.hpp"

#include <random>
#include <utility>
#include <vector>

#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/log.hpp"

namespace rustassistant::app {
namespace {

constexpr std::int64_t kMostBytes = 64 << 10;
constexpr unsigned kPrivate = 0600;

// A number of 62 bits: an offset that no other lock in the file has but by chance.
std::int64_t offset_of(const codec::Sha256Digest& digest) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < 8; ++i) bits = bits << 8U | digest[i];
  return static_cast<std::int64_t>(bits >> 2U);
}

std::int64_t random_offset() {
  std::random_device random;
  return static_cast<std::int64_t>((std::uint64_t{random()} << 32U | random()) >> 2U);
}

}  // namespace

SharedBreaker::SharedBreaker(std::optional<std::string> home, std::string_view service, Clock& clock)
    : lock_offset_(offset_of(codec::sha256(std::string("remote\n").append(service)))), clock_(clock) {
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
  call.number_ = random_offset();
  if (!path_.empty()) call.alive_ = sys::ByteLock::acquire(lock_path_, call.number_, clock_, nullptr);
  return call;
}

// In this object's memory alone nothing can die.
bool SharedBreaker::is_under_way(std::int64_t call) const {
  return path_.empty() || sys::ByteLock::is_held(lock_path_, call);
}

}  // namespace rustassistant::app
