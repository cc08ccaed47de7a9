// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rustassistant/app/batches.hpp"
#include "rustassistant/app/services.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/queue/queue.hpp"

// What the queue commands do. No network; a queue that does not exist is empty and is not created. Errors: storage.
namespace rustassistant::app {

struct QueueReport {
  std::string path;  // of the database
  queue::Standing standing;
  std::vector<queue::KnownRate> rates;  // the last used first
  std::vector<BatchView> batches;       // that are open, the oldest first
  UnixMillis now;
};
// Batches that were seen to have ended and wait to be collected; 0 where that cannot be found out. Asks nobody.
[[nodiscard]] std::int64_t ended_batches(const Services& services);

[[nodiscard]] Result<QueueReport> queue_report(const Services& services);

// Of one state, or of all, at most `most` of them; see queue::Queue::list().
[[nodiscard]] Result<std::vector<queue::Job>> queue_jobs(const Services& services, std::optional<queue::JobState> state,
                                                         std::size_t most);

// Queues dead jobs again, or drops queued ones: one, or all. Returns how many. Error (usage): there is no such job.
[[nodiscard]] Result<std::int64_t> retry_jobs(const Services& services, std::optional<std::int64_t> id);
[[nodiscard]] Result<std::int64_t> cancel_jobs(const Services& services, std::optional<std::int64_t> id);

}  // namespace rustassistant::app
