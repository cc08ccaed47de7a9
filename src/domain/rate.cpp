// SPDX-License-Identifier: MIT
#include "rustassistant/domain/rate.hpp"

#include <algorithm>

namespace rustassistant::domain {
namespace {

using std::chrono::microseconds;

constexpr std::int64_t kMost = 1'000'000'000;  // units of a call, and of a limit
constexpr std::int64_t kMinute = 60'000'000;
constexpr microseconds kFarthest = std::chrono::seconds(60);
constexpr microseconds kFarthestBackground = std::chrono::seconds(5);
constexpr microseconds kFarthestBesideOthers = std::chrono::seconds(1);
constexpr microseconds kBackStep = std::chrono::seconds(2);  // a clock that is this far behind was set back
constexpr microseconds kLowerAgain = std::chrono::seconds(10);
constexpr std::int64_t kFarFreeMinutes = 3;  // two windows and one more minute

constexpr PerDimension<std::string_view> kDimensionNames{"requests", "tokens", "input tokens", "output tokens"};

std::int64_t percent_of(std::int64_t value, std::int64_t percent) {
  return std::max<std::int64_t>(1, value * percent / 100);
}

// How long a limit takes to let that many units through, rounded up.
microseconds time_of(std::int64_t units, const RateLimit& limit, std::int64_t percent) {
  if (limit.per_minute <= 0) return microseconds{0};
  const std::int64_t divisor = limit.per_minute * percent;
  // Whole and rest apart: the product of large units and a minute would not fit.
  const std::int64_t scaled = units * 100;
  const std::int64_t whole = scaled / divisor;
  const std::int64_t rest = scaled % divisor;
  return microseconds(whole * kMinute + (rest * kMinute + divisor - 1) / divisor);
}

bool interactive_is_near(const RateState& state, UnixMicros now) {
  return state.interactive_at.value > 0 && now - state.interactive_at < kInteractiveFor;
}

std::int64_t share_for(const RateState& state, Urgency urgency, UnixMicros now) {
  const bool yields = urgency == Urgency::background && interactive_is_near(state, now);
  return yields ? kUsedPercent * kBackgroundPercent / 100 : kUsedPercent;
}

void move(UnixMicros& instant, microseconds by) {
  if (instant.value > 0) instant = instant + by;
}

// A machine without a clock of its own boots in the past: what was booked is as far away as it was.
void move_with_clock(RateState& state, UnixMicros now) {
  const microseconds behind = now - state.changed_at;
  if (behind >= -kBackStep) return;
  for (UnixMicros* instant : {&state.blocked_until, &state.interactive_at, &state.changed_at}) move(*instant, behind);
  for (RateLimit& limit : state.limits) {
    for (UnixMicros* instant : {&limit.free_at, &limit.learned_at, &limit.lowered_at}) move(*instant, behind);
  }
}

void raise_again(RateLimit& limit, UnixMicros now) {
  while (limit.per_minute < limit.stated && (now - limit.lowered_at).count() >= kMinute) {
    limit.per_minute = std::min(limit.stated, limit.per_minute + std::max<std::int64_t>(1, limit.per_minute / 20));
    limit.lowered_at = limit.lowered_at + microseconds(kMinute);
  }
}

void learn(RateLimit& limit, std::int64_t stated, UnixMicros now) {
  const bool is_first = limit.learned_at.value == 0;
  if (stated == limit.stated && !is_first) return;
  if (stated > limit.stated && !is_first && (now - limit.learned_at).count() < kMinute) return;
  const bool is_lowered = limit.per_minute < limit.stated;
  const std::int64_t before = limit.per_minute;
  limit.per_minute = is_lowered ? std::min(limit.per_minute, stated) : stated;
  // What is booked takes as many units as it did, at the new rate.
  if (before > 0 && limit.free_at > now) {
    const auto ahead = static_cast<double>((limit.free_at - now).count());
    limit.free_at = now + microseconds(static_cast<std::int64_t>(ahead * static_cast<double>(before) /
                                                                 static_cast<double>(limit.per_minute)));
  }
  limit.stated = stated;
  limit.learned_at = now;
}

}  // namespace

std::string_view name_of(RateDimension dimension) {
  return kDimensionNames.at(static_cast<std::size_t>(dimension));
}

microseconds farthest_slot(const RateState& state, Urgency urgency, UnixMicros now) {
  if (urgency == Urgency::interactive) return kFarthest;
  return interactive_is_near(state, now) ? kFarthestBesideOthers : kFarthestBackground;
}

std::int64_t burst_of(RateDimension dimension, const RateLimit& limit) {
  return dimension == RateDimension::requests ? 1 : std::max<std::int64_t>(1, limit.per_minute / 12);
}

RateUnits assumed_limits(Provider provider, bool own_endpoint, std::int64_t per_minute) {
  RateUnits limits{};
  const auto assume = [&](RateDimension dimension, std::int64_t value) {
    limits.at(static_cast<std::size_t>(dimension)) = value;
  };
  switch (provider) {
    case Provider::anthropic:
      assume(RateDimension::requests, 50);
      if (own_endpoint) assume(RateDimension::input_tokens, 50'000);
      break;
    case Provider::openai:
      assume(RateDimension::requests, 60);
      if (own_endpoint) assume(RateDimension::tokens, 30'000);
      break;
    case Provider::google:
      assume(RateDimension::requests, 10);
      break;
    case Provider::xai:
      assume(RateDimension::requests, 300);
      break;
    case Provider::openai_compatible:
    case Provider::builtin:
      return limits;
  }
  // Who states one knows the account: what is assumed of its tokens may be far from it.
  if (per_minute > 0) limits = {per_minute, 0, 0, 0};
  return limits;
}

RateState as_of(RateState state, const RateUnits& assumed, UnixMicros now) {
  move_with_clock(state, now);
  bool has_learned = false;
  for (const RateLimit& limit : state.limits) has_learned = has_learned || limit.learned_at.value > 0;
  for (std::size_t i = 0; i < kRateDimensions; ++i) {
    RateLimit& limit = state.limits.at(i);
    if (!has_learned && limit.stated != assumed.at(i)) limit.per_minute = limit.stated = assumed.at(i);
    raise_again(limit, now);
    // Nobody books this far ahead: it was written by a clock that was ahead.
    const bool is_slow = limit.per_minute > 0 && limit.per_minute < 2;
    const std::int64_t farthest = kMinute * (is_slow ? 2 * kFarFreeMinutes : kFarFreeMinutes);
    if ((limit.free_at - now).count() > farthest) limit.free_at = now + microseconds(farthest);
  }
  return state;
}

Booking book(RateState state, const RateUnits& units, Urgency urgency, UnixMicros now) {
  Booking booking;
  const std::int64_t share = share_for(state, urgency, now);
  UnixMicros start = std::max(now, state.blocked_until);
  for (std::size_t i = 0; i < kRateDimensions; ++i) {
    const RateLimit& limit = state.limits.at(i);
    if (limit.per_minute <= 0) continue;
    const std::int64_t burst = burst_of(static_cast<RateDimension>(i), limit);
    booking.units.at(i) = std::clamp<std::int64_t>(units.at(i), 0, burst);
    const microseconds early = time_of(burst, limit, share) - time_of(booking.units.at(i), limit, share);
    start = std::max(start, limit.free_at + -early);
  }
  booking.start = start;
  booking.is_booked = start - now <= farthest_slot(state, urgency, now);
  if (booking.is_booked) {
    for (std::size_t i = 0; i < kRateDimensions; ++i) {
      RateLimit& limit = state.limits.at(i);
      if (limit.per_minute <= 0) continue;
      limit.free_at = std::max(limit.free_at, start) + time_of(booking.units.at(i), limit, share);
    }
    if (urgency == Urgency::interactive) state.interactive_at = now;
    state.changed_at = now;
  }
  booking.state = state;
  return booking;
}

RateState corrected(RateState state, const RateUnits& difference) {
  for (std::size_t i = 0; i < kRateDimensions; ++i) {
    RateLimit& limit = state.limits.at(i);
    const std::int64_t units = std::clamp(difference.at(i), -kMost, kMost);
    const microseconds time = time_of(units < 0 ? -units : units, limit, kUsedPercent);
    limit.free_at = limit.free_at + (units < 0 ? -time : time);
  }
  return state;
}

RateState learned(RateState state, const RateReport& report, std::int64_t most_requests, UnixMicros now) {
  const bool states_any = std::any_of(report.begin(), report.end(), [](const auto& stated) {
    return stated && stated->limit > 0 && stated->limit <= kMost;
  });
  if (!states_any) return state;
  for (std::size_t i = 0; i < kRateDimensions; ++i) {
    RateLimit& limit = state.limits.at(i);
    const auto& stated = report.at(i);
    if (!stated || stated->limit <= 0 || stated->limit > kMost) {
      if (limit.learned_at.value == 0) limit = {};
      continue;
    }
    const bool is_requests = static_cast<RateDimension>(i) == RateDimension::requests;
    learn(limit, is_requests && most_requests > 0 ? std::min(stated->limit, most_requests) : stated->limit, now);
    const std::int64_t used =
        burst_of(static_cast<RateDimension>(i), limit) - std::max<std::int64_t>(0, stated->remaining);
    if (used > 0) limit.free_at = std::max(limit.free_at, now + time_of(used, limit, kUsedPercent));
  }
  state.changed_at = now;
  return state;
}

RateState after_refusal(RateState state, std::optional<std::chrono::milliseconds> retry_after, microseconds jitter,
                        UnixMicros now) {
  state.changed_at = now;
  if (retry_after) {
    state.blocked_until = std::max(state.blocked_until, now + *retry_after + jitter);
    return state;
  }
  for (RateLimit& limit : state.limits) {
    if (limit.per_minute <= 0) continue;
    if (limit.lowered_at.value > 0 && now - limit.lowered_at < kLowerAgain) continue;
    limit.per_minute = percent_of(limit.per_minute, 70);
    limit.lowered_at = now;
  }
  return state;
}

}  // namespace rustassistant::domain
