// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "rustassistant/app/file_result.hpp"
#include "rustassistant/queue/queue.hpp"

namespace rustassistant::app {

// What becomes of a job after its file was reviewed.
struct JobVerdict {
  queue::JobState state = queue::JobState::done;  // queued: it is put back
  queue::Attempt attempt = queue::Attempt::counts;
  UnixMillis not_before;       // of one that is put back
  std::optional<Error> error;  // why it is not done
  bool stops_all = false;      // no other job would fare better: a bad key, the cap, a ledger that cannot be used
};

// Pure. `attempts`: claims of the job, with this one. What time may repair is tried five times, after 30 s, 2 min and
// so on; a rate limit, an outage of the provider as such and the budget cost no attempt; what may have been billed
// without an answer is not asked again by itself. `random`: any number.
[[nodiscard]] JobVerdict verdict_of(const FileResult& result, int attempts, UnixMillis now, std::uint32_t random);

}  // namespace rustassistant::app
