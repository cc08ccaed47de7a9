// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rustassistant/app/ledger_archive.hpp"
#include "rustassistant/app/services.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/config/load.hpp"

// Settings, ledger and cache as one file to carry elsewhere: a tar archive of config.toml, ledger.jsonl.zst (what
// `budget export --full` writes) and cache.jsonl.zst (what `cache export` writes). Keys are in none of them.
namespace rustassistant::app {

struct Backup {
  bool settings = false;  // whether there were any
  std::int64_t calls = 0;
  std::int64_t entries = 0;
  std::int64_t damaged = 0;  // entries that could not be read, and are not in it
  std::int64_t bytes = 0;
};

// Writes the file whole or not at all, private to its user. The cache is the one that serves the working folder.
[[nodiscard]] Result<Backup> write_backup(const std::string& path, const config::Loaded& loaded,
                                          const Services& services);

struct Restored {
  std::string settings;         // where the settings were put; empty: there are none in the backup
  std::string settings_before;  // where different settings, which were there, were moved to; may be empty
  std::string damaged_ledger;   // where a ledger that could not be used was moved to; may be empty
  LedgerImport ledger;
  std::int64_t entries = 0;           // added to the cache, or newer than what was there
  std::vector<std::string> refusals;  // what of the backup was not as it should be
};

// Brings everything back: settings replace those that are there, calls and entries are added to those that are there.
// A ledger that is damaged is moved aside first. Doing it again changes nothing. Error (input): this is no backup.
// Entries go into the cache that serves the working folder by the settings that then hold.
[[nodiscard]] Result<Restored> restore_backup(const std::string& path, const Services& services);

}  // namespace rustassistant::app
