// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "rustassistant/domain/provider.hpp"

// How often a provider may be asked. The generic cell rate algorithm (ITU-T Recommendation I.371, annex A) in the form
// of a reservation: each call books the first moment at which all limits have room for it, and sleeps until then. All
// functions are pure; several processes share a state through queue::Queue.
namespace rustassistant::domain {

// What a provider counts.
enum class RateDimension : std::uint8_t { requests, tokens, input_tokens, output_tokens };
inline constexpr std::size_t kRateDimensions = 4;
[[nodiscard]] std::string_view name_of(RateDimension dimension);

// One value for each dimension, by its number.
template <typename T>
using PerDimension = std::array<T, kRateDimensions>;
using RateUnits = PerDimension<std::int64_t>;

// An instant: microseconds since 1970-01-01T00:00:00Z.
struct UnixMicros {
  std::int64_t value = 0;
  auto operator<=>(const UnixMicros&) const = default;
  friend UnixMicros operator+(UnixMicros instant, std::chrono::microseconds time) {
    return {instant.value + time.count()};
  }
  friend std::chrono::microseconds operator-(UnixMicros a, UnixMicros b) {
    return std::chrono::microseconds(a.value - b.value);
  }
};

// A limit of one dimension.
struct RateLimit {
  std::int64_t per_minute = 0;  // in force; 0: there is no limit
  std::int64_t stated = 0;      // by the provider, or assumed; `per_minute` returns to it after it was lowered
  UnixMicros free_at;           // the theoretical arrival time of the next unit
  UnixMicros learned_at;        // when the provider stated it; 0: it is assumed
  UnixMicros lowered_at;        // when `per_minute` was lowered or last raised again

  bool operator==(const RateLimit&) const = default;
};

// What all calls with one key to one model at one endpoint share.
struct RateState {
  PerDimension<RateLimit> limits{};
  UnixMicros blocked_until;   // the provider asked everybody to wait
  UnixMicros interactive_at;  // the last booking of somebody who waits at a terminal
  UnixMicros changed_at;

  bool operator==(const RateState&) const = default;
};

// What a reply says about limits: of each dimension that it names.
struct StatedRate {
  std::int64_t limit = 0;      // per minute
  std::int64_t remaining = 0;  // at the moment of the reply
};
using RateReport = PerDimension<std::optional<StatedRate>>;

// Of a limit, the share that is used: with it, two calls never fall into the same second of a provider that counts in
// whole seconds, even where one is sent some milliseconds late.
inline constexpr std::int64_t kUsedPercent = 98;
// Of that, what queued work takes while somebody at a terminal asks, too.
inline constexpr std::int64_t kBackgroundPercent = 80;
inline constexpr std::chrono::microseconds kInteractiveFor = std::chrono::seconds(10);

enum class Urgency : std::uint8_t { interactive, background };

// How far ahead a slot can be booked. Queued work books little ahead, so that somebody at a terminal is next.
[[nodiscard]] std::chrono::microseconds farthest_slot(const RateState& state, Urgency urgency, UnixMicros now);

// How many units may come at once: one request, for a provider may count in whole seconds, and tokens of five seconds.
[[nodiscard]] std::int64_t burst_of(RateDimension dimension, const RateLimit& limit);

// The limits that hold before a provider states any: those of its lowest tier, and of a gateway or a server of tests
// only how many requests. `own_endpoint`: the base URL is the provider's own. `per_minute`: as configured, 0: is not.
// All 0 for a provider without limits, such as a local model.
[[nodiscard]] RateUnits assumed_limits(Provider provider, bool own_endpoint, std::int64_t per_minute);

// A booked moment; `start` lies farther ahead than farthest_slot() allows where it was not booked.
struct Booking {
  RateState state;
  UnixMicros start;
  RateUnits units{};  // that were booked: at most a burst each, so that a large call runs at all
  bool is_booked = false;
};

// The state at a later moment: assumed limits are those given, a lowered one has risen by 5 % a minute, and where the
// clock was set back, everything moves back with it.
[[nodiscard]] RateState as_of(RateState state, const RateUnits& assumed, UnixMicros now);

// Books `units`. Each dimension starts at free_at + time(units) - time(burst); the latest of them, and the end of a
// block, is the start of the call, from which on every dimension is taken. `state` is as_of(now).
[[nodiscard]] Booking book(RateState state, const RateUnits& units, Urgency urgency, UnixMicros now);

// After a reply: takes or gives back what was booked wrongly. `difference` = used - booked.
[[nodiscard]] RateState corrected(RateState state, const RateUnits& difference);

// After a reply that states limits. A tighter one holds at once, and so does the first that is heard; a looser one only
// if the last was learned a minute ago, for others may share the account. What a reply that states any limit leaves out
// is not assumed any more. `most_requests`: as configured; 0: no bound.
[[nodiscard]] RateState learned(RateState state, const RateReport& report, std::int64_t most_requests, UnixMicros now);

// After a reply of 429. With a hint, nobody asks until it has passed, and `jitter` more; without one, all limits are
// lowered to 70 %, at most once in ten seconds: calls under way together are refused together.
[[nodiscard]] RateState after_refusal(RateState state, std::optional<std::chrono::milliseconds> retry_after,
                                      std::chrono::microseconds jitter, UnixMicros now);

}  // namespace rustassistant::domain
