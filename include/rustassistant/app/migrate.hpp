// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
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
  std::string backup;        // empty: none was asked for
  bool backup_made = false;  // false: an earlier one is the same as the source
};

struct MigrationFailure {
  std::string path;  // of the file, or of the database and its row
  std::string reason;
};

// Why answers will not hit.
enum class ObstacleKind : std::uint8_t { none, type, prompt, options, model };
[[nodiscard]] std::string_view name_of(ObstacleKind kind);

struct Obstacle {
  ObstacleKind kind = ObstacleKind::none;
  std::string what;    // the type, the prompt's hash, the settings, or the model
  std::string remedy;  // a setting that lets them hit; empty: none does
  std::int64_t entries = 0;
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
  std::int64_t inferred_providers = 0;     // entries that do not say who answered: inferred from the model's name
  std::int64_t older_prompts = 0;          // entries made with the older tool's prompts: taken as made by today's
  std::vector<std::string> notes;          // what a source holds that is no answer; a sentence each

  std::int64_t usage_rows = 0;                   // calls taken into the ledger
  std::vector<MigrationFailure> usage_failures;  // calls that were not: unreadable, or still to come

  std::int64_t source_bytes = 0;       // of all entries that could be read
  std::int64_t stored_bytes = 0;       // what these take, compressed
  std::int64_t destination_bytes = 0;  // of the database file afterwards, whatever else it holds
  std::int64_t verified = 0;           // entries that were compared, with `verify`
  bool all_verified = false;

  // Of migrated and already_present: will_hit with the current configuration, the others by what prevents that.
  std::int64_t will_hit = 0;
  std::vector<Obstacle> obstacles;
};

struct MigrationProgress {
  std::string doing;  // "migrating", "verifying"
  std::int64_t done = 0;
  std::int64_t total = 0;
};

// What there is to do is looked up first, then backed up, then migrated in parallel, then verified. The order of work
// does not change the result; what is cut short is completed by doing it again, and doing it again changes nothing. The
// sources are only read; but a database of the older tool that is where the cache should be is renamed first.
// `on_progress` is called by the calling thread after each batch. Errors: input (no such source, or nothing in it),
// config, storage (the destination, or a backup), interrupted.
[[nodiscard]] Result<Migration> migrate(const MigrateRequest& request, const config::Loaded& loaded,
                                        const Services& services,
                                        const std::function<void(const MigrationProgress&)>& on_progress);

}  // namespace rustassistant::app
