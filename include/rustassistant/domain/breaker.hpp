// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/units.hpp"

// When a remote service is left alone. All functions are pure; who keeps the state for several processes is app's
// business.
//
//   trusted    it answered recently and nothing failed since: everybody may ask
//   untrusted  never asked, or something failed: at most three calls under way and failures together
//   resting    three failures in a row: nobody asks for 30 s, twice as long each time, up to 10 min
//   probing    the pause is over: one process asks something that costs nothing
//   on trial   the probe succeeded: one call at once, and one failure more is a rest again. Only an answer ends the
//              incident
//
// Whatever may have been billed stays charged. So that an outage leaves little charged: while untrusted no more than
// three calls can be lost; calls that were under way to a trusted service when it failed are lost with it; and once
// three calls are charged, every further rest takes the longest time, after which one call at most is lost.
namespace rustassistant::domain {

inline constexpr int kFailuresToRest = 3;
inline constexpr std::chrono::milliseconds kFirstRest = std::chrono::seconds(30);
inline constexpr std::chrono::milliseconds kLongestRest = std::chrono::minutes(10);
inline constexpr std::chrono::milliseconds kTrustFor = std::chrono::minutes(10);
inline constexpr std::chrono::milliseconds kProbeTime =
    std::chrono::minutes(1);  // after which a probe counts as given up

struct Breaker {
  int failures = 0;                       // in a row
  int charged = 0;                        // calls that the incident has left charged
  int rests = 0;                          // of the incident
  std::optional<UnixMillis> rests_until;  // set while resting or probing
  std::optional<UnixMillis> probe_until;  // set while somebody probes
  std::optional<UnixMillis> answered;     // the last answer
  std::vector<std::int64_t> asking;       // calls under way while untrusted, by a number of their own
  std::string cause;                      // of the last failure; text from outside

  bool operator==(const Breaker&) const = default;
};

// Whether everybody may ask without being counted.
[[nodiscard]] bool is_trusted(const Breaker& breaker, UnixMillis now);

enum class Admission : std::uint8_t {
  ask,    // the call is counted where it has to be
  wait,   // ask again soon: others are finding out
  probe,  // this process is to probe
  rest,   // until `rests_until`, or while another process probes
};
struct Admitted {
  Admission admission = Admission::ask;
  Breaker breaker;
};
// `call` is a number that no other call has. A clock that was set back does not lengthen a rest.
[[nodiscard]] Admitted admit(Breaker breaker, std::int64_t call, UnixMillis now);

// A call was answered: the incident is over.
[[nodiscard]] Breaker after_answer(Breaker breaker, std::int64_t call, UnixMillis now);
// A call came to something that says nothing about the service.
[[nodiscard]] Breaker after_nothing(Breaker breaker, std::int64_t call);

enum class LeftCharged : bool { no, yes };
[[nodiscard]] Breaker after_failure(Breaker breaker, std::int64_t call, UnixMillis now, LeftCharged charged,
                                    std::string_view cause);
[[nodiscard]] Breaker after_probe(Breaker breaker, UnixMillis now, bool succeeded);

// As a text of one line, and back. What cannot be read is a breaker that knows nothing.
[[nodiscard]] std::string to_text(const Breaker& breaker);
[[nodiscard]] Breaker breaker_from(std::string_view text);

}  // namespace rustassistant::domain
