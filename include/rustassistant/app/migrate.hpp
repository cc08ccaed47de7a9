// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "rustassistant/app/services.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/config/load.hpp"

// Brings the answers of the older tool into the cache.
namespace rustassistant::app {

struct MigrateRequest {
  std::vector<std::string> sources;        // empty: where the older tool kept its answers
  std::optional<std::string> all_under;    // as well: every repository with a local cache below this folder
  std::optional<std::string> destination;  // nothing: the cache that serves the working folder
  bool backup = false;
  bool verify = false;
  bool dry_run = false;
};

struct MigratedSource {
  std::string path;
  std::string backup;  // empty: none was made
};

struct MigrationFailure {
  std::string path;  // of the file, or of the database and its row
  std::string reason;
};

struct Migration {
  std::vector<MigratedSource> sources;
  std::string destination;

  // total = migrated + already_present + superseded + failures, but for those that `verify` added.
  std::int64_t total = 0;
  std::int64_t migrated = 0;
  std::int64_t already_present = 0;
  std::int64_t superseded = 0;             // a newer answer to the same question is there
  std::vector<MigrationFailure> failures;  // by path
  std::int64_t inferred_providers = 0;     // entries that do not say who answered: told by the model's name
  std::int64_t usage_rows = 0;             // taken into the ledger
  std::int64_t source_bytes = 0;           // of all entries that could be read
  std::int64_t destination_bytes = 0;      // of the database file afterwards
  std::int64_t verified = 0;               // entries that were compared, with `verify`
  bool all_verified = false;
  std::int64_t will_hit = 0;           // as things are configured
  std::set<std::string> other_models;  // whose entries would hit, were they accepted
};

struct MigrationProgress {
  std::string doing;  // "migrating", "verifying"
  std::int64_t done = 0;
  std::int64_t total = 0;
};

// What there is to do is looked up first, then backed up, then migrated in parallel, then verified. The order of work
// does not change the result; what is cut short is completed by doing it again, and doing it again changes nothing. The
// sources are only read. `told` is called by the calling thread after each batch. Errors: input (no such source, or
// nothing in it), config, storage (the destination, or a backup), interrupted.
[[nodiscard]] Result<Migration> migrate(const MigrateRequest& request, const config::Loaded& loaded,
                                        const Services& services,
                                        const std::function<void(const MigrationProgress&)>& told);

}  // namespace rustassistant::app
