// SPDX-License-Identifier: MIT
#include "rustassistant/domain/breaker.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "rustassistant/codec/json.hpp"

namespace rustassistant::domain {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kCauseBytes = 400;
constexpr std::size_t kMostAsking = 64;

UnixMillis later(UnixMillis now, milliseconds wait) {
  return {now.value + wait.count()};
}

void end_call(Breaker& breaker, std::int64_t call) {
  std::erase(breaker.asking, call);
}

milliseconds next_pause(const Breaker& breaker) {
  if (breaker.rests > 0 && breaker.charged >= kFailuresToRest) return kLongestRest;
  return std::min(kFirstRest * (1 << std::min(breaker.rests, 10)), kLongestRest);
}

void rest(Breaker& breaker, UnixMillis now) {
  breaker.rests_until = later(now, next_pause(breaker));
  breaker.probe_until.reset();
  ++breaker.rests;
}

// Neither further away than it can have been set.
void repair_clock(Breaker& breaker, UnixMillis now) {
  if (breaker.rests_until) breaker.rests_until = std::min(*breaker.rests_until, later(now, kLongestRest));
  if (breaker.probe_until) breaker.probe_until = std::min(*breaker.probe_until, later(now, kProbeTime));
}

Admission admission_while_resting(Breaker& breaker, UnixMillis now) {
  if (now < *breaker.rests_until) return Admission::rest;
  if (breaker.probe_until && now < *breaker.probe_until) return Admission::rest;
  breaker.probe_until = later(now, kProbeTime);
  return Admission::probe;
}

struct Member {
  const char* name;
  std::optional<UnixMillis> Breaker::* value;
};
constexpr std::array<Member, 3> kInstants{
    {{"rests_until", &Breaker::rests_until}, {"probe_until", &Breaker::probe_until}, {"answered", &Breaker::answered}}};
struct Counter {
  const char* name;
  int Breaker::* value;
};
constexpr std::array<Counter, 3> kCounters{
    {{"failures", &Breaker::failures}, {"charged", &Breaker::charged}, {"rests", &Breaker::rests}}};

}  // namespace

bool is_trusted(const Breaker& breaker, UnixMillis now) {
  if (breaker.failures > 0 || breaker.rests_until || !breaker.answered) return false;
  const auto age = milliseconds(now.value - breaker.answered->value);
  return age >= milliseconds(0) && age < kTrustFor;
}

Admitted admit(Breaker breaker, std::int64_t call, UnixMillis now) {
  repair_clock(breaker, now);
  if (breaker.rests_until) {
    const Admission admission = admission_while_resting(breaker, now);
    return {admission, std::move(breaker)};
  }
  if (is_trusted(breaker, now)) return {Admission::ask, std::move(breaker)};
  if (breaker.failures + static_cast<int>(breaker.asking.size()) >= kFailuresToRest)
    return {Admission::wait, std::move(breaker)};
  breaker.asking.push_back(call);
  return {Admission::ask, std::move(breaker)};
}

Breaker after_answer(Breaker breaker, std::int64_t call, UnixMillis now) {
  end_call(breaker, call);
  Breaker sound;
  sound.answered = now;
  sound.asking = std::move(breaker.asking);
  return sound;
}

Breaker after_nothing(Breaker breaker, std::int64_t call) {
  end_call(breaker, call);
  return breaker;
}

Breaker after_failure(Breaker breaker, std::int64_t call, UnixMillis now, LeftCharged charged, std::string_view cause) {
  end_call(breaker, call);
  if (charged == LeftCharged::yes) breaker.charged = std::min(breaker.charged + 1, kFailuresToRest);
  breaker.failures = std::min(breaker.failures + 1, kFailuresToRest);
  breaker.cause = cause.substr(0, kCauseBytes);
  // A call that was under way when the rest began does not lengthen it.
  if (breaker.failures == kFailuresToRest && !breaker.rests_until) rest(breaker, now);
  return breaker;
}

Breaker after_probe(Breaker breaker, UnixMillis now, bool succeeded) {
  if (!breaker.rests_until) return breaker;  // answered in the meantime
  if (!succeeded) return rest(breaker, now), breaker;
  breaker.rests_until.reset();
  breaker.probe_until.reset();
  breaker.failures = kFailuresToRest - 1;
  return breaker;
}

std::string to_text(const Breaker& breaker) {
  nlohmann::json json = {{"schema", "rustassistant.remote/1"}, {"asking", breaker.asking}, {"cause", breaker.cause}};
  for (const auto& [name, value] : kCounters) json[name] = breaker.*value;
  for (const auto& [name, value] : kInstants) {
    if (const auto& instant = breaker.*value) json[name] = instant->value;
  }
  return codec::dump_json(json, codec::JsonStyle::compact) + "\n";
}

Breaker breaker_from(std::string_view text) {
  const auto json = codec::parse_json(text);
  Breaker breaker;
  if (!json || !json->is_object() || json->value("schema", nlohmann::json()) != "rustassistant.remote/1")
    return breaker;
  const auto integer = [](const nlohmann::json& value) {
    return value.is_number_integer() ? std::optional(value.get<std::int64_t>()) : std::nullopt;
  };
  for (const auto& [name, value] : kCounters) {
    breaker.*value =
        static_cast<int>(std::clamp<std::int64_t>(integer(json->value(name, nlohmann::json())).value_or(0), 0, 1000));
  }
  for (const auto& [name, value] : kInstants) {
    if (const auto instant = integer(json->value(name, nlohmann::json()))) breaker.*value = UnixMillis{*instant};
  }
  const nlohmann::json asking = json->value("asking", nlohmann::json::array());
  for (const nlohmann::json& call : asking) {
    if (const auto number = integer(call); number && breaker.asking.size() < kMostAsking)
      breaker.asking.push_back(*number);
  }
  if (const nlohmann::json cause = json->value("cause", nlohmann::json()); cause.is_string())
    breaker.cause = cause.get<std::string>();
  return breaker;
}

}  // namespace rustassistant::domain
