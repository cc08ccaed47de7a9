// SPDX-License-Identifier: MIT
#include "rustassistant/tier/breaker.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/log.hpp"

namespace rustassistant::tier {
namespace {

using std::chrono::milliseconds;

constexpr std::int64_t kMostBytes = 4096;
constexpr std::size_t kMostReason = 200;
constexpr int kMostFailures = 100;
constexpr unsigned kPrivate = 0600;
constexpr std::string_view kVersion = "v1";

milliseconds pause_after(int failures, int spread) {
  const int doublings = std::clamp(failures - kFailuresToOpen, 0, 5);
  const milliseconds pause = std::min(kFirstPause * (1 << doublings), kLongestPause);
  return pause * (800 + spread) / 1000;
}

bool at_once() {
  return true;
}

}  // namespace

BreakerState after(BreakerState state, const Trouble& trouble, UnixMillis now, int spread) {
  const auto opened_for = [&](milliseconds pause) {
    state.failures = std::min(std::max(state.failures + 1, kFailuresToOpen), kMostFailures);
    state.open_until = {now.value + std::min(pause, kLongestPause).count()};
    state.reason = neutralise(trouble.what).substr(0, kMostReason);
  };
  switch (trouble.fault) {
    case Fault::unreachable:
    case Fault::untrusted:
      opened_for(pause_after(std::max(state.failures + 1, kFailuresToOpen), spread));
      break;
    case Fault::failing:
      if (state.failures + 1 >= kFailuresToOpen) {
        opened_for(pause_after(state.failures + 1, spread));
      } else {
        ++state.failures;
        state.reason = neutralise(trouble.what).substr(0, kMostReason);
      }
      break;
    case Fault::busy:
      opened_for(trouble.retry_after.value_or(pause_after(kFailuresToOpen, spread)));
      break;
    case Fault::refused:
    case Fault::not_set_up:
      opened_for(kLongestPause);
      break;
    case Fault::odd:
    case Fault::read_only:
    case Fault::cannot_write:
    case Fault::stopped:
      break;
  }
  return state;
}

std::string to_text(const BreakerState& state) {
  return std::string(kVersion) + " " + std::to_string(state.open_until.value) + " " + std::to_string(state.failures) +
         " " + state.reason + "\n";
}

BreakerState breaker_state_in(std::string_view text) {
  const std::vector<std::string_view> words = split(text.substr(0, text.find('\n')), ' ');
  if (words.size() < 3 || words[0] != kVersion) return {};
  const auto until = parse_integer(words[1]);
  const auto failures = parse_integer(words[2]);
  if (!until || *until < 0 || !failures || *failures < 0 || *failures > kMostFailures) return {};
  BreakerState state{{*until}, static_cast<int>(*failures), {}};
  for (std::size_t i = 3; i < words.size(); ++i) (state.reason += i > 3 ? " " : "") += words[i];
  return state;
}

Breaker::Breaker(const std::string& home, std::string_view identity, Clock& clock) : clock_(clock) {
  const auto digest = codec::sha256(identity);
  for (std::size_t i = 0; i < 8; ++i)
    lock_offset_ = static_cast<std::int64_t>((static_cast<std::uint64_t>(lock_offset_) << 8U) | digest[i]);
  lock_offset_ &= (std::int64_t{1} << 62) - 1;
  if (home.empty() || !sys::is_folder(home)) return;
  path_ = sys::joined(home, "remote-" + to_hex(digest).substr(0, 8));
  lock_path_ = sys::joined(home, "inflight.lock");
}

BreakerState Breaker::read() const {
  if (path_.empty()) return state_;
  const auto text = sys::read_file_if_exists(path_, kMostBytes);
  BreakerState state = text && *text ? breaker_state_in(**text) : BreakerState{};
  // A clock that was set back does not lengthen a pause.
  if (state.open_until.value > clock_.now().value + 2 * kLongestPause.count()) state = {};
  return state;
}

std::optional<BreakerState> Breaker::refusal() {
  state_ = read();
  if (clock_.now() < state_.open_until) return state_;
  const bool is_after_pause = state_.failures >= kFailuresToOpen;
  if (!is_after_pause || path_.empty() || probe_) return std::nullopt;
  probe_ = sys::ByteLock::acquire(lock_path_, lock_offset_, clock_, &at_once);
  // Where no lock can be had, everybody finds out.
  if (!probe_) return sys::ByteLock::is_held(lock_path_, lock_offset_) ? std::optional(state_) : std::nullopt;
  // Who held it before may have learned something.
  state_ = read();
  if (state_.failures >= kFailuresToOpen && clock_.now() >= state_.open_until) return std::nullopt;
  probe_.reset();
  return clock_.now() < state_.open_until ? std::optional(state_) : std::nullopt;
}

void Breaker::report_answer() {
  if (!path_.empty() && read() != BreakerState{}) {
    if (const auto removed = sys::remove_file(path_); !removed) sys::log_info(removed.error().what);
  }
  state_ = {};
  probe_.reset();
}

void Breaker::report(const Trouble& trouble) {
  constexpr int kSpread = 401;
  // Others may have failed meanwhile, too.
  if (!path_.empty())
    state_ =
        std::max(state_, read(), [](const BreakerState& a, const BreakerState& b) { return a.failures < b.failures; });
  const BreakerState now = after(state_, trouble, clock_.now(), static_cast<int>(sys::random_offset() % kSpread));
  if (now != state_) keep(now);
  probe_.reset();
}

void Breaker::keep(const BreakerState& state) {
  state_ = state;
  if (path_.empty()) return;
  if (const auto written = sys::write_file_atomically(path_, to_text(state), kPrivate); !written)
    sys::log_info(written.error().what);
}

}  // namespace rustassistant::tier
