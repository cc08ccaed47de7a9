// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "rustassistant/app/file_result.hpp"
#include "rustassistant/app/services.hpp"
#include "rustassistant/app/team.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/config/load.hpp"
#include "rustassistant/ledger/batch_books.hpp"

// Batches that were sent to providers: looking at them, collecting what they brought, cancelling them. The ledger says
// which there are; queue.db may be lost.
namespace rustassistant::app {

// The user's; empty where there is no ledger.
[[nodiscard]] Result<std::unique_ptr<ledger::BatchBooks>> open_batch_books(const Services& services);

struct CollectRequest {
  std::chrono::milliseconds wait{0};  // how long to go on looking for batches that are not done
  bool only_due = false;              // leaves alone what was looked at a short while ago
};

struct CollectSummary {
  std::int64_t batches = 0;    // that are done with
  std::int64_t answers = 0;    // that were stored
  std::int64_t dead = 0;       // questions that were given up
  std::int64_t again = 0;      // questions that wait again: they were not run, or may fare better
  std::int64_t strangers = 0;  // rows of nobody's question, and rows that cannot be read
  Spending spending;
  std::int64_t open_batches = 0;
  std::int64_t pending = 0;         // questions that are still with a provider
  std::optional<UnixMillis> due;    // when the next of them is to be looked at
  std::vector<Error> problems;      // of batches that could not be looked at
  std::optional<TeamSummary> team;  // nothing: no team's store is configured, or nothing was collected
  std::set<Errc> outcomes;
};

// Looks at every open batch, finds again those whose creation was interrupted, and stores and settles what has come.
// Each row is judged by itself, whatever became of its batch. Several processes may do so at once, and each may be
// killed at any time. Without an open batch nothing is written and nobody is asked. Errors: storage.
[[nodiscard]] Result<CollectSummary> collect_batches(const config::Loaded& loaded, const Services& services,
                                                     const CollectRequest& request);

// A batch that is open, and what was last seen of it.
struct BatchView {
  ledger::Batch batch;
  std::string status;  // in the provider's words; empty: it was not looked at
  bool ended = false;  // what it brought waits to be collected
  std::optional<UnixMillis> next_look;
};
// Asks nobody.
[[nodiscard]] Result<std::vector<BatchView>> batch_views(const Services& services);

// Looks at every open batch without collecting. What could not be looked at is returned.
[[nodiscard]] Result<std::vector<Error>> look_at_batches(const config::Loaded& loaded, const Services& services);

// Asks the provider to stop a batch. What was answered is collected all the same. Errors: usage (there is no such open
// batch), config (no key), provider, unreachable.
[[nodiscard]] Result<void> cancel_batch(const config::Loaded& loaded, const Services& services, std::int64_t number);

}  // namespace rustassistant::app
