// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rustassistant/app/services.hpp"
#include "rustassistant/cache/team.hpp"
#include "rustassistant/config/load.hpp"
#include "rustassistant/tier/tier.hpp"

// A team's store of answers, behind the local cache.
namespace rustassistant::app {

// What it did in a run.
struct TeamSummary {
  tier::TierReport report;
  std::int64_t waiting = 0;  // answers that are still to be sent
  std::string off_because;   // why it was not used, though it is configured; mostly empty
  bool was_used = false;     // it was asked, or was to be
};

// A store as it is configured, without secrets.
struct TeamStore {
  std::string url;   // without user information
  std::string mode;  // "read", "read-write"
  std::string team;
  std::string key_id;                // of the own key; empty: none
  std::string public_key;            // what readers write into `trust`; empty: the key is a secret, or there is none
  std::vector<std::string> trusted;  // key ids
  bool accepts_unsigned = false;
  std::string off_because;  // why it is not used; mostly empty
};

struct TeamCheck {
  std::string name;  // "read", "write", "read back", "replace"
  bool passed = false;
  std::string detail;
  std::string hint;  // may be empty
};

// The store, what is known of it, and, where it was tried, what came of that.
struct TeamStatus {
  TeamStore store;
  cache::TeamStanding standing;
  std::optional<tier::BreakerState> breaker;  // nothing is wrong without it
  std::vector<TeamCheck> checks;
};

// Where none is configured: Error (config). Opens no socket.
[[nodiscard]] Result<TeamStatus> team_status(const config::Loaded& loaded, const Services& services);
// Reads; and where the mode is read-write, writes an answer of no use, reads it back, and tries to replace it.
[[nodiscard]] Result<TeamStatus> check_team(const config::Loaded& loaded, const Services& services);

struct TeamPush {
  TeamSummary summary;
  std::int64_t gone = 0;  // that left the cache before they were sent
};
// Sends what waits in the outbox of the working folder's cache. Error (config): no store, or one that is only read.
[[nodiscard]] Result<TeamPush> push_to_team(const config::Loaded& loaded, const Services& services);

}  // namespace rustassistant::app
