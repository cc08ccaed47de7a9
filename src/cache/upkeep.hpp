// SPDX-License-Identifier: MIT
#pragma once

#include "rustassistant/base/clock.hpp"
#include "rustassistant/cache/maintenance.hpp"
#include "rustassistant/db/connection.hpp"

// The work behind SqliteCache's maintenance, on an open database, in transactions of bounded size: others wait for none
// of them longer than for a store.
namespace rustassistant::cache {

// Error (interrupted or terminated): the process was asked to stop.
[[nodiscard]] db::Outcome<void> check_not_stopped();

// Whether no condition is given.
[[nodiscard]] bool means_everything(const EntryFilter& filter);
[[nodiscard]] db::Outcome<Removal> clear_entries(const db::Connection& connection, const EntryFilter& filter,
                                                 DryRun dry_run);
[[nodiscard]] db::Outcome<Removal> prune_entries(const db::Connection& connection, const PruneRequest& request,
                                                 const Clock& clock);
// Lets entries go after a store; see CacheOptions.
[[nodiscard]] db::Outcome<void> prune_after_store(const db::Connection& connection, std::int64_t high_watermark,
                                                  std::int64_t low_watermark, const Clock& clock);
[[nodiscard]] db::Outcome<std::vector<PastPruning>> past_prunings(const db::Connection& connection, int most);
[[nodiscard]] db::Outcome<Optimization> optimize_entries(const db::Connection& connection,
                                                         const OptimizeRequest& request, UnixMillis now);
[[nodiscard]] db::Outcome<Verification> verify_entries(const db::Connection& connection);
// Removes bad entries and counts again; Problem::corrupt where the file itself is damaged, and must be saved from.
[[nodiscard]] db::Outcome<bool> repair_entries(const db::Connection& connection);

}  // namespace rustassistant::cache
