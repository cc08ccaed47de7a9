// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "rustassistant/app/batches.hpp"
#include "rustassistant/app/dry_run.hpp"
#include "rustassistant/app/services.hpp"
#include "rustassistant/app/sync_findings.hpp"
#include "rustassistant/app/team.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/config/load.hpp"
#include "rustassistant/queue/job.hpp"

// Reviews a whole folder by a model, through the queue: what is missing in the cache is queued, then worked off by
// ordinary calls. Any number of processes may do so at once; any of them may be killed.
namespace rustassistant::app {

struct BuildRequest {
  std::string path;  // a file or a folder
  std::vector<domain::AnalysisType> types;
  std::optional<queue::Priority> priority;  // nothing: by path and history
  std::optional<std::int64_t> max_files;    // the most urgent ones
  int jobs = 0;                             // 0: as many as suit the provider
  bool resume = false;                      // queues nothing new
  std::optional<SyncWishes> sync;           // of `cache sync`
  bool in_batch = false;                    // through the provider's batch service
  KeyStores key_stores = KeyStores::withhold;

  // Asks ahead of time only.
  [[nodiscard]] bool warms() const { return sync && sync->warms; }
};

// How far it is.
struct BuildProgress {
  std::int64_t total = 0;  // questions that this run found, or found waiting
  std::int64_t done = 0;   // by this run
  std::int64_t hits = 0;   // of them, that were stored meanwhile
  std::int64_t paid = 0;   // of them, that a call of this run answered
  std::int64_t dead = 0;
  std::int64_t dropped = 0;
  Spending spending;
  NanoUsd reserved;                     // for the calls that are under way
  std::optional<std::int64_t> left_us;  // by the rate limit, or by what was done so far
};

// A batch that the provider has.
struct SentBatch {
  std::int64_t number = 0;
  std::int64_t items = 0;
  NanoUsd reserved;
  UnixMillis until;
};

struct BuildSummary {
  domain::Provider provider{};
  std::string model;
  std::optional<SyncFindings> sync;
  std::int64_t stored = 0;  // questions that were answered before
  queue::Added added;
  std::int64_t failed = 0;  // files that cannot be read or must not be sent
  BuildProgress progress;
  std::int64_t queued = 0;                  // questions that still wait
  std::optional<UnixMillis> due;            // when the first of them may be asked
  std::optional<Error> stopped_by;          // what keeps the others from being asked
  bool ended_at_cap = false;                // a run that warms ended where it was to end
  std::optional<CollectSummary> collected;  // from batches that were sent before; nothing: there were none
  std::vector<SentBatch> batches;           // that this run sent
  ledger::OpenMoney left_open;
  std::optional<TeamSummary> team;  // nothing: no team's store is configured
  std::set<Errc> outcomes;
};

// Called by one thread at a time, also while nothing happens: at least each second.
using BuildListener = std::function<void(const BuildProgress&)>;

// What would be asked, and what it would cost. Writes nothing, to the queue neither. Errors as those of build().
[[nodiscard]] Result<DryRun> plan_build(const BuildRequest& request, const config::Loaded& loaded,
                                        const Services& services);

// Returns once nothing of the request is left, is due soon, or may be asked: then `queued` says what waits. After
// sys::stop_requested() nothing is begun, and what runs is awaited. Errors: usage (no such type), config (no model is
// configured, no key), input (nothing to review), storage (the queue cannot be used).
[[nodiscard]] Result<BuildSummary> build(const BuildRequest& request, const config::Loaded& loaded,
                                         const Services& services, const BuildListener& listener);

// With `in_batch` the questions are sent to the provider's batch service instead, as many as the budget allows, and
// what earlier batches brought is collected first; `queued` says what does not fit. Errors as those of build(), and
// config: the model cannot be asked in batches.
[[nodiscard]] Result<BuildSummary> send_build(const BuildRequest& request, const config::Loaded& loaded,
                                              const Services& services);

}  // namespace rustassistant::app
